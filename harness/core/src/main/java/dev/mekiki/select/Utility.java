package dev.mekiki.select;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Policy.Criterion;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.select.Measure.Known;
import dev.mekiki.select.Measure.Missing;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a criterion is worth to a candidate: 0 at {@code from} or worse, 1 at {@code to} or better, linear between. Where the policy
 * names no ends, these are the ends of the metric's range, which is mostly 0 to 1 (turned round where lower is better).
 */
record Utility(Criterion criterion, Measure measure, OptionalDouble value, Optional<Reason> missing) {
    static Utility of(Criterion criterion, Measure measure) {
        return switch (measure) {
            case Missing none -> new Utility(criterion, measure, OptionalDouble.empty(), Optional.of(none.reason()));
            case Known known -> usable(criterion, known)
                    ? new Utility(criterion, measure, OptionalDouble.of(worth(criterion, known, known.value())),
                            Optional.empty())
                    : new Utility(criterion, measure, OptionalDouble.empty(), Optional.of(ReasonText.of("missing.ends",
                            criterion.metric(), Figures.number(known.value()))));
        };
    }

    private static boolean usable(Criterion criterion, Known known) {
        boolean both = criterion.from().isPresent() && criterion.to().isPresent();
        boolean score = known.kind() == Measure.Kind.PROPORTION || known.kind() == Measure.Kind.SCORE;
        return both || (score && known.range().holds(known.value()));
    }

    /** Worth of a value that this criterion's metric could have had. */
    double worthOf(double value) {
        return worth(criterion, (Known) measure, value);
    }

    private static double worth(Criterion criterion, Known known, double value) {
        boolean lower = known.better().orElse(Better.HIGHER) == Better.LOWER;
        double from = criterion.from().orElse(lower ? known.range().most() : known.range().least());
        double to = criterion.to().orElse(lower ? known.range().least() : known.range().most());
        return from == to ? 0 : Math.clamp((value - from) / (to - from), 0, 1);
    }

    /** Whether a higher value is worth more: as the policy's ends say, else as the metric does. */
    boolean higherIsBetter() {
        if (criterion.from().isPresent() && criterion.to().isPresent()) {
            return criterion.to().getAsDouble() > criterion.from().getAsDouble();
        }
        return !(measure instanceof Known known) || known.better().orElse(Better.HIGHER) == Better.HIGHER;
    }

    /** Whether the policy's ends run against the way the metric improves. */
    boolean reversed() {
        return measure instanceof Known known && known.better().isPresent()
                && higherIsBetter() != (known.better().get() == Better.HIGHER);
    }
}
