package dev.mekiki.engines.jlama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.Models;
import dev.mekiki.port.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What can't be run correctly is refused with the reason, from the files' headers alone, and nothing hostile gets further. */
class RefusalTest {
    private final JlamaProvider provider = new JlamaProvider();
    @TempDir
    Path temporary = Path.of("");
    private Path folder = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        folder = copyOf("llama-bf16");
    }

    private Path copyOf(String name) throws IOException {
        Path to = Files.createTempDirectory(temporary, "model");
        try (Stream<Path> files = Files.list(Models.folder(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private void config(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
        change.accept(root);
        Files.writeString(file, root.toString());
    }

    private String refusal(String... options) {
        Candidate candidate = Models.candidate(folder, options);
        String reason = provider.refusal(candidate).orElse("");
        if (!reason.isEmpty()) {
            assertThatThrownBy(() -> provider.open(candidate)).isInstanceOf(EngineException.class).hasMessage(reason);
        }
        return reason;
    }

    @Test
    void a_sound_model_is_not_refused() {
        assertThat(refusal()).isEmpty();
        assertThat(refusal("context", "2048", "weights", "stored")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"qwen3, Qwen3", "phi3, Phi-3", "plamo, PLaMo", "mixtral, Mixtral's experts", "bert, generates no text",
            "gemma3_text, Gemma 3", "deepseek_v3, does not run model_type deepseek_v3"})
    void architectures_that_jlama_lacks_or_gets_wrong(String type, String reason) throws IOException {
        config(root -> root.put("model_type", type));
        assertThat(refusal()).contains(reason).contains("it runs llama, mistral");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"head_dim | 32 | ignores this model's head size (head_dim 32)",
            "attention_bias | true | attention biases", "mlp_bias | true | feed-forward biases",
            "hidden_act | \"relu\" | no activation relu", "partial_rotary_factor | 0.5 | rotates whole heads",
            "auto_map | {\"AutoModel\": \"x.Y\"} | own Python code", "hidden_size | 80 | multiple of 32",
            "intermediate_size | 344 | multiple of 32", "hidden_size | \"64\" | should be a whole number",
            "hidden_size | null | lacks hidden_size", "hidden_size | -64 | should be a whole number",
            "num_hidden_layers | 1e400 | should be a whole number", "num_key_value_heads | 3 | can't share",
            "vocab_size | 300 | has shape [288, 64], config.json makes it [300, 64]",
            "num_hidden_layers | 3 | lack model.layers.2.", "num_hidden_layers | 1 | would leave out the tensor",
            "tie_word_embeddings | false | lack lm_head.weight",
            "architectures | [\"LlamaForTokenClassification\"] | not a Llama",
            "quantization_config | {\"quant_method\": \"gptq\"} | quantised in a way", "rms_norm_eps | 0 | more than 0",
            "rope_scaling | {\"type\": \"yarn\", \"factor\": 4} | of type yarn is not supported",
            "rope_scaling | {\"rope_type\": \"longrope\"} | longrope",
            "rope_scaling | {\"rope_type\": \"dynamic\", \"factor\": 2} | dynamic",
            "rope_scaling | {\"rope_type\": \"llama3\", \"factor\": 8} | lacks low_freq_factor",
            "rope_scaling | [] | should be an object",
            "eos_token_id | \"</s>\" | eos_token_id should be a token's number",
            "rope_parameters | {\"a\": {\"rope_theta\": 1}, \"b\": {\"rope_theta\": 2}} | for each kind of layer"})
    void configurations_that_would_come_out_wrong(String key, String value, String reason) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
        root.remove(key);
        String rest = root.toString();
        Files.writeString(file, "{\"" + key + "\": " + value + "," + rest.substring(1));
        assertThat(refusal()).contains(reason);
    }

    @Test
    void several_problems_are_told_at_once() throws IOException {
        config(root -> root.put("attention_bias", true).put("mlp_bias", true).put("hidden_act", "relu"));
        assertThat(refusal()).contains("attention biases").contains("feed-forward biases").contains("relu");
    }

    @ParameterizedTest
    @CsvSource({"context, 4097, was made for 2048", "context, 0, whole number", "context, many, whole number",
            "threads, 0, whole number", "weights, q4, stored or f32", "colour, red, no option colour"})
    void options(String name, String value, String reason) {
        assertThat(refusal(name, value)).contains(reason);
    }

    @Test
    void a_sliding_window_caps_the_context_and_refuses_a_longer_one() throws Exception {
        folder = copyOf("mistral");
        config(root -> root.put("sliding_window", 64));
        assertThat(refusal("context", "65")).contains("sliding window of 64 tokens");
        try (var engine = provider.open(Models.candidate(folder))) {
            assertThat(engine.description().contextTokens()).hasValue(64);
        }
        config(root -> root.putNull("sliding_window"));
        assertThat(refusal("context", "2048")).isEmpty();
        folder = copyOf("qwen2");
        config(root -> root.put("sliding_window", 64));
        assertThat(refusal("context", "2048")).isEmpty();
    }

    @Test
    void gemma_with_its_own_head_size() throws IOException {
        folder = copyOf("gemma");
        config(root -> root.put("head_dim", 64));
        assertThat(refusal()).contains("head_dim 64");
        config(root -> root.put("head_dim", 32).remove("hidden_act"));
        config(root -> root.put("hidden_activation", "gelu_pytorch_tanh"));
        assertThat(refusal()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"config.json, config.json is missing", "tokenizer.json, tokenizer.json is missing",
            "model.safetensors, no weights"})
    void missing_files(String file, String reason) throws IOException {
        Files.delete(folder.resolve(file));
        assertThat(refusal()).contains(reason);
    }

    @Test
    void things_that_are_no_model_folder() {
        for (String model : new String[]{temporary.resolve("none").toString(), "hub:owner/name", "model\0"}) {
            assertThat(provider.refusal(new Candidate("x", model, "jlama", new TreeMap<>()))).isPresent();
        }
        folder = folder.resolve("config.json");
        assertThat(refusal()).contains("is a file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[] | a JSON object, not a list", "{ | not valid JSON",
            "'' | should hold a JSON object",
            "{\"model_type\": 3} | should be a text", "{} | lacks model_type",
            "{\"a\": 1, \"a\": 2} | not valid JSON", "{} {} | not valid JSON"})
    void config_of_the_wrong_shape(String json, String reason) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
        assertThat(refusal()).contains(reason);
    }

    @Test
    void json_that_is_too_deep_or_too_long() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"a\":" + "[".repeat(100_000));
        assertThat(refusal()).contains("not valid JSON");
        Files.writeString(folder.resolve("config.json"), " ".repeat(5 << 20));
        assertThat(refusal()).contains("at most");
    }

    @Test
    void truncated_weights() throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[]{0, 7, 8, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThat(refusal()).as("%s bytes", length).contains("truncated");
        }
    }

    @ParameterizedTest
    @CsvSource({"1152921504606846976", "-1", "9223372036854775807", "2147483648", "0"})
    void a_header_length_that_can_not_be(long length) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve("model.safetensors"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).flip(), 0);
        }
        assertThat(refusal()).contains("its header should have " + Long.toUnsignedString(length) + " bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"a\": 1} | lacks dtype",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [4611686018427387904, 4], \"data_offsets\": [0, 16]}} | impossible shape",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [-1], \"data_offsets\": [0, 4]}} | whole numbers",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [8, 0]}} | ends before it begins",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}} | should have 8 bytes, not 4",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [1000000], \"data_offsets\": [0, 4000000]}} | is truncated",
            "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}, \"b\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [4, 12]}} | lies over another",
            "{\"a\": {\"dtype\": \"F8_E4M3\", \"shape\": [2], \"data_offsets\": [0, 2]}} | lack model.",
            "[1] | should hold a JSON object"})
    void weights_with_a_hostile_header(String header, String reason) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("model.safetensors"), ByteBuffer.allocate(8 + json.length + 64)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array());
        assertThat(refusal()).contains(reason);
    }

    @Test
    void shards_that_do_not_match_their_index() throws IOException {
        folder = copyOf("llama-sharded");
        assertThat(refusal()).isEmpty();
        Path index = folder.resolve("model.safetensors.index.json");
        String json = Files.readString(index);
        Files.writeString(index, json.replace("model-00002-of-00002", "../model-00002-of-00002"));
        assertThat(refusal()).contains("not the name of a file in the model's folder");
        Files.writeString(index, json.replace("model-00002-of-00002", "model-00003-of-00002"));
        assertThat(refusal()).contains("is missing");
        Files.writeString(index, json.replace("\"model.norm.weight\"", "\"model.other.weight\""));
        assertThat(refusal()).contains("promises");
    }

    @Test
    void links_out_of_the_folder_are_followed_only_in_the_hub_cache() throws IOException {
        Path weights = folder.resolve("model.safetensors");
        Path outside = Files.move(weights, temporary.resolve("blob"));
        Files.createSymbolicLink(weights, outside);
        assertThat(refusal()).contains("link out of the model's folder");

        Path cache = Files.createDirectories(temporary.resolve("models--a--b"));
        Path blobs = Files.createDirectories(cache.resolve("blobs"));
        Files.move(outside, blobs.resolve("0123"));
        Files.delete(weights);
        Files.createDirectories(cache.resolve("snapshots"));
        Path snapshot = Files.move(folder, cache.resolve("snapshots").resolve("main"));
        Files.createSymbolicLink(snapshot.resolve("model.safetensors"), Path.of("../../blobs/0123"));
        folder = snapshot;
        assertThat(refusal()).isEmpty();
    }

    @Test
    void weights_that_are_not_numbers_are_found_when_loading() throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length - 128, bytes.length, (byte) 0xFF);
        Files.write(file, bytes);
        assertThat(refusal()).isEmpty();
        assertThatThrownBy(() -> provider.open(Models.candidate(folder))).isInstanceOf(EngineException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void a_tokenizer_that_is_none() throws IOException {
        for (String json : new String[]{"{}", "[", "{\"model\": {\"type\": \"BPE\"}}"}) {
            Files.writeString(folder.resolve("tokenizer.json"), json);
            assertThatThrownBy(() -> provider.open(Models.candidate(folder))).isInstanceOf(EngineException.class)
                    .hasMessageContaining("tokenizer.json can't be used");
        }
    }

    @Test
    void null_end_tokens_are_fine() throws IOException, EngineException {
        config(root -> root.putNull("eos_token_id").putNull("bos_token_id"));
        try (var engine = provider.open(Models.candidate(folder))) {
            assertThat(engine.logprobs()).isPresent();
        }
    }
}
