package dev.mekiki.select;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.Policy.Criterion;
import dev.mekiki.domain.Policy.Gate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Findings written by hand. */
final class Cases {
    private Cases() {}

    static Findings findings(List<Comparison> comparisons, CandidateFindings... candidates) {
        return new Findings(new Findings.PlanReference("test", "sha256:00"), List.of(candidates), comparisons,
                List.of());
    }

    static CandidateFindings candidate(String name, Verdict verdict, List<LoadFinding> load,
            MetricFinding... metrics) {
        var license = new LicenseFinding("in-house", verdict, List.of(), List.of(), List.of(), List.of(), "no advice");
        return new CandidateFindings(name, "replay", new Candidate(name, "../" + name, "replay", new TreeMap<>()),
                Optional.empty(), Optional.empty(), Optional.of(license), Optional.empty(), OptionalDouble.empty(),
                OptionalLong.empty(), OptionalDouble.of(0.8), List.of(), new TreeMap<>(), List.of(metrics), load,
                List.of());
    }

    static CandidateFindings refused(String name, String reason) {
        return new CandidateFindings(name, "replay", new Candidate(name, "../" + name, "replay", new TreeMap<>()),
                Optional.of(reason), Optional.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty(),
                OptionalLong.empty(), OptionalDouble.empty(), List.of(), new TreeMap<>(), List.of(), List.of(),
                List.of());
    }

    /** A share of right answers with its Wilson interval, by the formula of Wilson 1927. */
    static MetricFinding share(String path, int right, int n, Better better) {
        double z = 1.959963984540054;
        double p = (double) right / n;
        double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / (1 + z * z / n);
        return new MetricFinding(path, n, n, 1, OptionalDouble.of(p),
                Optional.of(new Interval(centre - half, centre + half, 0.95, "wilson")), better, Optional.empty(),
                new TreeMap<>(), "proportion", OptionalDouble.empty(), OptionalDouble.empty());
    }

    static MetricFinding withheld(String path, String reason) {
        return new MetricFinding(path, 100, 10, 0.1, OptionalDouble.empty(), Optional.empty(), Better.HIGHER,
                Optional.of(reason), new TreeMap<>(), "proportion", OptionalDouble.empty(), OptionalDouble.empty());
    }

    static Comparison comparison(String a, String b, String metric, double difference, double low, double high,
            double p) {
        return new Comparison(a, b, metric, 200, difference,
                Optional.of(new Interval(low, high, 0.95, "newcombe-paired")), OptionalDouble.of(p),
                OptionalDouble.of(p), "mcnemar", 20, 10, p < 0.05 ? OptionalLong.empty() : OptionalLong.of(900));
    }

    /** 32 requests: p95 is not supported, p50 is. */
    static LoadFinding load(double tokensPerS, double p50, double p95) {
        var ttft = new Distribution(32, OptionalDouble.of(p50), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalDouble.of(p50), OptionalDouble.of(p95 + 1),
                List.of(new Distribution.Unsupported("p95", OptionalDouble.of(p95), 130)));
        var none = new Distribution(0, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), List.of());
        var intervals = new TreeMap<String, Interval>();
        intervals.put("output_tokens_per_s",
                new Interval(tokensPerS * 0.98, tokensPerS * 1.02, 0.95, "bootstrap-bca"));
        intervals.put("ttft_ms/p50", new Interval(p50 * 0.9, p50 * 1.1, 0.95, "order-statistics"));
        return new LoadFinding("interactive", 1, 32, 0, ttft, none, none, none, OptionalDouble.of(tokensPerS),
                OptionalDouble.of(1), OptionalDouble.of(tokensPerS), OptionalLong.of(1 << 30), "valid", List.of(),
                intervals);
    }

    static Criterion criterion(String metric, double weight) {
        return new Criterion(metric, weight, OptionalDouble.empty(), OptionalDouble.empty());
    }

    static Criterion criterion(String metric, double weight, double from, double to) {
        return new Criterion(metric, weight, OptionalDouble.of(from), OptionalDouble.of(to));
    }

    static Gate license(Verdict worst) {
        return new Gate.LicenseAtWorst(worst);
    }

    static Gate atLeast(String metric, double bound) {
        return new Gate.MetricBound(metric, OptionalDouble.of(bound), OptionalDouble.empty(), OptionalDouble.empty());
    }

    static Gate atLeast(String metric, double bound, double confidence) {
        return new Gate.MetricBound(metric, OptionalDouble.of(bound), OptionalDouble.empty(),
                OptionalDouble.of(confidence));
    }

    static Gate atMost(String metric, double bound) {
        return new Gate.MetricBound(metric, OptionalDouble.empty(), OptionalDouble.of(bound), OptionalDouble.empty());
    }

    static Gate atMost(String metric, double bound, double confidence) {
        return new Gate.MetricBound(metric, OptionalDouble.empty(), OptionalDouble.of(bound),
                OptionalDouble.of(confidence));
    }
}
