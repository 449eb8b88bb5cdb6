package dev.mekiki.select;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.select.Measure.Kind;
import dev.mekiki.select.Measure.Known;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Speed or memory of one candidate beside another's, b ÷ a.
 *
 * @param interval 95 %, two-sided (MOVER for ratios); absent for what is counted or read once
 */
public record ResourceChange(String metric, double a, double b, double ratio, Optional<Interval> interval,
        Verdict verdict) {
    private static final double CONFIDENCE = 0.975;
    private static final Set<String> STATISTICS = Set.of("p50", "p95", "mean");

    /** What the interval allows to say. */
    public enum Verdict {
        /** The interval lies on the better side of 1. */
        IMPROVED,
        /** The interval lies on the worse side of 1. */
        REGRESSED,
        /** 1 lies in the interval. */
        NO_DIFFERENCE_SHOWN,
        /** Without spread: equal. */
        SAME,
        /** Without spread: not equal, and nothing says whether it would be again. */
        CHANGED;

        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Of all that both have a value of. */
    public static List<ResourceChange> of(CandidateFindings a, CandidateFindings b) {
        return KnownMetrics.of(a).stream().filter(KnownMetrics.of(b)::contains)
                .filter(ResourceChange::resource).flatMap(metric -> of(metric, a, b)).toList();
    }

    private static boolean resource(String metric) {
        return switch (MetricPath.of(metric)) {
            case MetricPath.Latency latency -> STATISTICS.contains(latency.statistic());
            case MetricPath.Load load -> !load.measure().equals("failed");
            case MetricPath.Bench _ -> true;
            case MetricPath.Fact fact -> Set.of("model_bytes", "load_ms", "weights_bytes").contains(fact.field());
            case MetricPath.Score _,MetricPath.Malformed _ -> false;
        };
    }

    private static Stream<ResourceChange> of(String metric, CandidateFindings a, CandidateFindings b) {
        return Resolver.resolve(a, metric) instanceof Known before
                && Resolver.resolve(b, metric) instanceof Known after && before.value() > 0 && after.value() > 0
                        ? Stream.of(of(metric, before, after))
                        : Stream.empty();
    }

    private static ResourceChange of(String metric, Known before, Known after) {
        Optional<Interval> interval = before.kind() == Kind.FACT && after.kind() == Kind.FACT
                ? Optional.empty()
                : RatioRule.interval(before, after, CONFIDENCE);
        double ratio = after.value() / before.value();
        return new ResourceChange(metric, before.value(), after.value(), ratio, interval, interval
                .map(found -> verdict(found, before.better().orElse(Better.LOWER)))
                .orElse(ratio == 1 ? Verdict.SAME : Verdict.CHANGED));
    }

    private static Verdict verdict(Interval interval, Better better) {
        if (interval.low() <= 1 && interval.high() >= 1) {
            return Verdict.NO_DIFFERENCE_SHOWN;
        }
        return interval.low() > 1 == (better == Better.HIGHER) ? Verdict.IMPROVED : Verdict.REGRESSED;
    }
}
