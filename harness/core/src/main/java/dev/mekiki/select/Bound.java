package dev.mekiki.select;

import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.select.Measure.Kind;
import dev.mekiki.select.Measure.Known;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/**
 * One-sided confidence bounds. For a share of items: Wilson's, computed anew at the level asked for. Otherwise the published
 * two-sided interval, each side scaled by the ratio of normal (for {@code t}: Student) quantiles. A fact is its own bound.
 */
final class Bound {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Bound() {}

    static Optional<Double> lower(Known known, double confidence) {
        if (known.kind() == Kind.FACT) {
            return Optional.of(known.value());
        }
        return known.interval().map(interval -> known.kind() == Kind.PROPORTION
                ? wilson(known, confidence).getLowerBound()
                : known.value() - (known.value() - interval.low()) * scale(known, interval, confidence));
    }

    static Optional<Double> upper(Known known, double confidence) {
        if (known.kind() == Kind.FACT) {
            return Optional.of(known.value());
        }
        return known.interval().map(interval -> known.kind() == Kind.PROPORTION
                ? wilson(known, confidence).getUpperBound()
                : known.value() + (interval.high() - known.value()) * scale(known, interval, confidence));
    }

    private static org.apache.commons.statistics.interval.Interval wilson(Known known, double confidence) {
        int scored = known.n().orElseThrow();
        return BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(scored,
                (int) Math.round(known.value() * scored), 2 * (1 - confidence));
    }

    private static double scale(Known known, Interval interval, double confidence) {
        double tail = (1 - interval.level()) / 2;
        if (interval.method().equals("t") && known.n().orElse(0) > 1) {
            TDistribution student = TDistribution.of(known.n().getAsInt() - 1.0);
            return student.inverseCumulativeProbability(confidence) / student.inverseSurvivalProbability(tail);
        }
        return NORMAL.inverseCumulativeProbability(confidence) / NORMAL.inverseSurvivalProbability(tail);
    }

    /** How many standard deviations a two-sided normal interval of this level reaches to either side. */
    static double quantile(double level) {
        return NORMAL.inverseSurvivalProbability((1 - level) / 2);
    }

    /**
     * Samples at which the bound would clear the limit, if the value stays as it is. For a share, Wilson's bound clears it when
     * n ≥ z² b(1 − b) / (p − b)²; otherwise the distance to the bound shrinks with the square root of n.
     *
     * @param distance from the value to its one-sided bound
     */
    static OptionalLong needed(Known known, double limit, double distance, double confidence) {
        double gap = known.value() - limit;
        if (gap == 0 || known.n().isEmpty()) {
            return OptionalLong.empty();
        }
        double z = NORMAL.inverseCumulativeProbability(confidence);
        double needed = known.kind() == Kind.PROPORTION
                ? z * z * limit * (1 - limit) / (gap * gap)
                : known.n().getAsInt() * Math.pow(distance / gap, 2);
        return needed > known.n().getAsInt() ? OptionalLong.of((long) Math.ceil(needed)) : OptionalLong.empty();
    }
}
