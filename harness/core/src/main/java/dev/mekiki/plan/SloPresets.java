package dev.mekiki.plan;

import dev.mekiki.domain.LoadShape.Slo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Limits that others use. MLPerf Inference: p99 limits of time to the first token and time per token of its Server and Interactive scenarios.
 * guidellm: the limits that its guide proposes for kinds of use.
 */
public final class SloPresets {
    private static final Map<String, Slo> PRESETS = presets();

    private SloPresets() {}

    public static Optional<Slo> find(String name) {
        return Optional.ofNullable(PRESETS.get(name));
    }

    /** By name, in the order in which they are shown. */
    public static Map<String, Slo> all() {
        return PRESETS;
    }

    private static Map<String, Slo> presets() {
        Map<String, Slo> presets = new LinkedHashMap<>();
        add(presets, "mlperf-llama3.1-8b", 2000, 100);
        add(presets, "mlperf-llama3.1-8b-interactive", 500, 30);
        add(presets, "mlperf-llama2-70b", 2000, 200);
        add(presets, "mlperf-llama2-70b-interactive", 450, 40);
        add(presets, "mlperf-gpt-oss-120b", 3000, 80);
        add(presets, "mlperf-gpt-oss-120b-interactive", 2000, 15);
        add(presets, "mlperf-deepseek-r1", 2000, 80);
        add(presets, "mlperf-deepseek-r1-interactive", 1500, 15);
        add(presets, "mlperf-llama3.1-405b", 6000, 175);
        add(presets, "mlperf-llama3.1-405b-interactive", 4500, 80);
        add(presets, "guidellm-chat", 200, 50);
        add(presets, "guidellm-rag", 300, 100);
        add(presets, "guidellm-code", 500, 150);
        return Collections.unmodifiableMap(presets);
    }

    private static void add(Map<String, Slo> presets, String name, double ttftMs, double tpotMs) {
        presets.put(name,
                new Slo(name, OptionalDouble.of(ttftMs), OptionalDouble.of(tpotMs), OptionalDouble.empty()));
    }
}
