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
 * @param open what is missing for a decision
 */
record Decision(Truth truth, Set<Open> open) {
    enum Truth {
        YES, NO, OPEN
    }

    /**
     * @param fact the key of the usage profile that would decide it
     * @param because an English message
     */
    record Open(String fact, String because) {}

    private static final BigDecimal MONTHS = BigDecimal.valueOf(12);
    private static final MathContext PRECISE = new MathContext(20, RoundingMode.HALF_UP);
    private static final Decision YES = new Decision(Truth.YES, Set.of());
    private static final Decision NO = new Decision(Truth.NO, Set.of());

    Decision {
        open = Set.copyOf(open);
    }

    /** @param multimodal whether the model takes more than text, where its files say */
    static Decision of(When when, UsageProfile usage, Optional<Boolean> multimodal) {
        Decision result = YES.and(is(when.stage().isEmpty() || when.stage().contains(usage.stage())))
                .and(is(when.offering().isEmpty() || when.offering().contains(usage.offering())))
                .and(flag(when.aiWorkAssistant(), usage.aiWorkAssistant(), "ai-work-assistant"))
                .and(flag(when.modelAsAService(), service(usage), "model-as-a-service"))
                .and(flag(when.fineTuning(), usage.fineTuning(), "fine-tuning"))
                .and(flag(when.distributeDerivatives(), usage.distributeDerivatives(), "distribute-derivatives"))
                .and(flag(when.trainOthersOnOutputs(), usage.trainOthersOnOutputs(), "train-others-on-outputs"))
                .and(domains(when, usage)).and(modality(when, usage, multimodal)).and(country(when, usage))
                .and(users(when, usage))
                .and(when.revenueAbove().map(threshold -> revenue(threshold, usage)).orElse(YES));
        return when.anyOf().isEmpty() ? result : result.and(any(when.anyOf(), usage, multimodal));
    }

    private static Decision any(List<When> alternatives, UsageProfile usage, Optional<Boolean> multimodal) {
        List<Decision> decisions = alternatives.stream().map(when -> of(when, usage, multimodal)).toList();
        if (decisions.stream().anyMatch(decision -> decision.truth == Truth.YES)) {
            return YES;
        }
        Set<Open> open = decisions.stream().flatMap(decision -> decision.open.stream())
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
        Set<Open> both = new LinkedHashSet<>(open);
        both.addAll(other.open);
        return new Decision(Truth.OPEN, both);
    }

    private static Decision is(boolean holds) {
        return holds ? YES : NO;
    }

    private static Decision open(String fact, String because) {
        return new Decision(Truth.OPEN, Set.of(new Open(fact, because)));
    }

    private static Decision missing(String fact) {
        return open(fact, Message.FACT.with(fact));
    }

    private static Decision flag(Optional<Boolean> expected, Optional<Boolean> actual, String key) {
        return expected.isEmpty() || actual.isPresent()
                ? is(expected.isEmpty() || expected.equals(actual))
                : missing(key);
    }

    /** Who offers the model over an API runs such a service; whether another part of the group does, only the profile can say. */
    private static Optional<Boolean> service(UsageProfile usage) {
        return usage.offering() == UsageProfile.Offering.HOSTED_API
                ? Optional.of(true)
                : usage.modelAsAService().or(() -> Optional.of(false));
    }

    private static Decision domains(When when, UsageProfile usage) {
        return when.domains().isEmpty()
                ? YES
                : usage.domains().map(all -> is(when.domains().stream().anyMatch(all::contains)))
                        .orElseGet(() -> missing("domains"));
    }

    /** The license speaks of the model; what the profile uses it for counts beside what the files say. */
    private static Decision modality(When when, UsageProfile usage, Optional<Boolean> multimodal) {
        if (when.multimodal().isEmpty()) {
            return YES;
        }
        if (multimodal.isEmpty() && usage.modalities().isEmpty()) {
            return missing("modalities");
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
                .map(country -> is(when.country().stream().anyMatch(where -> Regions.has(where, country))))
                .orElseGet(() -> missing("country"));
    }

    private static Decision users(When when, UsageProfile usage) {
        if (when.usersAbove().isEmpty()) {
            return YES;
        }
        return usage.monthlyActiveUsers().isPresent()
                ? is(usage.monthlyActiveUsers().getAsLong() > when.usersAbove().getAsLong())
                : missing("monthly-active-users");
    }

    private static Decision revenue(When.Threshold threshold, UsageProfile usage) {
        return threshold.scope() == When.Scope.PRODUCT ? product(threshold, usage) : annual(threshold, usage);
    }

    /** No product of the company earns more in a month than all of it in a year. */
    private static Decision product(When.Threshold threshold, UsageProfile usage) {
        if (usage.productRevenue().isPresent()) {
            UsageProfile.Money month = usage.productRevenue().get();
            Optional<BigDecimal> amount = in(threshold.currency(), month.amount(), month.currency(), usage);
            return amount.map(value -> is(above(value, threshold)))
                    .orElseGet(() -> exchange(threshold.currency(), month.currency(), usage));
        }
        if (usage.offering() == UsageProfile.Offering.IN_HOUSE) {
            return NO;
        }
        return usage.annualRevenue()
                .flatMap(year -> in(threshold.currency(), year.amount(), year.currency(), usage))
                .filter(year -> !above(year, threshold)).map(_ -> NO)
                .orElseGet(() -> missing("monthly-product-revenue"));
    }

    private static Decision annual(When.Threshold threshold, UsageProfile usage) {
        if (usage.annualRevenue().isEmpty()) {
            return missing("annual-revenue");
        }
        UsageProfile.Revenue revenue = usage.annualRevenue().get();
        Optional<BigDecimal> converted = in(threshold.currency(), revenue.amount(), revenue.currency(), usage);
        if (converted.isEmpty()) {
            return exchange(threshold.currency(), revenue.currency(), usage);
        }
        BigDecimal year = converted.get();
        Decision inPeriod = switch (threshold.period()) {
            case YEAR -> is(above(year, threshold));
            // some month is at least the average, and none is more than the year
            case MONTH -> above(year.divide(MONTHS, PRECISE), threshold)
                    ? YES
                    : above(year, threshold) ? open("annual-revenue", Message.FACT_MONTH.with()) : NO;
        };
        boolean group = revenue.scope().equalsIgnoreCase("group");
        if (threshold.scope() == When.Scope.GROUP && !group && inPeriod.truth != Truth.YES) {
            return open("annual-revenue", Message.FACT_GROUP.with());
        }
        if (threshold.scope() == When.Scope.COMPANY && group && inPeriod.truth != Truth.NO) {
            return open("annual-revenue", Message.FACT_COMPANY.with());
        }
        return inPeriod;
    }

    private static boolean above(BigDecimal amount, When.Threshold threshold) {
        int order = amount.compareTo(threshold.amount());
        return order > 0 || (order == 0 && threshold.inclusive());
    }

    private static Decision exchange(String wanted, String given, UsageProfile usage) {
        String lacking = wanted.equalsIgnoreCase("JPY") || rate(wanted, usage).isPresent() ? given : wanted;
        return open("exchange", Message.FACT_EXCHANGE.with(lacking));
    }

    private static Optional<BigDecimal> in(String wanted, BigDecimal amount, String given, UsageProfile usage) {
        return wanted.equalsIgnoreCase(given)
                ? Optional.of(amount)
                : rate(given, usage).flatMap(from -> rate(wanted, usage).filter(to -> to.signum() > 0)
                        .map(to -> amount.multiply(from).divide(to, PRECISE)));
    }

    /** Yen for one unit. */
    private static Optional<BigDecimal> rate(String currency, UsageProfile usage) {
        return currency.equalsIgnoreCase("JPY")
                ? Optional.of(BigDecimal.ONE)
                : Optional.ofNullable(usage.exchange().get(currency.toUpperCase(Locale.ROOT)));
    }
}
