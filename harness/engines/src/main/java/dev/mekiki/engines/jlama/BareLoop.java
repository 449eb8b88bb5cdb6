package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.port.EngineException;

/**
 * jlama's own greedy loop ({@code AbstractModel.generate}) without its tokenizer: what decoding through the engine is
 * measured against.
 */
public final class BareLoop implements AutoCloseable {
    private final LoadedModel model;

    private BareLoop(LoadedModel model) {
        this.model = model;
    }

    /** Loads a model as the engine does, without its checks. */
    public static BareLoop open(Candidate candidate) throws EngineException {
        try {
            Inspection found = Inspection.of(candidate);
            JlamaRuntime.start(found.options().threads());
            return new BareLoop(LoadedModel.of(found.config(), found.tensors(), found.context(),
                    found.options().widen()));
        } catch (UnusableModel | IllegalStateException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads the prompt in one batch and generates {@code count} tokens, whatever they are.
     *
     * @return the tokens
     */
    public int[] generate(int[] prompt, int count) {
        int[] made = new int[count];
        var jlama = model.model();
        try (KvBufferCache.KvBuffer buffer = new KvBufferCache(jlama).getEphemeralKvBuffer();
                AbstractTensor<?, ?> logits = jlama.makeDenseTensor(model.config().vocabulary())) {
            var last = jlama.batchForward(prompt, 0, buffer);
            made[0] = jlama.sample(last.slice(last.shape().first() - 1), 0, 0, logits);
            last.close();
            for (int i = 1; i < count; i++) {
                var output = jlama.forward(made[i - 1], prompt.length + i - 1, buffer, java.util.Optional.empty());
                made[i] = jlama.sample(output, 0, 0, logits);
                output.close();
            }
        }
        return made;
    }

    @Override
    public void close() {
        model.close();
    }
}
