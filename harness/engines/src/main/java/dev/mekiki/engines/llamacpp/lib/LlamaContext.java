package dev.mekiki.engines.llamacpp.lib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/** Sequences of tokens and their keys and values. One thread at a time. */
public final class LlamaContext implements AutoCloseable {
    private static final long TOKEN = Functions.BATCH.byteOffset(MemoryLayout.PathElement.groupElement("token"));
    private static final long EMBD = Functions.BATCH.byteOffset(MemoryLayout.PathElement.groupElement("embd"));
    private static final long POS = Functions.BATCH.byteOffset(MemoryLayout.PathElement.groupElement("pos"));
    private static final long N_SEQ_ID = Functions.BATCH.byteOffset(MemoryLayout.PathElement.groupElement("n_seq_id"));
    private static final long SEQ_ID = Functions.BATCH.byteOffset(MemoryLayout.PathElement.groupElement("seq_id"));
    private static final long LOGITS = Functions.BATCH.byteOffset(MemoryLayout.PathElement.groupElement("logits"));
    private final Functions functions;
    private final MemorySegment pointer;
    private final MemorySegment memory;
    private final ContextSettings settings;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment batch = arena.allocate(Functions.BATCH);
    private final MemorySegment tokens;
    private final MemorySegment positions;
    private final MemorySegment ids;
    private final MemorySegment flags;
    private final int vocabulary;
    private int rows;
    private MemorySegment logits = MemorySegment.NULL;
    private boolean closed;

    LlamaContext(LlamaModel model, MemorySegment pointer, ContextSettings settings) {
        this.functions = model.library().functions();
        this.pointer = pointer;
        this.memory = functions.memory.address(pointer);
        this.settings = settings;
        this.vocabulary = model.vocabulary().size();
        int most = settings.batch();
        this.tokens = arena.allocate(JAVA_INT, most);
        this.positions = arena.allocate(JAVA_INT, most);
        this.flags = arena.allocate(most);
        this.ids = arena.allocate(JAVA_INT, settings.sequences());
        MemorySegment counts = arena.allocate(JAVA_INT, most);
        MemorySegment lists = arena.allocate(ADDRESS, most);
        for (int i = 0; i < most; i++) {
            counts.setAtIndex(JAVA_INT, i, 1);
            lists.setAtIndex(ADDRESS, i, ids);
        }
        batch.set(ADDRESS, TOKEN, tokens);
        batch.set(ADDRESS, EMBD, MemorySegment.NULL);
        batch.set(ADDRESS, POS, positions);
        batch.set(ADDRESS, N_SEQ_ID, counts);
        batch.set(ADDRESS, SEQ_ID, lists);
        batch.set(ADDRESS, LOGITS, flags);
    }

    /** Most tokens of one call. */
    public int batch() {
        return settings.batch();
    }

    /** Tokens of all sequences together, rounded up by the library. */
    public int capacity() {
        return functions.contextTokens.integer(pointer);
    }

    int sequences() {
        return functions.sequences.integer(pointer);
    }

    /** Which tokens' logits are wanted. */
    public enum Wanted {
        NONE, LAST, ALL
    }

    /**
     * Computes tokens {@code from} to {@code to}, at most {@link #batch} of them, behind those before.
     *
     * @param position of the first one
     * @throws LlamaException if the library refuses them
     */
    @SuppressWarnings("restricted")
    public void decode(int[] all, int from, int to, int position, Wanted wanted) throws LlamaException {
        int count = to - from;
        if (count < 1 || count > settings.batch() || position < 0 || position + count > capacity()) {
            throw new IllegalArgumentException(count + " tokens at position " + position); // an assertion of the
                                                                                           // library
        }
        MemorySegment.copy(all, from, tokens, JAVA_INT, 0, count);
        for (int i = 0; i < count; i++) {
            positions.setAtIndex(JAVA_INT, i, position + i);
            boolean flagged = wanted == Wanted.ALL || (wanted == Wanted.LAST && i == count - 1);
            flags.set(JAVA_BYTE, i, (byte) (flagged ? 1 : 0));
        }
        batch.set(JAVA_INT, 0, count);
        rows = 0;
        int code = functions.decode.integer(pointer, batch);
        if (code != 0) {
            throw new LlamaException(switch (code) {
                case 1 -> "llama.cpp found no room for " + count + " tokens at position " + position;
                case 2 -> "llama.cpp broke off computing";
                default -> "llama.cpp could not compute (" + code + ")";
            });
        }
        rows = switch (wanted) {
            case NONE -> 0;
            case LAST -> 1;
            case ALL -> count;
        };
        logits = rows == 0
                ? MemorySegment.NULL
                : functions.logits.address(pointer).reinterpret((long) rows * vocabulary * Float.BYTES);
    }

    /** The logits of one of the tokens that they were wanted of, counted from 0. */
    public void logits(int row, float[] into) {
        if (row < 0 || row >= rows) {
            throw new IllegalArgumentException("row " + row + " of " + rows);
        }
        MemorySegment.copy(logits, JAVA_FLOAT, (long) row * vocabulary * Float.BYTES, into, 0, vocabulary);
    }

    /**
     * Forgets all tokens from this position on.
     *
     * @return false if the model can't, as those that keep no keys and values for each token; nothing was forgotten then
     */
    public boolean forget(int from) {
        return functions.forget.truth(memory, 0, from, -1);
    }

    /** Forgets all tokens. */
    public void clear() {
        functions.clear.run(memory, false);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            functions.freeContext.run(pointer);
            arena.close();
        }
    }
}
