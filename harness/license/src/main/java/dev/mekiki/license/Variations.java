package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Step;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.domain.UsageProfile.Contract;
import dev.mekiki.domain.UsageProfile.Money;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Revenue;
import dev.mekiki.domain.UsageProfile.Stage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The facts of a usage that some rule asks for, each with other values that it could have. */
final class Variations {
    /** What a profile says where it says nothing. */
    static final String UNSAID = "–";
    private static final BigDecimal YEAR_OF_MONTHS = BigDecimal.valueOf(13);

    /** One fact changed. */
    record Variation(Step step, Consumer<ProfileDraft> change) {
        UsageProfile of(UsageProfile usage, List<Variation> others) {
            ProfileDraft draft = new ProfileDraft(usage);
            change.accept(draft);
            others.forEach(other -> other.change.accept(draft));
            return draft.done();
        }
    }

    private final UsageProfile usage;
    private final List<When> conditions;
    private final List<Variation> found = new ArrayList<>();

    private Variations(UsageProfile usage, List<When> conditions) {
        this.usage = usage;
        this.conditions = conditions;
    }

    /**
     * @param unlisted names of licenses that hold and are not in the catalogue
     * @param today contracts that are tried are in force on that day
     */
    static List<Variation> of(UsageProfile usage, Collection<LicenseEntry> entries, Collection<String> unlisted,
            LocalDate today) {
        List<When> conditions = entries.stream().flatMap(entry -> entry.rules().stream())
                .flatMap(rule -> rule.when().all()).toList();
        Variations variations = new Variations(usage, conditions);
        variations.choices();
        variations.flags();
        variations.numbers();
        variations.places();
        Stream.concat(entries.stream().map(LicenseEntry::id), unlisted.stream()).distinct()
                .forEach(id -> variations.add("contracts", UNSAID, id,
                        draft -> draft.contracts = plus(draft.contracts, new Contract(id, id, today))));
        return variations.found;
    }

    private void choices() {
        if (conditions.stream().anyMatch(when -> !when.stage().isEmpty())) {
            for (Stage stage : Stage.values()) {
                add("stage", word(usage.stage()), word(stage), draft -> draft.stage = stage);
            }
        }
        if (conditions.stream().anyMatch(when -> !when.offering().isEmpty())) {
            for (Offering offering : Offering.values()) {
                add("offering", word(usage.offering()), word(offering), draft -> draft.offering = offering);
            }
        }
    }

    private void flags() {
        flag("ai-work-assistant", When::aiWorkAssistant, usage.aiWorkAssistant(), (d, v) -> d.aiWorkAssistant = v);
        if (usage.offering() != Offering.HOSTED_API) {
            flag("model-as-a-service", When::modelAsAService, usage.modelAsAService(), (d, v) -> d.modelAsAService = v);
        }
        flag("fine-tuning", When::fineTuning, usage.fineTuning(), (d, v) -> d.fineTuning = v);
        flag("distribute-derivatives", When::distributeDerivatives, usage.distributeDerivatives(),
                (d, v) -> d.distributeDerivatives = v);
        flag("train-others-on-outputs", When::trainOthersOnOutputs, usage.trainOthersOnOutputs(),
                (d, v) -> d.trainOthersOnOutputs = v);
    }

    private void flag(String fact, Function<When, Optional<Boolean>> asked, Optional<Boolean> now,
            BiConsumer<ProfileDraft, Optional<Boolean>> change) {
        if (conditions.stream().anyMatch(when -> asked.apply(when).isPresent())) {
            for (boolean value : new boolean[]{false, true}) {
                add(fact, now.map(String::valueOf).orElse(UNSAID), String.valueOf(value),
                        draft -> change.accept(draft, Optional.of(value)));
            }
        }
    }

    private void numbers() {
        String users = usage.monthlyActiveUsers().isPresent()
                ? String.valueOf(usage.monthlyActiveUsers().getAsLong())
                : UNSAID;
        conditions.stream().flatMapToLong(when -> when.usersAbove().stream()).distinct().forEach(limit -> {
            add("monthly-active-users", users, "≤ " + limit,
                    draft -> draft.monthlyActiveUsers = OptionalLong.of(limit));
            add("monthly-active-users", users, "> " + limit,
                    draft -> draft.monthlyActiveUsers = OptionalLong.of(limit + 1));
        });
        conditions.stream().flatMap(when -> when.revenueAbove().stream()).distinct().forEach(this::revenue);
    }

    private void revenue(When.Threshold limit) {
        String amount = limit.amount().toPlainString() + " " + limit.currency();
        String at = limit.inclusive() ? "< " : "≤ ";
        String over = limit.inclusive() ? "≥ " : "> ";
        BigDecimal below = limit.inclusive() ? limit.amount().subtract(BigDecimal.ONE) : limit.amount();
        BigDecimal above = limit.amount().add(BigDecimal.ONE);
        switch (limit.scope()) {
            case PRODUCT -> {
                String now = usage.productRevenue()
                        .map(money -> money.amount().toPlainString() + " " + money.currency())
                        .orElse(UNSAID);
                add("monthly-product-revenue", now, at + amount,
                        draft -> draft.productRevenue = Optional.of(new Money(below, limit.currency())));
                add("monthly-product-revenue", now, over + amount,
                        draft -> draft.productRevenue = Optional.of(new Money(above, limit.currency())));
            }
            case GROUP, COMPANY -> {
                boolean month = limit.period() == When.Period.MONTH;
                String scope = limit.scope() == When.Scope.GROUP ? "group" : "company";
                String now = usage.annualRevenue()
                        .map(year -> year.amount().toPlainString() + " " + year.currency() + " (" + year.scope() + ")")
                        .orElse(UNSAID);
                String each = month ? " / month (" : " (";
                add("annual-revenue", now, at + amount + each + scope + ")",
                        draft -> draft.annualRevenue = Optional.of(new Revenue(below, limit.currency(), scope)));
                BigDecimal most = month ? limit.amount().multiply(YEAR_OF_MONTHS) : above;
                add("annual-revenue", now, over + amount + each + scope + ")",
                        draft -> draft.annualRevenue = Optional.of(new Revenue(most, limit.currency(), scope)));
            }
        }
    }

    private void places() {
        Set<String> named = new LinkedHashSet<>();
        conditions.forEach(when -> named.addAll(when.country()));
        String now = usage.country().orElse(UNSAID);
        for (String where : named) {
            boolean there = usage.country().filter(country -> Regions.has(where, country)).isPresent();
            if (!there) {
                add("country", now, where, draft -> draft.country = Optional.of(Regions.example(where)));
            }
        }
        Set<String> outside = new LinkedHashSet<>(List.of("JP", "US"));
        if (!named.isEmpty()) {
            outside.stream().filter(country -> named.stream().noneMatch(where -> Regions.has(where, country)))
                    .findFirst()
                    .ifPresent(country -> add("country", now, country, draft -> draft.country = Optional.of(country)));
        }
        Set<String> domains = new LinkedHashSet<>();
        conditions.forEach(when -> domains.addAll(when.domains()));
        String fields = usage.domains().map(Variations::list).orElse(UNSAID);
        for (String domain : domains.stream().sorted().toList()) {
            Set<String> others = new LinkedHashSet<>(usage.domains().orElse(Set.of()));
            boolean present = others.remove(domain);
            if (!present) {
                others.add(domain);
            }
            add("domains", fields, list(others), draft -> draft.domains = Optional.of(others));
        }
        if (conditions.stream().anyMatch(when -> when.multimodal().isPresent())
                && usage.modalities().stream().anyMatch(modality -> !modality.equals("text"))) {
            add("modalities", list(usage.modalities()), "[text]", draft -> draft.modalities = Set.of("text"));
        }
    }

    private void add(String fact, String from, String to, Consumer<ProfileDraft> change) {
        if (!from.equals(to)) {
            found.add(new Variation(new Step(fact, from, to), change));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String list(Collection<String> words) {
        return "[" + String.join(", ", words.stream().sorted().toList()) + "]";
    }

    private static List<Contract> plus(List<Contract> contracts, Contract one) {
        List<Contract> more = new ArrayList<>(contracts);
        more.add(one);
        return more;
    }
}
