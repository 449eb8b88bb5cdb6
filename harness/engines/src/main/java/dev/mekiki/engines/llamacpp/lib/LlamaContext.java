package dev.mekiki.engines.llamacpp.lib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.List;

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
    private final Buffers buffers;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment batch = arena.allocate(Functions.BATCH);
    private final MemorySegment tokens;
    private final MemorySegment positions;
    private final MemorySegment ids;
    private final MemorySegment flags;
    private final MemorySegment lists;
    private final int vocabulary;
    private int rows;
    private MemorySegment logits = MemorySegment.NULL;
    private boolean closed;

    LlamaContext(LlamaModel model, MemorySegment pointer, ContextSettings settings, Buffers buffers) {
        this.functions = model.library().functions();
        this.pointer = pointer;
        this.memory = functions.memory.address(pointer);
        this.settings = settings;
        this.buffers = buffers;
        this.vocabulary = model.vocabulary().size();
        int most = settings.batch();
        this.tokens = arena.allocate(JAVA_INT, most);
        this.positions = arena.allocate(JAVA_INT, most);
        this.flags = arena.allocate(most);
        this.ids = arena.allocate(JAVA_INT, settings.sequences());
        MemorySegment counts = arena.allocate(JAVA_INT, most);
        this.lists = arena.allocate(ADDRESS, most);
        for (int i = 0; i < most; i++) {
            counts.setAtIndex(JAVA_INT, i, 1);
        }
        for (int i = 0; i < settings.sequences(); i++) {
            ids.setAtIndex(JAVA_INT, i, i);
        }
        batch.set(ADDRESS, TOKEN, tokens);
        batch.set(ADDRESS, EMBD, MemorySegment.NULL);
        batch.set(ADDRESS, POS, positions);
        batch.set(ADDRESS, N_SEQ_ID, counts);
        batch.set(ADDRESS, SEQ_ID, lists);
        batch.set(ADDRESS, LOGITS, flags);
    }

    /** Most tokens of one call, of all sequences together. */
    public int batch() {
        return settings.batch();
    }

    /** What it takes of memory, without the model. */
    public Buffers buffers() {
        return buffers;
    }

    /** Tokens of all sequences together, rounded up by the library. */
    public int capacity() {
        return functions.contextTokens.integer(pointer);
    }

    int sequences() {
        return functions.sequences.integer(pointer);
    }

    /** Tokens that one sequence may have. */
    private int room() {
        return capacity() / settings.sequences();
    }

    /**
     * Computes pieces of different sequences, together at most {@link #batch} tokens, each behind what its sequence has.
     *
     * @throws LlamaException if the library refuses them; some of them may have been computed
     */
    @SuppressWarnings("restricted")
    public void decode(List<Piece> pieces) throws LlamaException {
        int count = 0;
        for (Piece piece : pieces) {
            if (piece.count() < 1 || count + piece.count() > settings.batch() || piece.position() < 0
                    || piece.position() + piece.count() > room() || piece.sequence() < 0
                    || piece.sequence() >= settings.sequences()) {
                throw new IllegalArgumentException("an assertion of the library: " + piece.count()
                        + " tokens at position " + piece.position() + " of sequence " + piece.sequence());
            }
            put(piece, count);
            count += piece.count();
        }
        batch.set(JAVA_INT, 0, count);
        rows = 0;
        int code = functions.decode.integer(pointer, batch);
        if (code != 0) {
            throw new LlamaException(switch (code) {
                case 1 -> "llama.cpp found no room for " + count + " tokens";
                case 2 -> "llama.cpp broke off computing";
                default -> "llama.cpp could not compute (" + code + ")";
            });
        }
        rows = pieces.stream().mapToInt(Piece::rows).sum();
        logits = rows == 0
                ? MemorySegment.NULL
                : functions.logits.address(pointer).reinterpret((long) rows * vocabulary * Float.BYTES);
    }

    private void put(Piece piece, int at) {
        MemorySegment.copy(piece.ids(), piece.from(), tokens, JAVA_INT, (long) at * Integer.BYTES, piece.count());
        MemorySegment id = ids.asSlice((long) piece.sequence() * Integer.BYTES, Integer.BYTES);
        for (int i = 0; i < piece.count(); i++) {
            positions.setAtIndex(JAVA_INT, at + i, piece.position() + i);
            lists.setAtIndex(ADDRESS, at + i, id);
            flags.set(JAVA_BYTE, at + i, (byte) (piece.flagged(i) ? 1 : 0));
        }
    }

    /** The logits of one of the tokens that they were wanted of, counted from 0 in the pieces' order. Any thread may read, until the next call. */
    public void logits(int row, float[] into) {
        if (row < 0 || row >= rows) {
            throw new IllegalArgumentException("row " + row + " of " + rows);
        }
        MemorySegment.copy(logits, JAVA_FLOAT, (long) row * vocabulary * Float.BYTES, into, 0, vocabulary);
    }

    /**
     * Forgets all tokens of a sequence from this position on.
     *
     * @return false if the model can't, as those that keep no keys and values for each token; nothing was forgotten then
     */
    public boolean forget(int sequence, int from) {
        return functions.forget.truth(memory, sequence, from, -1);
    }

    /** Forgets all tokens of a sequence. */
    public void clear(int sequence) {
        if (settings.sequences() == 1) {
            functions.clear.run(memory, false);
        } else {
            functions.forget.truth(memory, sequence, -1, -1);
        }
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
