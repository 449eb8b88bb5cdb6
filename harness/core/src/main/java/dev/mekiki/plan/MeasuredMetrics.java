package dev.mekiki.plan;

import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.Suite;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Names of all metrics that a plan will have measured; a policy can ask for no others. */
final class MeasuredMetrics {
    private static final List<String> DISTRIBUTIONS = List.of("ttft_ms", "tpot_ms", "itl_ms", "e2e_ms", "ttfo_ms",
            "ttft_sched_ms",
            "e2e_sched_ms");
    private static final List<String> STATISTICS = List.of("p50", "p90", "p95", "p99", "mean", "max");
    private static final List<String> RATES = List.of("output_tokens_per_s", "requests_per_s", "characters_per_s",
            "peak_process_bytes", "failed", "goodput_per_s", "good_share", "steady_output_tokens_per_s");
    private static final List<String> DOSSIER = List.of("parameters", "weights_bytes", "context_tokens", "vocabulary",
            "model_bytes", "load_ms", "tokens_per_character");

    private MeasuredMetrics() {}

    static Set<String> of(List<Suite> suites, List<LoadProfile> load, Optional<BenchSettings> bench) {
        Set<String> names = new TreeSet<>();
        SuiteChooser.paths(suites).forEach(names::add);
        for (LoadProfile profile : load) {
            String prefix = "load/" + profile.planned() + "/";
            DISTRIBUTIONS
                    .forEach(measure -> STATISTICS.forEach(statistic -> names.add(prefix + measure + "/" + statistic)));
            RATES.forEach(measure -> names.add(prefix + measure));
        }
        bench.ifPresent(settings -> Stream
                .concat(settings.prompt().stream().map(n -> "pp" + n), settings.generate().stream().map(n -> "tg" + n))
                .forEach(name -> names.add("bench/" + name + "/tokens_per_s")));
        DOSSIER.forEach(field -> names.add("dossier/" + field));
        return names;
    }

    /** What is wrong with a metric's name, if anything. */
    static Optional<String> problem(String metric, Set<String> measured) {
        if (measured.contains(metric)) {
            return Optional.empty();
        }
        String name = metric.substring(metric.lastIndexOf('/') + 1);
        return Optional.of(DISTRIBUTIONS.contains(name) && measured.contains(metric + "/p50")
                ? "“" + metric + "” needs a statistic: " + String.join(", ", STATISTICS)
                : "this plan does not measure “" + metric + "”");
    }
}
