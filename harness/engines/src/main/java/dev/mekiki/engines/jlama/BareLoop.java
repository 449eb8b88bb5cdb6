package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import dev.mekiki.port.Engine;

/**
 * jlama's own greedy loop ({@code AbstractModel.generate}) without its tokenizer: what decoding through the engine is
 * measured against.
 */
public final class BareLoop {
    private final LoadedModel model;

    private BareLoop(LoadedModel model) {
        this.model = model;
    }

    /**
     * The loop over the very weights that the engine has loaded; where they lie in memory makes more of a difference than what
     * is to be measured. Valid until the engine is closed, and not to be run while the engine works.
     *
     * @throws IllegalArgumentException if the engine is not jlama
     */
    public static BareLoop of(Engine engine) {
        if (!(engine instanceof JlamaEngine jlama)) {
            throw new IllegalArgumentException("not jlama but " + engine.description().engine());
        }
        return new BareLoop(jlama.model());
    }

    /**
     * Reads the prompt in one batch and generates as many tokens as there is room for times, whatever they are.
     *
     * @param at receives when each token was known, in nanoseconds as {@link System#nanoTime} has them
     * @return the tokens
     */
    public int[] generate(int[] prompt, long[] at) {
        int count = at.length;
        int[] made = new int[count];
        var jlama = model.model();
        try (KvBufferCache.KvBuffer buffer = new KvBufferCache(jlama).getEphemeralKvBuffer();
                AbstractTensor<?, ?> logits = jlama.makeDenseTensor(model.config().vocabulary())) {
            var last = jlama.batchForward(prompt, 0, buffer);
            made[0] = jlama.sample(last.slice(last.shape().first() - 1), 0, 0, logits);
            at[0] = System.nanoTime();
            last.close();
            for (int i = 1; i < count; i++) {
                var output = jlama.forward(made[i - 1], prompt.length + i - 1, buffer, java.util.Optional.empty());
                made[i] = jlama.sample(output, 0, 0, logits);
                at[i] = System.nanoTime();
                output.close();
            }
        }
        return made;
    }
}
