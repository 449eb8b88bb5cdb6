package dev.mekiki.license;

import dev.mekiki.domain.UsageProfile;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a rule's conditions hold for a usage: yes, no, or not to be decided from what the profile says.
 *
 * @param open what is missing for a decision; English messages
 */
record Decision(Truth truth, Set<String> open) {
    enum Truth {
        YES, NO, OPEN
    }

    private static final BigDecimal MONTHS = BigDecimal.valueOf(12);
    private static final MathContext PRECISE = new MathContext(20, RoundingMode.HALF_UP);
    /** Members of the European Union in November 2026, ISO 3166. */
    private static final Set<String> EUROPEAN_UNION = Set.of("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
            "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");
    private static final Decision YES = new Decision(Truth.YES, Set.of());
    private static final Decision NO = new Decision(Truth.NO, Set.of());

    Decision {
        open = Set.copyOf(open);
    }

    /** @param multimodal whether the model takes more than text, where its files say */
    static Decision of(When when, UsageProfile usage, Optional<Boolean> multimodal) {
        Decision result = YES.and(is(when.stage().isEmpty() || when.stage().contains(usage.stage())))
                .and(is(when.offering().isEmpty() || when.offering().contains(usage.offering())))
                .and(flag(when.aiWorkAssistant(), usage.aiWorkAssistant()))
                .and(flag(when.fineTuning(), usage.fineTuning()))
                .and(flag(when.distributeDerivatives(), usage.distributeDerivatives()))
                .and(flag(when.trainOthersOnOutputs(), usage.trainOthersOnOutputs()))
                .and(is(when.domains().isEmpty() || when.domains().stream().anyMatch(usage.domains()::contains)))
                .and(modality(when, usage, multimodal)).and(country(when, usage)).and(users(when, usage))
                .and(when.revenueAbove().map(threshold -> revenue(threshold, usage)).orElse(YES));
        return when.anyOf().isEmpty() ? result : result.and(any(when.anyOf(), usage, multimodal));
    }

    private static Decision any(List<When> alternatives, UsageProfile usage, Optional<Boolean> multimodal) {
        List<Decision> decisions = alternatives.stream().map(when -> of(when, usage, multimodal)).toList();
        if (decisions.stream().anyMatch(decision -> decision.truth == Truth.YES)) {
            return YES;
        }
        Set<String> open = decisions.stream().flatMap(decision -> decision.open.stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return open.isEmpty() ? NO : new Decision(Truth.OPEN, open);
    }

    private Decision and(Decision other) {
        if (truth == Truth.NO || other.truth == Truth.NO) {
            return NO;
        }
        if (truth == Truth.YES) {
            return other;
        }
        Set<String> both = new LinkedHashSet<>(open);
        both.addAll(other.open);
        return new Decision(Truth.OPEN, both);
    }

    private static Decision is(boolean holds) {
        return holds ? YES : NO;
    }

    private static Decision open(String what) {
        return new Decision(Truth.OPEN, Set.of(what));
    }

    private static Decision flag(Optional<Boolean> expected, boolean actual) {
        return is(expected.isEmpty() || expected.get() == actual);
    }

    /** The license speaks of the model; what the profile uses it for counts only where the files don't say. */
    private static Decision modality(When when, UsageProfile usage, Optional<Boolean> multimodal) {
        if (when.multimodal().isEmpty()) {
            return YES;
        }
        boolean more = multimodal.orElse(false)
                || usage.modalities().stream().anyMatch(modality -> !modality.equals("text"));
        return is(when.multimodal().get() == more);
    }

    private static Decision country(When when, UsageProfile usage) {
        if (when.country().isEmpty()) {
            return YES;
        }
        return usage.country().map(country -> country.toUpperCase(Locale.ROOT))
                .map(country -> is(when.country().contains(country)
                        || (when.country().contains("EU") && EUROPEAN_UNION.contains(country))))
                .orElseGet(() -> open(Message.FACT_COUNTRY.with()));
    }

    private static Decision users(When when, UsageProfile usage) {
        if (when.usersAbove().isEmpty()) {
            return YES;
        }
        return usage.monthlyActiveUsers().isPresent()
                ? is(usage.monthlyActiveUsers().getAsLong() > when.usersAbove().getAsLong())
                : open(Message.FACT_USERS.with());
    }

    private static Decision revenue(When.Threshold threshold, UsageProfile usage) {
        if (usage.annualRevenue().isEmpty()) {
            return open(Message.FACT_REVENUE.with());
        }
        UsageProfile.Revenue revenue = usage.annualRevenue().get();
        Optional<BigDecimal> stated = yen(revenue.amount(), revenue.currency(), usage);
        Optional<BigDecimal> limit = yen(threshold.amount(), threshold.currency(), usage);
        if (!revenue.currency().equalsIgnoreCase(threshold.currency()) && (stated.isEmpty() || limit.isEmpty())) {
            return open(Message.FACT_EXCHANGE.with(limit.isEmpty() ? threshold.currency() : revenue.currency()));
        }
        boolean same = revenue.currency().equalsIgnoreCase(threshold.currency());
        BigDecimal year = same ? revenue.amount() : stated.orElseThrow();
        BigDecimal most = same ? threshold.amount() : limit.orElseThrow();
        Decision inPeriod = switch (threshold.period()) {
            case YEAR -> is(year.compareTo(most) > 0);
            // some month is at least the average, and none is more than the year
            case MONTH -> year.divide(MONTHS, PRECISE).compareTo(most) > 0
                    ? YES
                    : year.compareTo(most) > 0 ? open(Message.FACT_MONTH.with()) : NO;
        };
        boolean group = revenue.scope().equalsIgnoreCase("group");
        if (threshold.scope() == When.Scope.GROUP && !group && inPeriod.truth != Truth.YES) {
            return open(Message.FACT_GROUP.with());
        }
        if (threshold.scope() == When.Scope.COMPANY && group && inPeriod.truth != Truth.NO) {
            return open(Message.FACT_COMPANY.with());
        }
        return inPeriod;
    }

    private static Optional<BigDecimal> yen(BigDecimal amount, String currency, UsageProfile usage) {
        return currency.equalsIgnoreCase("JPY")
                ? Optional.of(amount)
                : Optional.ofNullable(usage.exchange().get(currency.toUpperCase(Locale.ROOT))).map(amount::multiply);
    }
}
