package dev.mekiki.engines.tokenizer;

import dev.mekiki.engines.model.JsonFile;
import dev.mekiki.engines.model.UnusableModel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The bytes that each token of a byte-level vocabulary stands for, as Hugging Face's {@code ByteLevel} decoder has them, so that
 * no call into the library is needed for a token of an answer. Special tokens stand for nothing.
 */
final class TokenBytes {
    private static final int MOST_TOKENS = 1 << 22;
    private static final byte[] NONE = {};
    private final byte[][] table;

    private TokenBytes(byte[][] table) {
        this.table = table;
    }

    /** Empty unless the file has a BPE vocabulary and the byte-level decoder alone. */
    static Optional<TokenBytes> read(String json) {
        JsonNode root;
        try {
            root = JsonFile.object(json, "tokenizer.json");
        } catch (UnusableModel e) {
            return Optional.empty();
        }
        boolean byteLevel = root.path("decoder").path("type").asString("").equals("ByteLevel")
                && root.path("model").path("type").asString("").equals("BPE");
        JsonNode vocabulary = root.path("model").path("vocab");
        if (!byteLevel || !vocabulary.isObject() || vocabulary.size() > MOST_TOKENS) {
            return Optional.empty();
        }
        byte[][] table = new byte[MOST_TOKENS][];
        int count = 0;
        int[] letters = letters();
        for (var entry : vocabulary.properties()) {
            count = Math.max(count, put(table, entry.getValue(), bytes(entry.getKey(), letters)));
        }
        for (JsonNode added : root.path("added_tokens")) {
            boolean special = added.path("special").asBoolean(false);
            byte[] bytes = special ? NONE : bytes(added.path("content").asString(""), letters);
            count = Math.max(count, put(table, added.path("id"), bytes));
        }
        return Optional.of(new TokenBytes(Arrays.copyOf(table, count)));
    }

    byte[] of(int id) {
        return id < table.length && table[id] != null ? table[id] : NONE;
    }

    /** @return one more than the id, 0 for what is none */
    private static int put(byte[][] table, JsonNode id, byte[] bytes) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= table.length) {
            return 0;
        }
        table[id.intValue()] = bytes;
        return id.intValue() + 1;
    }

    /** A token with a letter that is none of the 256 stands for itself. */
    private static byte[] bytes(String token, int[] letters) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char letter = token.charAt(i);
            if (letter >= letters.length || letters[letter] < 0) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) letters[letter];
        }
        return bytes;
    }

    /** The byte for each letter: printable ones of Latin-1 stand for themselves, the others follow from U+0100 on. */
    private static int[] letters() {
        int[] letters = new int[0x180];
        Arrays.fill(letters, -1);
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            letters[printable ? b : next++] = b;
        }
        return letters;
    }
}
