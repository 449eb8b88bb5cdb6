package dev.mekiki.engines.decoding;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.sampling.LogSoftmax;
import dev.mekiki.engines.sampling.Sampler;
import dev.mekiki.port.EngineException;
import java.util.Optional;
import java.util.SortedSet;

/** Picks the tokens of an answer, which may have to keep to a format. */
final class Picker implements AutoCloseable {
    private final Sampler sampler;
    private final boolean greedy;
    private final SortedSet<Integer> ends;
    private final Optional<TokenFilter> filter;

    /** @throws EngineException if the model can't hold answers to the settings' format */
    Picker(Sampler sampler, GenerationSettings settings, TokenModel model, SortedSet<Integer> ends)
            throws EngineException {
        this.sampler = sampler;
        this.greedy = settings.temperature() == 0;
        this.ends = ends;
        this.filter = settings.format().isPresent()
                ? Optional.of(model.filter(settings.format().get()))
                : Optional.empty();
    }

    /**
     * @param free whether it is about reasoning, which has no format
     * @throws EngineException if no token can follow
     */
    int pick(float[] logits, boolean free) throws EngineException {
        return free || filter.isEmpty() ? sampler.pick(logits) : pick(logits, filter.get());
    }

    private int pick(float[] logits, TokenFilter only) throws EngineException {
        // to look at one token is a thousand times faster than to look at all
        int best = greedy ? LogSoftmax.argmax(logits) : -1;
        int next = best >= 0 && only.allows(best) ? best : masked(logits, only);
        if (!ends.contains(next)) {
            only.accept(next);
        }
        return next;
    }

    private int masked(float[] logits, TokenFilter only) throws EngineException {
        only.mask(logits);
        if (!(logits[LogSoftmax.argmax(logits)] > Float.NEGATIVE_INFINITY)) {
            throw new EngineException("no token of the model's can follow in this format");
        }
        return sampler.pick(logits);
    }

    @Override
    public void close() {
        filter.ifPresent(TokenFilter::close);
    }
}
