package dev.mekiki.engines.decoding;

import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;

/** One sequence of tokens and what the model remembers of them. Not safe for use by several threads. */
public interface TokenSequence extends AutoCloseable {
    /** Told of the logits after a position; the array is used again. */
    @FunctionalInterface
    interface Rows {
        void row(int index, float[] logits);
    }

    /**
     * Feeds tokens {@code from} to {@code to}.
     *
     * @param logits receives the logits after the last one
     * @return false if the deadline passed before all were fed
     */
    boolean feed(int[] ids, int from, int to, Deadline deadline, float[] logits) throws EngineException;

    /** As {@link #feed}, giving the logits after every token. */
    boolean feedAll(int[] ids, int from, int to, Deadline deadline, Rows rows) throws EngineException;

    /** Feeds one token. */
    void step(int id, float[] logits) throws EngineException;

    /** Forgets all tokens from this position on. */
    void rewind(int to) throws EngineException;

    /** Tokens computed so far, those forgotten since included. */
    int forwarded();

    @Override
    void close();
}
