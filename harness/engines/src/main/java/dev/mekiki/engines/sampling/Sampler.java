package dev.mekiki.engines.sampling;

import dev.mekiki.domain.GenerationSettings;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Picks the next token: greedily at temperature 0, else at random after temperature, top-k and top-p, in this order as in
 * transformers. A seed gives the same numbers on every machine.
 */
public final class Sampler {
    private final GenerationSettings settings;
    private final SplittableRandom random;

    public Sampler(GenerationSettings settings, long seed) {
        this.settings = settings;
        this.random = new SplittableRandom(seed);
    }

    /** @return the token's id */
    public int pick(float[] logits) {
        if (settings.temperature() == 0) {
            return LogSoftmax.argmax(logits);
        }
        int[] order = order(logits);
        double[] weights = new double[order.length];
        double most = logits[LogSoftmax.argmax(logits)];
        double total = 0;
        for (int i = 0; i < order.length; i++) {
            weights[i] = Math.exp((logits[order[i]] - most) / settings.temperature());
            total += weights[i];
        }
        int kept = nucleus(weights, total);
        double sum = 0;
        for (int i = 0; i < kept; i++) {
            sum += weights[i];
        }
        double left = random.nextDouble() * sum;
        for (int i = 0; i < kept; i++) {
            left -= weights[i];
            if (left < 0) {
                return order[i];
            }
        }
        while (weights[kept - 1] == 0) {
            kept--; // rounding must not take what can't be
        }
        return order[kept - 1];
    }

    /** Tokens to choose from: the top k by falling logit, or all as they are where no order is needed. */
    private int[] order(float[] logits) {
        int[] ids = new int[logits.length];
        if (settings.topK() == 0 && settings.topP() == 1) {
            Arrays.setAll(ids, i -> i);
            return ids;
        }
        long[] keys = new long[logits.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(logits[i]);
            int ordered = bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
            keys[i] = (((long) ~ordered << 32) ^ Long.MIN_VALUE) | i;
        }
        Arrays.sort(keys);
        int count = settings.topK() == 0 ? ids.length : Math.min(settings.topK(), ids.length);
        int[] best = new int[count];
        for (int i = 0; i < count; i++) {
            best[i] = (int) keys[i];
        }
        return best;
    }

    /** How many of the first weights reach top-p; at least one. */
    private int nucleus(double[] weights, double total) {
        if (settings.topP() == 1) {
            return weights.length;
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (sum >= settings.topP() * total) {
                return i + 1;
            }
        }
        return weights.length;
    }
}
