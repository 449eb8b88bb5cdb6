package dev.mekiki.engines.llamacpp;

import dev.mekiki.engines.conformance.Checks;
import dev.mekiki.engines.llamacpp.lib.Device;
import dev.mekiki.engines.llamacpp.local.Batching;
import dev.mekiki.engines.llamacpp.local.ModelFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a log-probability computed with others may lie from the same one computed alone. Where every number is F32 only the order of sums
 * differs, which is below 1e-5 nats on processors; anything that rounds to 16 bits or fewer on the way makes thousandths of it.
 *
 * @param reasons what rounds; empty where nothing does
 * @param gpu whether kernels for one row are others than those for many, and round otherwise
 */
record Rounding(List<String> reasons, boolean gpu) {
    private static final double EXACT = 1e-3;
    /** Wrong positions or masks are whole nats. */
    private static final double ROUNDED = 0.1;
    private static final String FULL = "f32";

    Rounding {
        reasons = List.copyOf(reasons);
    }

    /** @param exact whether keys and values are F32 and flash attention is off */
    static Rounding of(boolean exact, ModelFacts facts) {
        List<String> reasons = new ArrayList<>();
        Set<String> types = new TreeSet<>(facts.weightTypes());
        types.remove(FULL);
        if (facts.weightTypes().isEmpty()) {
            reasons.add("llama.cpp does not tell the weights' types");
        } else if (!types.isEmpty()) {
            reasons.add("weights are " + String.join(", ", types));
        }
        if (!exact) {
            reasons.add("keys and values or flash attention are not F32");
        }
        boolean gpu = facts.before().stream().anyMatch(Device::gpu);
        if (gpu) {
            reasons.add("a GPU may multiply F32 as 19 or 16 bits");
        }
        return new Rounding(reasons, gpu);
    }

    /** Nats. */
    double allowed() {
        return reasons.isEmpty() ? EXACT : ROUNDED;
    }

    /**
     * What checks allow between requests. On processors a row is rounded the same way whatever is computed with it, so a shared context changes
     * next to nothing even where weights are not F32.
     *
     * @param batching where requests may be computed together
     */
    Checks.Allowed allowed(Optional<Batching> batching) {
        return new Checks.Allowed(gpu ? allowed() : EXACT,
                batching.filter(Batching::used).map(Batching::allowed).orElse(Checks.Allowed.ROUNDING));
    }

    /** What is allowed, and why. */
    String words() {
        return String.format(Locale.ROOT, "%s allowed, since %s", allowed(),
                reasons.isEmpty() ? "everything is F32" : String.join(" and ", reasons));
    }
}
