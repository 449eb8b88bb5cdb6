package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.math.ActivationFunction;
import com.github.tjake.jlama.model.DistributedContext;
import com.github.tjake.jlama.safetensors.Config;
import dev.mekiki.engines.model.Architecture;
import dev.mekiki.engines.model.ModelConfig;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Makes jlama's own configuration, with what its readers of config.json ignore: head size, scales, and the RoPE table. */
final class JlamaConfig {
    /** Bytes of a page of jlama's short-lived KV buffers. */
    private static final int PAGE = 1 << 20;

    private JlamaConfig() {}

    /** @param context tokens that will be used at most */
    static Config of(ModelConfig config, int context) {
        Config made = make(config, config.layers(), config.hidden(), positions(config, context));
        made.setDistributedContext(layers(config, config.layers()));
        made.ropeFreqs.ifPresent(table -> fill(table, config));
        return made;
    }

    /**
     * Lets jlama run only the first layers. It counts heads as hidden size / head size, so that it must be told of the width of
     * all heads as the hidden size.
     */
    static DistributedContext layers(ModelConfig config, int layers) {
        return DistributedContext.builder(make(config, layers, config.attentionWidth(), 1)).build();
    }

    /**
     * Positions that jlama is told of. Head h is rotated as if it stood 2h positions later, which cancels out but needs the
     * rows; and KV pages hold one position each unless a page's worth of positions fits.
     */
    private static int positions(ModelConfig config, int context) {
        long page = PAGE / ((long) config.layers() * 2 * Float.BYTES * config.kvWidth()) + 1;
        return Math.toIntExact(Math.max((long) context + 2L * config.heads(), page));
    }

    private static Config make(ModelConfig config, int layers, int hidden, int positions) {
        boolean granite = config.architecture() == Architecture.GRANITE;
        return new Config(positions, hidden, config.intermediate(), config.heads(), config.kvHeads(), layers,
                (float) config.normEpsilon(), config.vocabulary(), 0, List.of(), switch (config.activation()) {
                    case SILU -> ActivationFunction.Type.SILU;
                    case GELU_TANH -> ActivationFunction.Type.GELU_PYTORCH_TANH;
                }, config.architecture() == Architecture.GPT2 ? null : (Double) 10_000.0, 1.0, null, config.headSize(),
                boxed(config.finalSoftCap()), boxed(config.attentionSoftCap()),
                granite ? (Float) (float) config.residualScale() : null, (float) config.attentionScale(),
                (float) config.embeddingScale(), granite ? (Float) (float) config.logitScale() : null);
    }

    private static @Nullable Float boxed(OptionalDouble value) {
        return value.isPresent() ? (Float) (float) value.getAsDouble() : null;
    }

    /** Row {@code position × headSize/2 + i} holds cosine and sine of the angle of pair i. */
    private static void fill(float[][] table, ModelConfig config) {
        double[] frequencies = config.ropeScaling().frequencies(config.headSize(), config.ropeTheta());
        for (int row = 0; row < table.length; row++) {
            int position = row / frequencies.length;
            double angle = position * frequencies[row % frequencies.length];
            table[row][0] = (float) Math.cos(angle);
            table[row][1] = (float) Math.sin(angle);
        }
    }
}
