package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.license.dossier.DossierReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged and hostile model files end in facts or in a clear refusal, each within a second. {@code -Dmekiki.mutations=10000} tries as many;
 * with {@code -DargLine=-Xmx256m} in little memory.
 */
class MutatedFilesTest {
    private static final int COUNT = Integer.getInteger("mekiki.mutations", 150);
    private static final List<String> PIECES = List.of("{", "}", "[", "]", "\"", ":", ",", "-1", "1e999", "NaN", "null",
            "18446744073709551615", "1152921504606846976", "\\u0000", "\u0000", "&a [*a]", "*a", "!!java.net.URL [x]",
            "<<: *a", "---\n", "\n- ", "\t", "日本", "\"shape\":[4294967296,4294967296]", "{\"a\":".repeat(200),
            "[".repeat(2000), "9".repeat(3000), "- ".repeat(3000), "x: &b [*b, *b]\n");
    private static final Map<String, byte[]> GOOD = new TreeMap<>(Map.of("LICENSE",
            Texts.MIT.getBytes(StandardCharsets.UTF_8), "NOTICE",
            "Built with Llama. See LICENSE, and https://example.com/terms\n".getBytes(StandardCharsets.UTF_8),
            "adapter_config.json",
            "{\"base_model_name_or_path\": \"a/b\", \"peft_type\": \"LORA\"}".getBytes(StandardCharsets.UTF_8),
            "tokenizer.json",
            "{\"model\": {\"vocab\": {\"a\": 0, \"あ\": 1}}, \"added_tokens\": [{\"id\": 2, \"content\": \"<|eot_id|>\"}]}"
                    .getBytes(StandardCharsets.UTF_8),
            "config.json",
            Configs.DEEPSEEK_V3.getBytes(StandardCharsets.UTF_8), "README.md",
            "---\nlicense: mit\nlanguage: [ja, en]\nbase_model: [a/b]\n---\n# M\n## Training data\nWeb text, 7B parameters.\n"
                    .getBytes(StandardCharsets.UTF_8),
            "generation_config.json", "{\"temperature\": 0.6, \"top_p\": 0.9}".getBytes(StandardCharsets.UTF_8),
            "tokenizer_config.json", "{\"chat_template\": \"{{ x }}\"}".getBytes(StandardCharsets.UTF_8),
            "model.safetensors.index.json",
            "{\"metadata\": {\"total_parameters\": 44}, \"weight_map\": {\"a.weight\": \"model.safetensors\"}}"
                    .getBytes(StandardCharsets.UTF_8)));

    private static final FilesInspector LICENSES = new FilesInspector(java.time.Clock.systemUTC(), Catalogue.load());

    @TempDir
    Path parent;

    @Test
    void every_mutation_ends_in_facts_or_a_clear_refusal() throws IOException {
        SplittableRandom random = new SplittableRandom(20_261_122);
        Path folder = Files.createDirectory(parent.resolve("model"));
        Path secret = Files.writeString(parent.resolve("secret.json"), "{\"model_type\": \"secret\"}");
        byte[] gguf = new GgufFile(3, ByteOrder.LITTLE_ENDIAN).text("general.architecture", "llama")
                .number("llama.block_count", 2).texts("tokenizer.ggml.tokens", List.of("a", "b"))
                .tensor("token_embd.weight", 1, 8, 8).header();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            Path model = i % 4 == 0 ? one(folder, gguf, random) : whole(folder, secret, random);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            try {
                assertThat(DossierReader.facts("m", model).architecture())
                        .isNotEqualTo(java.util.Optional.of("secret"));
                read++;
            } catch (InvalidInput invalid) {
                refused++;
                assertThat(invalid.problems()).as("mutation %d", i).isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
            }
            LicenseFinding license = LICENSES.license(
                    new Candidate("m", model.toString(), "jlama", new TreeMap<>()), Usage.inHouse().profile());
            assertThat(license.reasons().isEmpty() && license.licenses().isEmpty()).as("mutation %d", i).isFalse();
            assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start).as("mutation %d", i)
                    .isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private static Path one(Path folder, byte[] gguf, SplittableRandom random) throws IOException {
        return Files.write(folder.resolve("m.gguf"), mutated(gguf, random));
    }

    private static Path whole(Path folder, Path secret, SplittableRandom random) throws IOException {
        Files.deleteIfExists(folder.resolve("m.gguf"));
        for (Map.Entry<String, byte[]> file : GOOD.entrySet()) {
            Files.deleteIfExists(folder.resolve(file.getKey()));
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        byte[] header = "{\"a.weight\": {\"dtype\": \"F16\", \"shape\": [10, 4], \"data_offsets\": [0, 80]}}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] weights = new byte[8 + header.length + 80];
        System.arraycopy(ModelFolder.length(header.length), 0, weights, 0, 8);
        System.arraycopy(header, 0, weights, 8, header.length);
        boolean length = random.nextInt(4) == 0;
        if (length) {
            System.arraycopy(ModelFolder.length(1L << random.nextInt(64)), 0, weights, 0, 8);
        }
        Files.write(folder.resolve("model.safetensors"), random.nextInt(3) == 0 ? mutated(weights, random) : weights);
        List<String> names = List.copyOf(GOOD.keySet());
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(10) == 0) {
            Files.delete(folder.resolve(name));
            Files.createSymbolicLink(folder.resolve(name), secret);
        } else {
            Files.write(folder.resolve(name), mutated(GOOD.getOrDefault(name, new byte[0]), random));
        }
        return folder;
    }

    private static byte[] mutated(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            int at = random.nextInt(bytes.length + 1);
            switch (random.nextInt(5)) {
                case 0 -> bytes = java.util.Arrays.copyOf(bytes, at);
                case 1 -> {
                    if (at < bytes.length) {
                        bytes[at] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                case 2 -> {
                    for (int i = at; i < Math.min(bytes.length, at + 8); i++) {
                        bytes[i] = (byte) random.nextInt();
                    }
                }
                default -> {
                    byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
                    byte[] longer = new byte[bytes.length + piece.length];
                    System.arraycopy(bytes, 0, longer, 0, at);
                    System.arraycopy(piece, 0, longer, at, piece.length);
                    System.arraycopy(bytes, at, longer, at + piece.length, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
