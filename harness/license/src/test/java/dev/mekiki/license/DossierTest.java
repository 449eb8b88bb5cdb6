package dev.mekiki.license;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DossierTest {
    /** 10 × 4 embeddings of 2 bytes, 4 × 4 of 4 bytes, a tied output layer, and a table that is not trained. */
    private static final String HEADER = """
            {"__metadata__": {"format": "pt"},
             "model.embed_tokens.weight": {"dtype": "BF16", "shape": [10, 4], "data_offsets": [0, 80]},
             "model.layers.0.q.weight": {"dtype": "F32", "shape": [4, 4], "data_offsets": [80, 144]},
             "lm_head.weight": {"dtype": "BF16", "shape": [10, 4], "data_offsets": [144, 224]},
             "model.layers.0.rotary_emb.inv_freq": {"dtype": "F32", "shape": [2], "data_offsets": [224, 232]}}""";
    @TempDir
    Path folder;
    private ModelFolder model;

    @BeforeEach
    void model() throws IOException {
        model = new ModelFolder(folder).file("config.json", ModelFolder.CONFIG).weights("model.safetensors", HEADER,
                232);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private Dossier read() throws InvalidInput {
        return new FilesInspector().dossier(model.candidate()).orElseThrow();
    }

    private String problems() {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, this::read);
        assertThat(refused).isNotNull();
        return refused.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void facts_come_from_headers_config_and_card() throws IOException, InvalidInput {
        model.card("language: [ja, en]\ndatasets: made/up\nbase_model:\n- a/b\n- c/d");
        Dossier dossier = read();
        assertThat(dossier.architecture()).contains("llama");
        assertThat(dossier.contextTokens()).hasValue(128);
        assertThat(dossier.vocabulary()).hasValue(10);
        assertThat(dossier.dtypes()).containsExactly("BF16", "F32");
        assertThat(dossier.format()).contains("safetensors");
        assertThat(dossier.weightsBytes()).hasValue(Files.size(folder.resolve("model.safetensors")));
        assertThat(dossier.languages()).containsExactly("ja", "en");
        assertThat(dossier.trainingData()).containsExactly("made/up");
        assertThat(dossier.baseModels()).containsExactly("a/b", "c/d");
        assertThat(dossier.remoteCode()).isFalse();
        assertThat(dossier.warnings()).isEmpty();
    }

    @Test
    void tied_output_layer_is_counted_once_and_an_own_one_twice() throws IOException, InvalidInput {
        assertThat(read().parameters()).hasValue(40 + 16);
        model.file("config.json", ModelFolder.CONFIG.replace("true", "false"));
        assertThat(read().parameters()).hasValue(40 + 16 + 40);
    }

    @Test
    void digest_is_that_of_sha256sum_over_the_deciding_files() throws IOException, InvalidInput {
        model.file("tokenizer.json", "{}").file("notes.txt", "not deciding");
        Files.delete(folder.resolve("model.safetensors"));
        Files.write(folder.resolve("model.safetensors"), new byte[0]);
        model.weights("model.safetensors", "{}", 0);
        // sha256sum config.json model.safetensors tokenizer.json | sha256sum
        assertThat(read().digest())
                .isEqualTo("sha256:17001f4ae5c5d2df3a469f6594e06f431cdbf0a9334021c405b7a9a7dbcc3a06");
        String before = read().digest();
        model.card("license: mit").file("notes.txt", "else");
        assertThat(read().digest()).isEqualTo(before);
        model.file("generation_config.json", "{}");
        assertThat(read().digest()).isNotEqualTo(before);
    }

    @Test
    void shards_are_read_by_their_index() throws IOException, InvalidInput {
        Files.delete(folder.resolve("model.safetensors"));
        model.weights("model-1.safetensors", """
                {"model.embed_tokens.weight": {"dtype": "F16", "shape": [10, 4], "data_offsets": [0, 80]}}""", 80)
                .weights("model-2.safetensors",
                        "{\"model.norm.weight\": {\"dtype\": \"F16\", \"shape\": [4], \"data_offsets\": [0, 8]}}", 8)
                .weights("consolidated.safetensors", "{}", 0).file("model.safetensors.index.json", """
                        {"weight_map": {"model.embed_tokens.weight": "model-1.safetensors",
                                        "model.norm.weight": "model-2.safetensors"}}""");
        assertThat(read().parameters()).hasValue(44);
        assertThat(read().weightsBytes()).hasValue(
                Files.size(folder.resolve("model-1.safetensors")) + Files.size(folder.resolve("model-2.safetensors")));
        Files.delete(folder.resolve("model-2.safetensors"));
        assertThat(problems()).contains("names a file that is not there: model-2.safetensors");
        model.file("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../model.safetensors\"}}");
        assertThat(problems()).contains("names a file that is not there: ../model.safetensors");
    }

    @Test
    void remote_code_is_told() throws IOException, InvalidInput {
        model.file("config.json", ModelFolder.CONFIG.replace("{", "{\"auto_map\": {\"AutoModel\": \"m.M\"}, "));
        assertThat(read().remoteCode()).isTrue();
    }

    @Test
    void packed_weights_of_unknown_packing_have_no_parameter_count() throws IOException, InvalidInput {
        model.file("config.json", ModelFolder.CONFIG.replace("{", "{\"quantization_config\": {}, "))
                .weights("model.safetensors",
                        "{\"q.qweight\": {\"dtype\": \"I32\", \"shape\": [64, 64], \"data_offsets\": [0, 16384]}}",
                        16384);
        assertThat(read().parameters()).isEmpty();
        assertThat(read().warnings()).anyMatch(warning -> warning.contains("packed"));
    }

    @Test
    void every_problem_is_told_at_once() throws IOException {
        model.file("config.json", """
                {"model_type": 7, "max_position_embeddings": "many", "vocab_size": -1, "tie_word_embeddings": "yes",
                 "architectures": "Llama"}""").weights("model.safetensors", HEADER, 100);
        assertThat(problems()).contains("model_type: text was expected, not 7",
                "max_position_embeddings: a whole number from 1 was expected, not \"many\"",
                "vocab_size: a whole number from 1 was expected, not -1", "tie_word_embeddings: true or false",
                "architectures: a list of names", "truncated: its tensors take 232 bytes, but only 100 are there");
    }

    @Test
    void missing_folder_config_and_weights_are_told() throws IOException {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class,
                () -> new FilesInspector().dossier(ModelFolder.candidate("/no/such/model", "jlama")));
        assertThat(refused.problems().getFirst().toString()).isEqualTo("/no/such/model: no such folder or file");
        Files.delete(folder.resolve("config.json"));
        Files.delete(folder.resolve("model.safetensors"));
        assertThat(problems()).contains("config.json: missing", "no weights");
    }

    @Test
    void endpoints_have_no_dossier() throws InvalidInput {
        assertThat(new FilesInspector().dossier(ModelFolder.candidate("openai/gpt-oss-120b", "openai"))).isEmpty();
        assertThat(new FilesInspector().dossier(ModelFolder.candidate("hub:a/b@main", "vllm"))).isEmpty();
    }

    @Test
    void an_endpoints_files_are_those_that_the_plan_names() throws InvalidInput {
        assertThat(new FilesInspector().dossier(ModelFolder.candidate(folder.toString(), "openai")))
                .as("an id that happens to be a folder here").isEmpty();
        assertThat(new FilesInspector().dossier(new Candidate("hinoki", "gpt-oss-120b", "openai",
                new TreeMap<>(Map.of("files", folder.toString())))).orElseThrow().architecture()).isPresent();
    }

    @Test
    void gguf_file_has_size_and_hash() throws IOException, InvalidInput {
        Path file = folder.resolve("model.gguf");
        // version 3, no tensors, no values
        Files.write(file, new byte[]{'G', 'G', 'U', 'F', 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        Dossier dossier = new FilesInspector().dossier(ModelFolder.candidate(file.toString(), "llama.cpp"))
                .orElseThrow();
        assertThat(dossier.format()).contains("gguf");
        assertThat(dossier.weightsBytes()).hasValue(24);
        assertThat(dossier.digest()).hasSize("sha256:".length() + 64);
        Files.writeString(file, "not");
        assertThat(catchThrowableOfType(InvalidInput.class,
                () -> new FilesInspector().dossier(ModelFolder.candidate(file.toString(), "llama.cpp")))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"1152921504606846976, would be 1152921504606846976 bytes long", "-1, would be 18446744073709551615",
            "1, would be 1 bytes long", "99999999, truncated: its header is 99999999 bytes long"})
    void header_lengths_are_checked_before_anything_is_read(long length, String message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ModelFolder.length(length));
        out.writeBytes("{}".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("model.safetensors"), out.toByteArray());
        long start = cpu();
        assertThat(problems()).contains(message);
        assertThat(cpu() - start).isLessThan(SECONDS.toNanos(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{", "{\"a\": 7}", "{\"a\": {\"dtype\": \"F32\"}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [-1], \"data_offsets\": [0, 4]}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [4294967296, 4294967296], \"data_offsets\": [0, 4]}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [1e99], \"data_offsets\": [0, 4]}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 0]}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 9223372036854775808]}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [[1]], \"data_offsets\": [0, 4]}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}, \"b\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [2, 6]}}",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}, \"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]}}",
            "{\"a\": {\"dtype\": {}, \"shape\": {}, \"data_offsets\": {}}}"})
    void headers_that_do_not_hold_together_are_refused(String header) throws IOException {
        model.weights("model.safetensors", header, 8);
        assertThat(problems()).contains("model.safetensors");
    }

    @Test
    void nested_headers_and_configs_are_refused_quickly() throws IOException {
        read(() -> model.weights("model.safetensors", "{\"a\": " + "[".repeat(1_000_000), 8));
        read(() -> model.file("config.json", "{\"a\": " + "{\"a\": ".repeat(500_000)));
        read(() -> model.file("config.json", "[" + "1,".repeat(2_000_000) + "1]"));
        read(() -> model.file("config.json", "{\"model_type\": \"" + "x".repeat(9_000_000) + "\"}"));
        read(() -> model.file("model.safetensors.index.json", "[".repeat(1_000_000)));
    }

    private void read(Change change) throws IOException {
        model();
        change.make();
        long start = cpu();
        assertThat(problems()).isNotEmpty();
        assertThat(cpu() - start).isLessThan(SECONDS.toNanos(3));
    }

    private interface Change {
        ModelFolder make() throws IOException;
    }

    @Test
    void infinity_as_python_writes_it_is_read() throws IOException, InvalidInput {
        model.file("config.json", ModelFolder.CONFIG.replace("{", "{\"time_step_limit\": [0.0, Infinity], "));
        assertThat(read().architecture()).contains("llama");
    }

    @Test
    void pickled_weights_are_not_opened() throws IOException, InvalidInput {
        Files.delete(folder.resolve("model.safetensors"));
        model.file("pytorch_model.bin", "whatever");
        assertThat(read().format()).contains("pytorch");
        assertThat(read().parameters()).isEmpty();
        assertThat(read().warnings())
                .isEqualTo(List.of("weights are pickle files, which are not read: they can run code"));
    }
}
