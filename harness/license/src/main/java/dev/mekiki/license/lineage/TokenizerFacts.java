package dev.mekiki.license.lineage;

import dev.mekiki.license.files.BoundedFiles;
import dev.mekiki.license.files.TokenizerJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What tells a tokenizer from others.
 *
 * @param tokens special and added tokens with their ids
 * @param vocabulary hashes of its parts, where it was looked into
 * @param pre what {@code tokenizer.ggml.pre} says
 * @param read files that were read, with their SHA-256
 */
public record TokenizerFacts(Map<String, Integer> tokens, Family.Vocabulary vocabulary, Optional<String> pre,
        Map<String, String> read) {
    /** None could be read. */
    public static final TokenizerFacts NONE = new TokenizerFacts(Map.of(), Family.Vocabulary.NONE, Optional.empty(),
            Map.of());
    static final int LOW = 1000;
    static final int LOW_END = 2000;
    static final int HIGH = 100_256;
    static final int HIGH_END = 110_256;
    private static final String JSON = TokenizerJson.FILE;
    private static final String SETTINGS = "tokenizer_config.json";
    private static final List<String> PIECES = List.of("tokenizer.model", "spiece.model");
    private static final int MOST_TOKENS = 20_000;

    public TokenizerFacts {
        tokens = Map.copyOf(tokens);
        read = Collections.unmodifiableMap(new LinkedHashMap<>(read));
    }

    /**
     * @param names of the folder's files
     * @param enough whether the special tokens tell all there is to tell; the vocabulary is then left unread
     */
    public static TokenizerFacts read(Path folder, List<String> names, Predicate<TokenizerFacts> enough)
            throws IOException {
        Map<String, Integer> tokens = new HashMap<>();
        Map<String, String> read = new LinkedHashMap<>();
        byte[] whole = new byte[0];
        for (String name : List.of(SETTINGS, JSON)) {
            if (names.contains(name)) {
                Optional<byte[]> bytes = BoundedFiles.read(folder.resolve(name), TokenizerJson.LARGEST);
                if (bytes.isPresent()) {
                    read.put(name, BoundedFiles.sha256(bytes.get()));
                    special(bytes.get(), tokens);
                    whole = name.equals(JSON) ? bytes.get() : whole;
                }
            }
        }
        for (String name : PIECES) {
            if (names.contains(name)) {
                Optional<byte[]> bytes = BoundedFiles.read(folder.resolve(name), TokenizerJson.LARGEST);
                if (bytes.isPresent()) {
                    read.put(name, BoundedFiles.sha256(bytes.get()));
                }
            }
        }
        TokenizerFacts facts = new TokenizerFacts(tokens, Family.Vocabulary.NONE, Optional.empty(), read);
        return whole.length == 0 || enough.test(facts)
                ? facts
                : new TokenizerFacts(tokens, vocabulary(whole), Optional.empty(), read);
    }

    /** @param first the vocabulary's first tokens, as many as a header's reader keeps */
    public static TokenizerFacts ofGguf(List<String> first, Optional<String> pre) {
        return new TokenizerFacts(Map.of(),
                new Family.Vocabulary(first.size() >= LOW_END
                        ? Optional.of(hash(first.subList(LOW, LOW_END)))
                        : Optional.empty(), Optional.empty()),
                pre, Map.of());
    }

    /** {@code added_tokens} of tokenizer.json, {@code added_tokens_decoder} of tokenizer_config.json. */
    private static void special(byte[] json, Map<String, Integer> tokens) {
        try (JsonParser parser = TokenizerJson.parser(json)) {
            JsonToken first = parser.nextToken();
            while (first == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (key.equals("added_tokens") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        token(parser, -1, tokens);
                    }
                    return;
                } else if (key.equals("added_tokens_decoder") && value == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                        int id = id(parser.currentName());
                        if (parser.nextToken() == JsonToken.START_OBJECT) {
                            token(parser, id, tokens);
                        } else {
                            parser.skipChildren();
                        }
                    }
                    return;
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException _) {
            // what was read so far counts; that the file is damaged is told where its text is needed
        }
    }

    private static void token(JsonParser parser, int known, Map<String, Integer> tokens) {
        int id = known;
        String content = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (key.equals("id") && value == JsonToken.VALUE_NUMBER_INT) {
                id = id(parser.getString());
            } else if (key.equals("content") && value == JsonToken.VALUE_STRING) {
                content = parser.getString();
            } else {
                parser.skipChildren();
            }
        }
        if (id >= 0 && !content.isEmpty() && tokens.size() < MOST_TOKENS) {
            tokens.put(content, id);
        }
    }

    private static int id(@Nullable String digits) {
        return digits != null && digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }

    private static Family.Vocabulary vocabulary(byte[] json) {
        @Nullable
        String[] low = new String[LOW_END - LOW];
        @Nullable
        String[] high = new String[HIGH_END - HIGH];
        try {
            return TokenizerJson.vocabulary(json, (token, id) -> keep(id, token, low, high))
                    ? new Family.Vocabulary(hash(low), hash(high))
                    : Family.Vocabulary.NONE;
        } catch (JacksonException _) {
            return Family.Vocabulary.NONE;
        }
    }

    private static void keep(int id, String token, @Nullable String[] low, @Nullable String[] high) {
        if (id >= LOW && id < LOW_END) {
            low[id - LOW] = token;
        } else if (id >= HIGH && id < HIGH_END) {
            high[id - HIGH] = token;
        }
    }

    /** @return empty if an id has no token */
    private static Optional<String> hash(@Nullable String[] tokens) {
        for (String token : tokens) {
            if (token == null) {
                return Optional.empty();
            }
        }
        return Optional.of(hash(List.of(tokens)));
    }

    private static String hash(List<String> tokens) {
        return BoundedFiles.sha256(String.join("\n", tokens).getBytes(StandardCharsets.UTF_8));
    }
}
