package dev.mekiki.license.dossier;

import dev.mekiki.domain.Dossier.Script;
import dev.mekiki.license.files.BoundedFiles;
import dev.mekiki.license.files.TokenizerJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * In which scripts a vocabulary's tokens are written. A token counts for the script of its first letter; of byte-level vocabularies only
 * tokens that are whole characters count.
 */
final class Scripts {
    private static final int MOST_TOKENS = 1_000_000;
    private static final int MOST_SCRIPTS = 12;
    /** A vocabulary is one of bytes if at most one token in that many, such as a special one, has other characters. */
    private static final int FEW = 100;
    private static final int[] BYTES = bytes();

    private Scripts() {}

    /** @return the most first; empty without a vocabulary that can be read */
    static List<Script> read(Path folder, List<String> names) throws IOException {
        if (!names.contains(TokenizerJson.FILE)) {
            return List.of();
        }
        Optional<byte[]> json = BoundedFiles.read(folder.resolve(TokenizerJson.FILE),
                TokenizerJson.LARGEST);
        return json.map(bytes -> count(tokens(bytes))).orElse(List.of());
    }

    private static List<Script> count(List<String> tokens) {
        long others = tokens.stream().filter(token -> !token.chars().allMatch(Scripts::isByte)).count();
        boolean byteLevel = others * FEW <= tokens.size();
        Map<Character.UnicodeScript, Integer> counts = new EnumMap<>(Character.UnicodeScript.class);
        for (String token : tokens) {
            Optional<String> text = byteLevel ? decoded(token) : Optional.of(token);
            text.flatMap(Scripts::script).ifPresent(script -> counts.merge(script, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Character.UnicodeScript, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_SCRIPTS)
                .map(entry -> new Script(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue())).toList();
    }

    private static boolean isByte(int character) {
        return character < BYTES.length && BYTES[character] >= 0;
    }

    private static Optional<Character.UnicodeScript> script(String token) {
        return token.codePoints().filter(Character::isLetter).mapToObj(Character.UnicodeScript::of)
                .filter(script -> script != Character.UnicodeScript.COMMON).findFirst();
    }

    /** The text that a token of bytes stands for; empty where it is part of a character. */
    private static Optional<String> decoded(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < token.length(); i++) {
            char character = token.charAt(i);
            int value = character < BYTES.length ? BYTES[character] : -1;
            if (value < 0) {
                return Optional.of(token);
            }
            bytes[i] = (byte) value;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** As byte-level vocabularies write bytes: printable ones as themselves, the others in order from U+0100. */
    private static int[] bytes() {
        int[] values = new int[0x144];
        java.util.Arrays.fill(values, -1);
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC)
                    || (value >= 0xAE && value <= 0xFF);
            values[printable ? value : next++] = value;
        }
        return values;
    }

    private static List<String> tokens(byte[] json) {
        List<String> tokens = new ArrayList<>();
        try {
            TokenizerJson.vocabulary(json, (token, _) -> {
                if (tokens.size() < MOST_TOKENS) {
                    tokens.add(token);
                }
            });
            return tokens;
        } catch (JacksonException _) {
            return List.of();
        }
    }
}
