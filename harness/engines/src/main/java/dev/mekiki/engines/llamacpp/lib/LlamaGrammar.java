package dev.mekiki.engines.llamacpp.lib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A grammar and how much of a text it has seen. One thread at a time; close it before its model. */
public final class LlamaGrammar implements AutoCloseable {
    /** {@code llama_token_data}: id, logit, p. */
    private static final int ENTRY = 12;
    private static final int LOGIT = 4;
    /** {@code llama_token_data_array}: data, size, selected, sorted. */
    private static final int ARRAY = 32;
    private static final int SIZE = 8;
    private static final int SELECTED = 16;
    private final Functions functions;
    private final MemorySegment pointer;
    private final int vocabulary;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment entries;
    private final MemorySegment array;
    private boolean closed;

    LlamaGrammar(Functions functions, MemorySegment pointer, int vocabulary) {
        this.functions = functions;
        this.pointer = pointer;
        this.vocabulary = vocabulary;
        this.entries = arena.allocate((long) vocabulary * ENTRY, 8);
        this.array = arena.allocate(ARRAY, 8);
    }

    /** Whether this token may come next. One that ends a text may where the grammar is at an end. */
    public boolean allows(int id) {
        put(0, checked(id), 0);
        apply(1);
        return entries.get(JAVA_FLOAT, LOGIT) > Float.NEGATIVE_INFINITY;
    }

    /** Sets the logits of all tokens that may not come next to minus infinity. */
    public void mask(float[] logits) {
        if (logits.length != vocabulary) {
            throw new IllegalArgumentException(logits.length + " logits for " + vocabulary + " tokens");
        }
        for (int id = 0; id < vocabulary; id++) {
            put(id, id, logits[id]);
        }
        apply(vocabulary);
        for (int id = 0; id < vocabulary; id++) {
            logits[id] = entries.get(JAVA_FLOAT, (long) id * ENTRY + LOGIT);
        }
    }

    /** @param id one that {@link #allows} or {@link #mask} left, and none that ends a text: others end the process */
    public void accept(int id) {
        functions.samplerAccept.run(pointer, checked(id));
    }

    private int checked(int id) {
        if (id < 0 || id >= vocabulary) {
            throw new IllegalArgumentException("token " + id + " is none of the model's " + vocabulary);
        }
        return id;
    }

    private void put(int index, int id, float logit) {
        long at = (long) index * ENTRY;
        entries.set(JAVA_INT, at, id);
        entries.set(JAVA_FLOAT, at + LOGIT, logit);
    }

    private void apply(int count) {
        array.set(ADDRESS, 0, entries);
        array.set(JAVA_LONG, SIZE, count);
        array.set(JAVA_LONG, SELECTED, -1);
        functions.samplerApply.run(pointer, array);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            functions.freeSampler.run(pointer);
            arena.close();
        }
    }
}
