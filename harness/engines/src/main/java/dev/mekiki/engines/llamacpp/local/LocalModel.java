package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.engines.decoding.TokenFilter;
import dev.mekiki.engines.decoding.TokenModel;
import dev.mekiki.engines.decoding.TokenSequence;
import dev.mekiki.engines.llamacpp.grammar.SchemaGrammar;
import dev.mekiki.engines.llamacpp.grammar.UnusableSchema;
import dev.mekiki.engines.llamacpp.lib.ContextSettings;
import dev.mekiki.engines.llamacpp.lib.LlamaContext;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.LlamaModel;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A model with as many contexts as sequences are wanted at a time. Contexts take turns, one call each: numbers computed in a batch with
 * others' tokens would not be those computed alone.
 */
public final class LocalModel implements TokenModel, AutoCloseable {
    private final LlamaModel model;
    private final ContextSettings settings;
    private final int context;
    private final ConcurrentLinkedQueue<LlamaContext> free = new ConcurrentLinkedQueue<>();
    private final Semaphore places;
    private final ReentrantLock turn = new ReentrantLock(true);

    /**
     * @param context tokens that a sequence may have, of those that the settings make room for
     * @throws LlamaException if there is no memory for even one context
     */
    public LocalModel(LlamaModel model, ContextSettings settings, int context, int parallel) throws LlamaException {
        this.model = model;
        this.settings = settings;
        this.context = context;
        this.places = new Semaphore(parallel, true);
        free.add(model.context(settings));
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

    /** Held for one call. */
    ReentrantLock turn() {
        return turn;
    }

    /** @return an empty context, or nothing if the deadline passed before one was free */
    Optional<LlamaContext> take(Deadline deadline) throws LlamaException {
        try {
            if (!places.tryAcquire(Math.max(0, deadline.nanoTime() - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        LlamaContext waiting = free.poll();
        if (waiting != null) {
            return Optional.of(waiting);
        }
        turn.lock();
        try {
            return Optional.of(model.context(settings));
        } catch (LlamaException e) {
            places.release();
            throw e;
        } finally {
            turn.unlock();
        }
    }

    void give(LlamaContext used) {
        used.clear();
        free.add(used);
        places.release();
    }

    /** Not while a sequence is in use. */
    @Override
    public void close() {
        free.forEach(LlamaContext::close);
        free.clear();
        model.close();
    }
}
