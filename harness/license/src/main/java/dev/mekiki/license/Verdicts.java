package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Change;
import dev.mekiki.domain.LicenseFinding.Duty;
import dev.mekiki.domain.LicenseFinding.License;
import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the statements allow for a usage. Several licenses hold together: the verdict is the worst of theirs, the duties are all of theirs.
 */
final class Verdicts {
    private final Statements statements;
    private final UsageProfile usage;
    private final LocalDate today;
    private final Set<Reason> reasons;
    private final Map<String, Duty> duties = new LinkedHashMap<>();
    private final Set<String> missing = new TreeSet<>();

    private Verdicts(Statements statements, UsageProfile usage, LocalDate today) {
        this.statements = statements;
        this.usage = usage;
        this.today = today;
        this.reasons = new LinkedHashSet<>(statements.reasons());
    }

    /** @param today decides which contracts are in force */
    static LicenseFinding of(String model, Statements statements, UsageProfile usage, LocalDate today) {
        Collection<LicenseEntry> entries = entries(statements);
        Verdicts found = new Verdicts(statements, usage, today);
        found.judge(model, entries);
        Verdict verdict = worst(found.reasons);
        List<String> unlisted = statements.all().stream().filter(Verdicts::unlisted).map(Statement::called).toList();
        Verdict ofFiles = ofFiles(statements);
        List<Change> changes = NearestChanges.of(verdict, ofFiles, usage,
                Variations.of(usage, entries, unlisted, today), other -> {
                    Stream<Verdict> rules = entries.stream().flatMap(entry -> entry.rules().stream()
                            .flatMap(rule -> Applied.of(entry, rule, other, statements.multimodal(), today).stream())
                            .map(Applied::effect));
                    Stream<Verdict> names = unlisted.stream().map(called -> contract(other, List.of(called), List.of())
                            .filter(contract -> !contract.until().isBefore(today)).map(_ -> Verdict.CONDITIONAL)
                            .orElse(Verdict.UNKNOWN));
                    return Stream.of(Stream.of(ofFiles), rules, names).flatMap(effects -> effects)
                            .max(Comparator.comparingDouble(NearestChanges::rank)).orElse(ofFiles);
                });
        return new LicenseFinding(usage.name(), verdict, statements.all().stream().map(Verdicts::license).toList(),
                List.copyOf(found.reasons), List.copyOf(found.duties.values()), statements.conflicts(),
                Message.DISCLAIMER.with(), List.copyOf(found.missing), changes);
    }

    private static Collection<LicenseEntry> entries(Statements statements) {
        Map<String, LicenseEntry> entries = new LinkedHashMap<>();
        statements.all().stream().filter(Statement::binds).flatMap(statement -> statement.entry().stream())
                .flatMap(LicenseEntry::all).forEach(entry -> entries.putIfAbsent(entry.id(), entry));
        return entries.values();
    }

    private static boolean unlisted(Statement statement) {
        return statement.binds() && statement.kind() == Statement.Kind.DECLARED && statement.entry().isEmpty();
    }

    /** What no other usage can change. */
    private static Verdict ofFiles(Statements statements) {
        if (statements.all().isEmpty()) {
            return Verdict.UNKNOWN;
        }
        Verdict doubts = statements.reasons().stream().map(Reason::effect)
                .max(Comparator.comparingDouble(NearestChanges::rank)).orElse(Verdict.ALLOWED);
        boolean review = !statements.unknownBases().isEmpty() || !statements.conflicts().isEmpty();
        return review && NearestChanges.rank(doubts) < NearestChanges.rank(Verdict.REVIEW) ? Verdict.REVIEW : doubts;
    }

    private void judge(String model, Collection<LicenseEntry> entries) {
        for (LicenseEntry entry : entries) {
            entry.rules().forEach(rule -> Applied.of(entry, rule, usage, statements.multimodal(), today)
                    .ifPresent(this::add));
        }
        statements.all().stream().filter(Verdicts::unlisted).forEach(this::addUnlisted);
        for (String base : statements.unknownBases()) {
            reasons.add(new Reason("base_model", Optional.empty(), Message.BASE_UNKNOWN.with(base),
                    Verdict.REVIEW));
            duty(new Duty(Message.BASE_DUTY.with(base), "base_model"));
        }
        if (!statements.conflicts().isEmpty()) {
            reasons.add(new Reason("–", Optional.empty(), Message.CONTRADICTION.with(), Verdict.REVIEW));
        }
        if (statements.all().isEmpty() && reasons.stream().noneMatch(each -> each.effect() == Verdict.UNKNOWN)) {
            reasons.add(new Reason("–", Optional.empty(), Message.NOTHING_FOUND.with(model), Verdict.UNKNOWN));
        }
    }

    /** A denial stands whatever else is unknown; what is unknown is worse than what is only open to review. */
    static Verdict worst(Collection<Reason> reasons) {
        return reasons.stream().map(Reason::effect).max(Comparator.comparingDouble(NearestChanges::rank))
                .orElse(Verdict.UNKNOWN);
    }

    private void add(Applied applied) {
        LicenseEntry entry = applied.entry();
        Rule rule = applied.rule();
        Optional<LicenseEntry.Source> source = Optional.ofNullable(entry.sources().get(rule.source()));
        String because = source.map(LicenseEntry.Source::evidence).map(evidence -> switch (evidence) {
            case PRIMARY -> rule.because().en();
            case SECONDARY -> Message.SECONDARY.with(rule.because().en());
            case UNVERIFIED -> Message.UNVERIFIED.with(rule.because().en());
        }).orElse(rule.because().en());
        if (applied.open()) {
            applied.decision().open().forEach(fact -> missing.add(fact.fact()));
            because = Message.UNDECIDED.with(because,
                    applied.decision().open().stream().map(Decision.Open::because).sorted().findFirst().orElse(""));
        }
        if (applied.settled()) {
            String id = applied.contract().orElseThrow().id();
            String until = applied.contract().orElseThrow().until().toString();
            reasons.add(reason(entry, rule, source, Message.CONTRACT.with(id, until, because), applied.effect()));
            duty(new Duty(Message.CONTRACT_DUTY.with(id, until), clause(entry, rule)));
            return;
        }
        if (applied.contract().isPresent()) {
            because = Message.CONTRACT_ENDED.with(because, applied.contract().get().id(),
                    applied.contract().get().until().toString());
        }
        reasons.add(reason(entry, rule, source, because, applied.effect()));
        if (!applied.open()) {
            rule.duty().ifPresent(duty -> duty(new Duty(duty.en(), clause(entry, rule), rule.wordings())));
        }
    }

    private static Reason reason(LicenseEntry entry, Rule rule, Optional<LicenseEntry.Source> source, String because,
            Verdict effect) {
        return new Reason(clause(entry, rule), rule.quote(), because, effect, Optional.of(rule.attribute().id()),
                source.map(LicenseEntry.Source::stated));
    }

    private void duty(Duty duty) {
        duties.putIfAbsent(duty.clause() + "\n" + duty.what(), duty);
    }

    private void addUnlisted(Statement statement) {
        String called = statement.called();
        Optional<UsageProfile.Contract> contract = contract(usage, List.of(called), List.of());
        if (contract.isPresent() && !contract.get().until().isBefore(today)) {
            String id = contract.get().id();
            String until = contract.get().until().toString();
            reasons.add(new Reason(statement.source(), Optional.empty(), Message.CONTRACT_OTHER.with(id, until, called),
                    Verdict.CONDITIONAL));
            duty(new Duty(Message.CONTRACT_DUTY.with(id, until), statement.source()));
            return;
        }
        String because = Message.NOT_IN_CATALOGUE.with(statement.source(), called);
        reasons.add(new Reason(statement.source(), Optional.empty(),
                contract.map(ended -> Message.CONTRACT_ENDED.with(because, ended.id(), ended.until().toString()))
                        .orElse(because),
                Verdict.UNKNOWN));
    }

    /** The one of these licenses that lasts longest. */
    static Optional<UsageProfile.Contract> contract(UsageProfile usage, List<String> ids,
            List<String> aliases) {
        List<String> names = new ArrayList<>(ids);
        names.addAll(aliases);
        List<String> keys = names.stream().map(Verdicts::key).toList();
        return usage.contracts().stream().filter(contract -> keys.contains(key(contract.license())))
                .max(Comparator.comparing(UsageProfile.Contract::until));
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
