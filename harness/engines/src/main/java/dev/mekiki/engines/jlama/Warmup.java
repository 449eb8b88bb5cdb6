package dev.mekiki.engines.jlama;

import dev.mekiki.engines.safetensors.StoredType;
import dev.mekiki.port.Deadline;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;

/**
 * Runs a model until its logits no longer change in their last bits. The Vector API adds up a vector's lanes in an order that
 * differs between interpreted and compiled code; equal requests give equal answers once jlama's kernels are compiled. The
 * kernels are the same for all models with weights of the same types, so it is done once for them in a process.
 */
final class Warmup {
    private static final Duration LEAST = Duration.ofMillis(600);
    private static final Duration MOST = Duration.ofSeconds(2);
    private static final int EQUAL_ROUNDS = 3;
    /** Positions in batches of 12, 3 and 2, then one at a time. */
    private static final int[] STEPS = {17, 1, 1, 1};
    private static final Set<Kind> DONE = new HashSet<>();

    private Warmup() {}

    private record Kind(SortedSet<StoredType> types, boolean widened) {}

    static synchronized void run(LoadedModel model, boolean widened) {
        if (!DONE.add(new Kind(model.tensors().types(), widened))) {
            return;
        }
        Deadline least = Deadline.after(LEAST);
        Deadline most = Deadline.after(MOST);
        float[][] before = round(model);
        for (int equal = 0; (equal < EQUAL_ROUNDS || !least.passed()) && !most.passed();) {
            float[][] now = round(model);
            equal = Arrays.deepEquals(now, before) ? equal + 1 : 0;
            before = now;
        }
    }

    private static float[][] round(LoadedModel model) {
        int total = Math.min(Arrays.stream(STEPS).sum(), model.context());
        int[] ids = new int[total];
        Arrays.setAll(ids, i -> i % model.config().vocabulary());
        float[][] rows = new float[total][];
        try (Sequence sequence = model.sequence()) {
            int from = 0;
            for (int step : STEPS) {
                int first = from;
                int to = Math.min(total, from + step);
                sequence.feedAll(ids, from, to, Deadline.none(), (row, logits) -> rows[first + row] = logits.clone());
                from = to;
            }
        }
        return rows;
    }
}
