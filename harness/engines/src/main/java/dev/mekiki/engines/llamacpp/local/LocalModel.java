package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.engines.decoding.TokenFilter;
import dev.mekiki.engines.decoding.TokenModel;
import dev.mekiki.engines.decoding.TokenSequence;
import dev.mekiki.engines.llamacpp.grammar.SchemaGrammar;
import dev.mekiki.engines.llamacpp.grammar.UnusableSchema;
import dev.mekiki.engines.llamacpp.lib.Buffers;
import dev.mekiki.engines.llamacpp.lib.ContextSettings;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.LlamaModel;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A model with lanes for as many sequences as are wanted at a time. */
public final class LocalModel implements TokenModel, AutoCloseable {
    private final LlamaModel model;
    private final int context;
    private final Lanes lanes;
    private final Semaphore places;

    private LocalModel(LlamaModel model, Lanes lanes, int context, int parallel) {
        this.model = model;
        this.lanes = lanes;
        this.context = context;
        this.places = new Semaphore(parallel, true);
    }

    /**
     * Sequences take turns.
     *
     * @param context tokens that a sequence may have, of those that the settings make room for
     * @throws LlamaException if there is no memory for even one context
     */
    static LocalModel inTurns(LlamaModel model, ContextSettings settings, int context, int parallel)
            throws LlamaException {
        return new LocalModel(model, new Turns(model, settings, parallel), context, parallel);
    }

    /** Sequences are computed together. */
    static LocalModel together(LlamaModel model, ContextSettings settings, int context, int parallel)
            throws LlamaException {
        return new LocalModel(model, new Together(model.context(settings.with(parallel)), parallel), context,
                parallel);
    }

    @Override
    public int vocabulary() {
        return model.vocabulary().size();
    }

    @Override
    public int context() {
        return context;
    }

    @Override
    public TokenSequence sequence() {
        return new LocalSequence(this);
    }

    @Override
    public TokenFilter filter(AnswerFormat format) throws EngineException {
        try {
            return new GrammarFilter(model.grammar(switch (format.kind()) {
                case JSON_SCHEMA -> SchemaGrammar.of(format.text());
                case GRAMMAR -> format.text();
            }));
        } catch (LlamaException | UnusableSchema e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** @return an empty lane, or nothing if the deadline passed before one was free */
    Optional<Lane> take(Deadline deadline) throws LlamaException {
        try {
            if (!places.tryAcquire(Math.max(0, deadline.nanoTime() - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(lanes.take());
        } catch (LlamaException e) {
            places.release();
            throw e;
        }
    }

    void give(Lane used) {
        used.give();
        places.release();
    }

    /** What the model and all sequences take. */
    Buffers buffers() {
        return model.buffers().plus(lanes.buffers());
    }

    /** Not while a sequence is in use. The model stays. */
    @Override
    public void close() {
        lanes.close();
    }
}
