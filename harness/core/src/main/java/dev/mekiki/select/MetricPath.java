package dev.mekiki.select;

import dev.mekiki.domain.Better;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A metric's name in a policy: {@code suite/task/metric}, {@code suite/metric}, {@code load/profile/measure[/statistic]},
 * {@code bench/name/tokens_per_s} or {@code dossier/field}.
 */
sealed interface MetricPath {
    /** Statistics of a latency. */
    List<String> STATISTICS = List.of("p50", "p90", "p95", "p99", "mean", "max");

    List<String> LATENCIES = List.of("ttft_ms", "tpot_ms", "itl_ms", "e2e_ms", "ttfo_ms", "ttft_sched_ms",
            "e2e_sched_ms");

    /** Measures of a load profile without statistics, and which way they improve. */
    Map<String, Better> LOAD = Map.of("output_tokens_per_s", Better.HIGHER, "requests_per_s", Better.HIGHER,
            "characters_per_s", Better.HIGHER, "failed", Better.LOWER, "peak_process_bytes", Better.LOWER,
            "goodput_per_s", Better.HIGHER, "good_share", Better.HIGHER, "steady_output_tokens_per_s", Better.HIGHER);

    /** Facts of a candidate, and which way they improve, where one way is better by itself. */
    Map<String, Optional<Better>> FACTS = Map.of("parameters", Optional.empty(), "vocabulary", Optional.empty(),
            "context_tokens", Optional.of(Better.HIGHER), "weights_bytes", Optional.of(Better.LOWER),
            "tokens_per_character", Optional.of(Better.LOWER), "load_ms", Optional.of(Better.LOWER), "model_bytes",
            Optional.of(Better.LOWER));

    record Score(String path) implements MetricPath {}

    record Latency(String profile, String measure, String statistic) implements MetricPath {}

    record Load(String profile, String measure) implements MetricPath {}

    record Bench(String name) implements MetricPath {}

    record Fact(String field) implements MetricPath {}

    /** Not a metric's name. */
    record Malformed(String expected) implements MetricPath {}

    static MetricPath of(String path) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.stream().anyMatch(String::isBlank)) {
            return new Malformed("names separated by single slashes");
        }
        return switch (parts.getFirst()) {
            case "load" -> load(parts);
            case "bench" -> parts.size() == 3 && parts.getLast().equals("tokens_per_s")
                    ? new Bench(parts.get(1))
                    : new Malformed("bench/NAME/tokens_per_s, such as bench/pp64/tokens_per_s");
            case "dossier" -> parts.size() == 2 && FACTS.containsKey(parts.getLast())
                    ? new Fact(parts.getLast())
                    : new Malformed("dossier/FIELD with one of " + sorted(FACTS.keySet()));
            default -> parts.size() == 2 || parts.size() == 3
                    ? new Score(path)
                    : new Malformed("suite/task/metric or suite/metric");
        };
    }

    private static MetricPath load(List<String> parts) {
        if (parts.size() == 3 && LOAD.containsKey(parts.get(2))) {
            return new Load(parts.get(1), parts.get(2));
        }
        if (parts.size() == 4 && LATENCIES.contains(parts.get(2)) && STATISTICS.contains(parts.get(3))) {
            return new Latency(parts.get(1), parts.get(2), parts.get(3));
        }
        return new Malformed("load/PROFILE/MEASURE with one of " + sorted(LOAD.keySet())
                + ", or load/PROFILE/LATENCY/STATISTIC with one of " + String.join(", ", LATENCIES) + " and one of "
                + String.join(", ", STATISTICS));
    }

    private static String sorted(java.util.Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    /** Which way it improves, where the name alone says so. */
    default Optional<Better> better() {
        return switch (this) {
            case Latency latency -> Optional.of(Better.LOWER);
            case Load load -> Optional.ofNullable(LOAD.get(load.measure()));
            case Bench bench -> Optional.of(Better.HIGHER);
            case Fact fact -> FACTS.getOrDefault(fact.field(), Optional.empty());
            case Score score -> Optional.empty();
            case Malformed malformed -> Optional.empty();
        };
    }
}
