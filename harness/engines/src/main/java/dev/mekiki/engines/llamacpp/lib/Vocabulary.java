package dev.mekiki.engines.llamacpp.lib;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** A model's tokens. Safe for use by several threads, until the model is closed. */
public final class Vocabulary {
    private static final int LONGEST_PIECE = 1 << 20;
    private final Functions functions;
    private final MemorySegment pointer;
    private final int size;

    Vocabulary(Functions functions, MemorySegment pointer) {
        this.functions = functions;
        this.pointer = pointer;
        this.size = functions.vocabularySize.integer(pointer);
    }

    /** How many tokens there are. */
    public int size() {
        return size;
    }

    /** The kind of tokenizer, with llama.cpp's numbers. */
    public int type() {
        return functions.vocabularyType.integer(pointer);
    }

    /** What the library takes for the token that begins a text; a default of its own where the file names none. */
    public OptionalInt begin() {
        return token(functions.begin.integer(pointer));
    }

    public OptionalInt end() {
        return token(functions.end.integer(pointer));
    }

    private OptionalInt token(int id) {
        return id >= 0 && id < size ? OptionalInt.of(id) : OptionalInt.empty();
    }

    /** Whether a text is to begin with {@link #begin}. */
    public boolean addsBegin() {
        return functions.addsBegin.truth(pointer);
    }

    /** Tokens of which any ends an answer. */
    public SortedSet<Integer> ends() {
        SortedSet<Integer> ends = new TreeSet<>();
        for (int id = 0; id < size; id++) {
            if (functions.ends.truth(pointer, id)) {
                ends.add(id);
            }
        }
        return ends;
    }

    /** A token as it stands in the file. */
    public String text(int id) {
        return Symbols.text(functions.tokenText.address(pointer, checked(id)));
    }

    /**
     * A text's tokens, nothing added; special ones are recognised where they are written out.
     *
     * @throws LlamaException if the library can't
     */
    public int[] encode(String text) throws LlamaException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(bytes, 0, from, JAVA_BYTE, 0, bytes.length);
            int room = bytes.length + 16;
            for (int attempt = 0; attempt < 2; attempt++) {
                MemorySegment ids = arena.allocate(JAVA_INT, room);
                int count = functions.tokenize.integer(pointer, from, bytes.length, ids, room, false, true);
                if (count >= 0 && count <= room) {
                    return ids.asSlice(0, 4L * count).toArray(JAVA_INT);
                }
                if (count == Integer.MIN_VALUE || -count > 16 * (bytes.length + 16L)) {
                    break;
                }
                room = -count;
            }
            throw new LlamaException("llama.cpp can't tokenize a text of " + bytes.length + " bytes");
        }
    }

    /** The text of several tokens; special ones stand for nothing, and a space that the tokenizer puts in front is taken away. */
    public String decode(int[] ids) {
        for (int id : ids) {
            checked(id);
        }
        if (ids.length == 0) {
            return "";
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(JAVA_INT, ids);
            int room = 16 * ids.length + 64;
            MemorySegment text = arena.allocate(room);
            int length = functions.detokenize.integer(pointer, from, ids.length, text, room, true, false);
            if (length < 0) {
                room = Math.min(-length, Integer.MAX_VALUE - 8);
                text = arena.allocate(room);
                length = functions.detokenize.integer(pointer, from, ids.length, text, room, true, false);
            }
            byte[] bytes = text.asSlice(0, Math.clamp(length, 0, room)).toArray(JAVA_BYTE);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * The bytes that a token adds to a text.
     *
     * @param special whether special tokens stand for their names, and not for nothing
     */
    public byte[] piece(int id, boolean special) {
        try (Arena arena = Arena.ofConfined()) {
            int room = 128;
            MemorySegment text = arena.allocate(room);
            int length = functions.piece.integer(pointer, checked(id), text, room, 0, special);
            if (length < 0) {
                room = Math.min(-length, LONGEST_PIECE);
                text = arena.allocate(room);
                length = functions.piece.integer(pointer, id, text, room, 0, special);
            }
            return text.asSlice(0, Math.clamp(length, 0, room)).toArray(JAVA_BYTE);
        }
    }

    private int checked(int id) {
        if (id < 0 || id >= size) {
            throw new IllegalArgumentException("token " + id + " is none of the model's " + size);
        }
        return id;
    }
}
