package dev.mekiki.engines.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.mekiki.engines.model.JsonFile;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.port.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** A folder's {@code tokenizer.json}, run by Hugging Face's own library. Safe for use by several threads. */
public final class HubTokenizer implements Tokenizer, AutoCloseable {
    private static final long LIMIT = 256L << 20;
    private static final long CONFIG_LIMIT = 32 << 20;
    private static final Map<String, String> OPTIONS = Map.of("addSpecialTokens", "true", "truncation", "false",
            "padding", "false");
    private final HuggingFaceTokenizer library;
    private final Optional<Boolean> adds;
    private final OptionalInt begin;
    private final OptionalInt end;
    private final Optional<TokenBytes> bytes;

    private HubTokenizer(HuggingFaceTokenizer library, JsonNode config, Optional<TokenBytes> bytes) {
        this.library = library;
        this.bytes = bytes;
        JsonNode flag = config.path("add_bos_token");
        this.adds = flag.isBoolean() ? Optional.of(flag.booleanValue()) : Optional.empty();
        this.begin = only(special(config, "bos_token"));
        this.end = only(special(config, "eos_token"));
    }

    /** Loads it; nothing is downloaded. */
    public static HubTokenizer open(ModelFolder folder) throws UnusableModel {
        String json = JsonFile.text(file(folder), LIMIT);
        Optional<Path> config = folder.find("tokenizer_config.json");
        JsonNode node = JsonFile.object(config.isPresent() ? JsonFile.text(config.get(), CONFIG_LIMIT) : "{}",
                "tokenizer_config.json");
        try {
            NativeLibrary.prepare();
            return new HubTokenizer(HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), OPTIONS), node,
                    TokenBytes.read(json));
        } catch (IOException | RuntimeException e) {
            throw new UnusableModel("tokenizer.json can't be used: " + e.getMessage(), e);
        }
    }

    /** @throws UnusableModel if there is none */
    public static Path file(ModelFolder folder) throws UnusableModel {
        return folder.need("tokenizer.json", "it turns text into tokens (a slow tokenizer's files are not enough)");
    }

    /** Value of a token in tokenizer_config.json: a text, or an object with {@code content}. */
    public static Optional<String> special(JsonNode config, String key) {
        JsonNode node = config.path(key);
        JsonNode text = node.isObject() ? node.path("content") : node;
        return text.isString() ? Optional.of(text.stringValue()) : Optional.empty();
    }

    /** What each token adds to a text, where that does not depend on others. */
    Optional<TokenBytes> bytes() {
        return bytes;
    }

    /** The token that begins a text. */
    public OptionalInt begin() {
        return begin;
    }

    /** The token that ends a text. */
    public OptionalInt end() {
        return end;
    }

    @Override
    public int[] encode(String text, boolean special) {
        int[] ids = ints(library.encode(wellFormed(text), special, false).getIds());
        if (!special || begin.isEmpty()) {
            return ids;
        }
        int first = begin.getAsInt();
        boolean present = ids.length > 0 && ids[0] == first;
        if (adds.orElse(present) && !present) {
            return concat(first, ids);
        }
        boolean twice = present && ids.length > 1 && ids[1] == first;
        boolean unwanted = present && !adds.orElse(true) && encode(text, false).length < ids.length;
        return twice || unwanted ? Arrays.copyOfRange(ids, 1, ids.length) : ids;
    }

    @Override
    public String decode(int[] ids) {
        return ids.length == 0 ? "" : library.decode(longs(ids), true);
    }

    @Override
    public List<String> tokens(int[] ids) {
        List<String> tokens = new ArrayList<>();
        for (int id : ids) {
            tokens.add(library.decode(new long[]{id}, false));
        }
        return tokens;
    }

    @Override
    public void close() {
        library.close();
    }

    private OptionalInt only(Optional<String> token) {
        if (token.isEmpty() || token.get().isEmpty()) {
            return OptionalInt.empty();
        }
        int[] ids = ints(library.encode(token.get(), false, false).getIds());
        return ids.length == 1 ? OptionalInt.of(ids[0]) : OptionalInt.empty();
    }

    /** Half a surrogate pair is no text, and the native side would not take it. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.UTF_16LE);
    }

    private static int[] concat(int first, int[] rest) {
        int[] all = new int[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static int[] ints(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    private static long[] longs(int[] ids) {
        return Arrays.stream(ids).asLongStream().toArray();
    }
}
