package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.license.dossier.DossierReader;
import dev.mekiki.license.dossier.ModelFacts;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufTest {
    @TempDir
    Path folder;

    private static GgufFile small(int version, ByteOrder order) {
        return new GgufFile(version, order).text("general.architecture", "llama").text("general.license", "apache-2.0")
                .text("general.size_label", "1B").texts("general.languages", List.of("ja", "en"))
                .number("general.base_model.count", 1)
                .text("general.base_model.0.repo_url", "https://huggingface.co/some/base")
                .number("llama.block_count", 2).number("llama.embedding_length", 64)
                .number("llama.attention.head_count", 4).number("llama.attention.head_count_kv", 2)
                .number("llama.feed_forward_length", 128).number("llama.context_length", 4096)
                .texts("tokenizer.ggml.tokens", List.of("a", "b", "c", "日本")).text("tokenizer.chat_template", "{{ x }}")
                .tensor("token_embd.weight", 12, 256, 4).tensor("blk.0.attn_q.weight", 8, 64, 64)
                .tensor("output_norm.weight", 0, 64);
    }

    private ModelFacts facts(String name) throws InvalidInput {
        return DossierReader.facts(name, folder.resolve(name));
    }

    @ParameterizedTest
    @CsvSource({"1, LITTLE", "2, LITTLE", "3, LITTLE", "3, BIG"})
    void every_version_and_byte_order_gives_the_same_facts(int version, String order) throws IOException, InvalidInput {
        boolean big = order.equals("BIG");
        small(version, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).write(folder.resolve("m.gguf"));
        ModelFacts facts = facts("m.gguf");
        assertThat(facts.architecture()).contains("llama");
        assertThat(facts.parameters().total()).hasValue(256 * 4 + 64 * 64 + 64);
        // block sizes of ggml: 144 bytes for 256 numbers of Q4_K, 34 for 32 of Q8_0
        assertThat(facts.weights().bitsPerWeight().getAsDouble())
                .isEqualTo((144 * 4 + 34 * 128 + 64 * 4) * 8.0 / (256 * 4 + 64 * 64 + 64));
        assertThat(facts.weights().dtypes()).containsExactly("Q8_0", "Q4_K", "F32");
        // embeddings and vectors stay as they are in the file
        assertThat(facts.weights().relaidBytes()).isEqualTo(64L * 64 / 32 * 34);
        assertThat(facts.context().tokens()).hasValue(4096);
        assertThat(facts.vocabulary()).hasValue(4);
        assertThat(facts.languages()).containsExactly("ja", "en");
        assertThat(facts.licenses()).containsExactly(new ModelFacts.Declared("general.license", "apache-2.0"));
        assertThat(facts.lineage().getFirst().base()).isEqualTo("some/base");
        assertThat(facts.shape().orElseThrow().layers()).hasSize(2)
                .allSatisfy(layer -> assertThat(layer.cacheElements()).isEqualTo(2 * 2 * 16));
        assertThat(facts.warnings().stream().anyMatch(warning -> warning.startsWith("big-endian"))).isEqualTo(big);
        assertThat(facts.chatTemplate()).isPresent();
    }

    @Test
    void parts_of_a_split_file_are_read_together() throws IOException, InvalidInput {
        small(3, ByteOrder.LITTLE_ENDIAN).number("split.tensors.count", 4)
                .write(folder.resolve("m-00001-of-00002.gguf"));
        Path second = folder.resolve("m-00002-of-00002.gguf");
        InvalidInput missing = catchThrowableOfType(InvalidInput.class, () -> facts("m-00001-of-00002.gguf"));
        assertThat(missing.problems().getFirst().toString()).contains("m-00002-of-00002.gguf: missing");
        new GgufFile(3, ByteOrder.LITTLE_ENDIAN).tensor("output.weight", 1, 256, 4).write(second);
        ModelFacts facts = facts("m-00002-of-00002.gguf");
        assertThat(facts.parameters().total()).hasValue(256 * 8 + 64 * 64 + 64);
        assertThat(facts.warnings()).isEmpty();
        assertThat(DossierReader.facts("x", folder).weights().names()).hasSize(2);
    }

    @Test
    void a_truncated_file_still_tells_its_header() throws IOException, InvalidInput {
        Path file = folder.resolve("m.gguf");
        small(3, ByteOrder.LITTLE_ENDIAN).write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
        assertThat(facts("m.gguf").warnings()).anyMatch(warning -> warning.contains("truncated"));
    }

    @Test
    void impossible_lengths_and_deep_lists_are_refused() throws IOException {
        Path file = folder.resolve("m.gguf");
        for (GgufFile hostile : List.of(new GgufFile(3, ByteOrder.LITTLE_ENDIAN).textOfLength("a", 1L << 60),
                new GgufFile(3, ByteOrder.LITTLE_ENDIAN).counts(1L << 60, 0),
                new GgufFile(3, ByteOrder.LITTLE_ENDIAN).counts(0, -1),
                new GgufFile(3, ByteOrder.LITTLE_ENDIAN).list("a", 8, 1L << 60),
                new GgufFile(3, ByteOrder.LITTLE_ENDIAN).list("a", 4, 1L << 62),
                new GgufFile(3, ByteOrder.LITTLE_ENDIAN).nested("a", 100_000),
                new GgufFile(3, ByteOrder.LITTLE_ENDIAN).tensor("t", 0, 1L << 32, 1L << 32),
                new GgufFile(9, ByteOrder.LITTLE_ENDIAN))) {
            hostile.writeHeader(file);
            assertThat(catchThrowableOfType(InvalidInput.class, () -> facts("m.gguf"))).isNotNull();
        }
    }
}
