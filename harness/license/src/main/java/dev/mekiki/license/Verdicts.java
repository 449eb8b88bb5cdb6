package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Duty;
import dev.mekiki.domain.LicenseFinding.License;
import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the statements allow for a usage. Several licenses hold together: the verdict is the worst of theirs, the duties are all of theirs.
 */
final class Verdicts {
    private Verdicts() {}

    /** @param today decides which contracts are in force */
    static LicenseFinding of(String model, Statements statements, UsageProfile usage, LocalDate today) {
        Set<Reason> reasons = new LinkedHashSet<>(statements.reasons());
        Set<Duty> duties = new LinkedHashSet<>();
        Map<String, LicenseEntry> entries = new LinkedHashMap<>();
        List<Statement> binding = statements.all().stream().filter(Statement::binds).toList();
        for (Statement statement : binding) {
            statement.entry().ifPresent(entry -> entries.putIfAbsent(entry.id(), entry));
        }
        for (LicenseEntry entry : entries.values()) {
            for (Rule rule : entry.rules()) {
                apply(entry, rule, statements, usage, today, reasons, duties);
            }
        }
        binding.stream().filter(s -> s.kind() == Statement.Kind.DECLARED && s.entry().isEmpty())
                .forEach(statement -> unlisted(statement, usage, today, reasons, duties));
        for (String base : statements.unknownBases()) {
            reasons.add(new Reason("base_model", Optional.empty(), Message.BASE_UNKNOWN.with(base),
                    Verdict.REVIEW));
            duties.add(new Duty(Message.BASE_DUTY.with(base), "base_model"));
        }
        if (!statements.conflicts().isEmpty()) {
            reasons.add(new Reason("–", Optional.empty(), Message.CONTRADICTION.with(), Verdict.REVIEW));
        }
        if (statements.all().isEmpty() && reasons.isEmpty()) {
            reasons.add(new Reason("–", Optional.empty(), Message.NOTHING_FOUND.with(model), Verdict.UNKNOWN));
        }
        return new LicenseFinding(usage.name(), worst(reasons),
                statements.all().stream().map(Verdicts::license).toList(),
                List.copyOf(reasons), List.copyOf(duties), statements.conflicts(), Message.DISCLAIMER.with());
    }

    /** A denial stands whatever else is unknown; what is unknown is worse than what is only open to review. */
    static Verdict worst(Collection<Reason> reasons) {
        if (reasons.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        List<Verdict> effects = reasons.stream().map(Reason::effect).toList();
        if (effects.contains(Verdict.DENIED)) {
            return Verdict.DENIED;
        }
        return effects.contains(Verdict.UNKNOWN)
                ? Verdict.UNKNOWN
                : effects.stream().max(Verdict::compareTo).orElse(Verdict.UNKNOWN);
    }

    private static void apply(LicenseEntry entry, Rule rule, Statements statements, UsageProfile usage, LocalDate today,
            Set<Reason> reasons, Set<Duty> duties) {
        Decision decision = Decision.of(rule.when(), usage, statements.multimodal());
        if (decision.truth() == Decision.Truth.NO) {
            return;
        }
        boolean open = decision.truth() == Decision.Truth.OPEN;
        Verdict effect = open ? rule.ifUnknown().orElse(Verdict.REVIEW) : rule.effect();
        String because = rule.because().en();
        LicenseEntry.Source source = entry.sources().get(rule.source());
        if (source != null && source.evidence() != LicenseEntry.Evidence.PRIMARY) {
            because = Message.SECONDARY.with(because);
        }
        if (open) {
            because = Message.UNDECIDED.with(because, decision.open().stream().sorted().findFirst().orElse(""));
        }
        Optional<UsageProfile.Contract> contract = effect.compareTo(Verdict.CONDITIONAL) > 0
                ? contract(usage, List.of(entry.id()), entry.aliases())
                : Optional.empty();
        if (contract.isPresent() && !contract.get().until().isBefore(today)) {
            String id = contract.get().id();
            String until = contract.get().until().toString();
            reasons.add(new Reason(clause(entry, rule), rule.quote(), Message.CONTRACT.with(id, until, because),
                    Verdict.CONDITIONAL));
            duties.add(new Duty(Message.CONTRACT_DUTY.with(id, until), clause(entry, rule)));
            return;
        }
        if (contract.isPresent()) {
            because = Message.CONTRACT_ENDED.with(because, contract.get().id(), contract.get().until().toString());
        }
        reasons.add(new Reason(clause(entry, rule), rule.quote(), because, effect));
        if (!open) {
            rule.duty().ifPresent(duty -> duties.add(new Duty(duty.en(), clause(entry, rule))));
        }
    }

    private static void unlisted(Statement statement, UsageProfile usage, LocalDate today, Set<Reason> reasons,
            Set<Duty> duties) {
        String called = statement.called();
        Optional<UsageProfile.Contract> contract = contract(usage, List.of(called), List.of());
        if (contract.isPresent() && !contract.get().until().isBefore(today)) {
            String id = contract.get().id();
            String until = contract.get().until().toString();
            reasons.add(new Reason(statement.source(), Optional.empty(), Message.CONTRACT_OTHER.with(id, until, called),
                    Verdict.CONDITIONAL));
            duties.add(new Duty(Message.CONTRACT_DUTY.with(id, until), statement.source()));
            return;
        }
        String because = Message.NOT_IN_CATALOGUE.with(statement.source(), called);
        reasons.add(new Reason(statement.source(), Optional.empty(),
                contract.map(ended -> Message.CONTRACT_ENDED.with(because, ended.id(), ended.until().toString()))
                        .orElse(because),
                Verdict.UNKNOWN));
    }

    private static Optional<UsageProfile.Contract> contract(UsageProfile usage, List<String> ids,
            List<String> aliases) {
        List<String> names = new ArrayList<>(ids);
        names.addAll(aliases);
        List<String> keys = names.stream().map(Verdicts::key).toList();
        return usage.contracts().stream().filter(contract -> keys.contains(key(contract.license())))
                .max(java.util.Comparator.comparing(UsageProfile.Contract::until));
    }

    /** {@code plamo-community-license} and {@code plamo-community} are one. */
    private static String key(String license) {
        return license.strip().toLowerCase(Locale.ROOT).replaceFirst("-license(?:-agreement)?$", "");
    }

    /** With the license's id, since several may hold together. */
    private static String clause(LicenseEntry entry, Rule rule) {
        return entry.id() + " " + rule.clause();
    }

    private static License license(Statement statement) {
        String match = switch (statement.kind()) {
            case EXACT -> "exact";
            case PHRASES -> "phrases";
            case DECLARED, POINTER, UNKNOWN -> "declared";
        };
        return new License(statement.entry().map(LicenseEntry::id).orElse(statement.called()),
                statement.entry().map(LicenseEntry::name).orElse(statement.called()),
                statement.entry().flatMap(LicenseEntry::spdx), statement.source(), statement.sha256(), match,
                statement.through());
    }
}
