package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.JournalEvent.BenchDone;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.statistics.interval.NormalConfidenceInterval;

/** Microbenchmarks: the mean over iterations with Student's t interval. */
public final class BenchAnalysis {
    private BenchAnalysis() {}

    static Optional<BenchFinding> of(BenchDone bench) {
        return of(bench.name(), bench.tokensPerSecond());
    }

    /**
     * The mean of a microbenchmark's iterations.
     *
     * @return empty if there is no iteration
     */
    public static Optional<BenchFinding> of(String name, List<Double> tokensPerSecond) {
        double[] values = tokensPerSecond.stream().mapToDouble(Double::doubleValue).toArray();
        if (values.length == 0) {
            return Optional.empty();
        }
        double mean = StatUtils.mean(values);
        return Optional.of(new BenchFinding(name, mean, interval(values, mean), values.length));
    }

    private static Optional<Interval> interval(double[] values, double mean) {
        if (values.length < 2) {
            return Optional.empty();
        }
        var interval = NormalConfidenceInterval.MEAN.fromErrorRate(mean, StatUtils.variance(values), values.length,
                1 - Bootstrap.LEVEL);
        return Optional
                .of(new Interval(interval.getLowerBound(), interval.getUpperBound(), Bootstrap.LEVEL, "t"));
    }
}
