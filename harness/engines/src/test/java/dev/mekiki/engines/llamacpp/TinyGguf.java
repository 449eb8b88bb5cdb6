package dev.mekiki.engines.llamacpp;

import dev.mekiki.engines.Models;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.safetensors.ModelWeights;
import dev.mekiki.engines.safetensors.TensorEntry;
import dev.mekiki.engines.safetensors.TensorView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tiny models of jlama's tests as GGUF files, laid out as llama.cpp's convert_hf_to_gguf.py does. */
public final class TinyGguf {
    private static final String LAYER = "model.layers.";
    private final JsonNode config;
    private final GgufWriter out;
    private final String architecture;
    private final Map<String, TensorEntry> tensors;
    private final boolean gemma;

    private TinyGguf(Path folder, boolean quantised) throws IOException {
        this.config = JsonMapper.shared().readTree(Files.readString(folder.resolve("config.json")));
        String type = config.get("model_type").asString();
        this.architecture = type.equals("mistral") ? "llama" : type;
        this.gemma = type.startsWith("gemma");
        this.out = new GgufWriter(quantised);
        try {
            this.tensors = ModelWeights.read(ModelFolder.of(folder.toString())).tensors();
        } catch (UnusableModel e) {
            throw new IllegalStateException(e);
        }
    }

    /** Written into a folder. */
    public static Path write(String model, boolean quantised, Path into) throws IOException {
        TinyGguf tiny = new TinyGguf(Models.folder(model), quantised);
        tiny.metadata();
        tiny.tokenizer(Models.folder(model));
        if (tiny.architecture.equals("gpt2")) {
            tiny.gpt2();
        } else {
            tiny.decoder();
        }
        Path file = into.resolve(model + (quantised ? "-q8_0" : "") + ".gguf");
        tiny.out.write(file);
        return file;
    }

    private int number(String key, String older) {
        return config.path(key).isNumber() ? config.get(key).asInt() : config.get(older).asInt();
    }

    private void metadata() {
        int heads = number("num_attention_heads", "n_head");
        int hidden = number("hidden_size", "n_embd");
        int inner = config.path("intermediate_size").isNumber()
                ? config.get("intermediate_size").asInt()
                : config.path("n_inner").isNumber() ? config.get("n_inner").asInt() : 4 * hidden;
        out.text("general.architecture", architecture);
        put("context_length", number("max_position_embeddings", "n_positions"));
        put("embedding_length", hidden);
        put("block_count", number("num_hidden_layers", "n_layer"));
        put("feed_forward_length", inner);
        put("attention.head_count", heads);
        if (architecture.equals("gpt2")) {
            real("attention.layer_norm_epsilon", config.get("layer_norm_epsilon").asDouble());
            return;
        }
        int head = config.path("head_dim").isNumber() ? config.get("head_dim").asInt() : hidden / heads;
        put("attention.head_count_kv", config.get("num_key_value_heads").asInt());
        put("attention.key_length", head);
        put("attention.value_length", head);
        put("rope.dimension_count", head);
        real("attention.layer_norm_rms_epsilon", config.get("rms_norm_eps").asDouble());
        JsonNode rope = rope();
        real("rope.freq_base", rope.path("rope_theta").asDouble(config.path("rope_theta").asDouble(10000)));
        if (rope.path("rope_type").asString("").equals("linear")) {
            out.text(architecture + ".rope.scaling.type", "linear");
            real("rope.scaling.factor", rope.get("factor").asDouble());
        }
        optional("attention.scale", "attention_multiplier");
        optional("embedding_scale", "embedding_multiplier");
        optional("residual_scale", "residual_multiplier");
        optional("logit_scale", "logits_scaling");
        optional("attn_logit_softcapping", "attn_logit_softcapping");
        optional("final_logit_softcapping", "final_logit_softcapping");
        if (architecture.equals("gemma2")) {
            put("attention.sliding_window", config.get("sliding_window").asInt());
        }
    }

    private JsonNode rope() {
        return config.path("rope_parameters").isObject() ? config.get("rope_parameters") : config.path("rope_scaling");
    }

    private void put(String key, int value) {
        out.number(architecture + "." + key, value);
    }

    private void real(String key, double value) {
        out.real(architecture + "." + key, (float) value);
    }

    private void optional(String key, String name) {
        if (config.path(name).isNumber()) {
            real(key, config.get(name).asDouble());
        }
    }

    private void tokenizer(Path folder) throws IOException {
        JsonNode root = JsonMapper.shared().readTree(Files.readString(folder.resolve("tokenizer.json")));
        String[] tokens = new String[root.get("model").get("vocab").size()];
        int[] types = new int[tokens.length];
        Arrays.fill(types, 1);
        root.get("model").get("vocab").properties()
                .forEach(entry -> tokens[entry.getValue().asInt()] = entry.getKey());
        root.get("added_tokens").forEach(token -> types[token.get("id").asInt()] = 3);
        String[] merges = root.get("model").get("merges").valueStream()
                .map(merge -> merge.isArray()
                        ? merge.get(0).asString() + " " + merge.get(1).asString()
                        : merge.asString())
                .toArray(String[]::new);
        out.text("tokenizer.ggml.model", "gpt2");
        out.text("tokenizer.ggml.pre", "gpt-2");
        out.texts("tokenizer.ggml.tokens", tokens);
        out.numbers("tokenizer.ggml.token_type", types);
        out.texts("tokenizer.ggml.merges", merges);
        out.number("tokenizer.ggml.bos_token_id", 1);
        out.number("tokenizer.ggml.eos_token_id", 2);
        out.truth("tokenizer.ggml.add_bos_token", root.get("post_processor").isObject());
        out.text("tokenizer.chat_template",
                "{{ bos_token }}{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}[assistant] {% endif %}");
    }

    private void decoder() throws IOException {
        int heads = config.get("num_attention_heads").asInt();
        int keys = config.get("num_key_value_heads").asInt();
        boolean turned = architecture.equals("llama") || architecture.equals("granite");
        Map<String, String> names = new LinkedHashMap<>(Map.of("input_layernorm", "attn_norm", "self_attn.q_proj",
                "attn_q", "self_attn.k_proj", "attn_k", "self_attn.v_proj", "attn_v", "self_attn.o_proj", "attn_output",
                "mlp.gate_proj", "ffn_gate", "mlp.up_proj", "ffn_up", "mlp.down_proj", "ffn_down",
                "post_attention_layernorm", architecture.equals("gemma2") ? "post_attention_norm" : "ffn_norm"));
        names.put("pre_feedforward_layernorm", "ffn_norm");
        names.put("post_feedforward_layernorm", "post_ffw_norm");
        for (Map.Entry<String, TensorEntry> tensor : tensors.entrySet()) {
            String name = tensor.getKey();
            float[][] rows = rows(tensor.getValue());
            if (name.equals("model.embed_tokens.weight")) {
                out.tensor("token_embd.weight", rows);
            } else if (name.equals("model.norm.weight")) {
                out.vector("output_norm.weight", norm(rows[0]));
            } else if (name.equals("lm_head.weight")) {
                out.tensor("output.weight", rows);
            } else if (name.startsWith(LAYER)) {
                String[] parts = name.substring(LAYER.length()).split("\\.", 2);
                int dot = parts[1].lastIndexOf('.');
                String to = Objects.requireNonNull(names.get(parts[1].substring(0, dot)));
                boolean query = to.equals("attn_q");
                if (turned && (query || to.equals("attn_k"))) {
                    rows = turned(rows, query ? heads : keys);
                }
                if (query && config.path("query_pre_attn_scalar").isNumber()) {
                    scale(rows, Math.sqrt(config.get("head_dim").asDouble()
                            / config.get("query_pre_attn_scalar").asDouble())); // llama.cpp knows the head's size alone
                }
                String full = "blk." + parts[0] + "." + to + parts[1].substring(dot);
                if (to.endsWith("norm")) {
                    out.vector(full, norm(rows[0]));
                } else if (rows.length == 1) {
                    out.vector(full, rows[0]);
                } else {
                    out.tensor(full, rows);
                }
            }
        }
        if (rope().path("rope_type").asString("").equals("llama3")) {
            out.vector("rope_freqs.weight", frequencies());
        }
    }

    private float[] norm(float[] row) {
        float[] moved = row.clone();
        for (int i = 0; gemma && i < row.length; i++) {
            moved[i] += 1;
        }
        return moved;
    }

    private static void scale(float[][] rows, double factor) {
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (row[i] * factor);
            }
        }
    }

    /** llama.cpp turns neighbours, transformers turns halves. */
    private static float[][] turned(float[][] rows, int heads) {
        int size = rows.length / heads;
        float[][] turned = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            int within = row % size;
            int half = within / (size / 2);
            turned[row - within + 2 * (within % (size / 2)) + half] = rows[row];
        }
        return turned;
    }

    private float[] frequencies() {
        JsonNode rope = rope();
        int size = config.get("head_dim").asInt();
        double base = rope.path("rope_theta").asDouble(config.path("rope_theta").asDouble(10000));
        double factor = rope.get("factor").asDouble();
        double low = rope.get("low_freq_factor").asDouble();
        double high = rope.get("high_freq_factor").asDouble();
        double old = rope.get("original_max_position_embeddings").asDouble();
        float[] factors = new float[size / 2];
        for (int i = 0; i < factors.length; i++) {
            double wave = 2 * Math.PI * Math.pow(base, 2.0 * i / size);
            double smooth = (old / wave - low) / (high - low);
            factors[i] = (float) (wave < old / high
                    ? 1
                    : wave > old / low
                            ? factor
                            : 1 / ((1 - smooth) / factor + smooth));
        }
        return factors;
    }

    private void gpt2() throws IOException {
        Map<String, String> names = Map.of("attn.c_attn", "attn_qkv", "attn.c_proj", "attn_output", "ln_1", "attn_norm",
                "ln_2", "ffn_norm", "mlp.c_fc", "ffn_up", "mlp.c_proj", "ffn_down");
        for (Map.Entry<String, TensorEntry> tensor : tensors.entrySet()) {
            String name = tensor.getKey().replaceFirst("^transformer\\.", "");
            float[][] rows = rows(tensor.getValue());
            if (name.equals("wte.weight")) {
                out.tensor("token_embd.weight", rows);
                out.tensor("output.weight", rows);
            } else if (name.equals("wpe.weight")) {
                out.plain("position_embd.weight", rows);
            } else if (name.startsWith("ln_f.")) {
                out.vector("output_norm" + name.substring(4), rows[0]);
            } else if (name.startsWith("h.")) {
                String[] parts = name.substring(2).split("\\.", 2);
                int dot = parts[1].lastIndexOf('.');
                String full = "blk." + parts[0] + "." + names.get(parts[1].substring(0, dot)) + parts[1].substring(dot);
                if (rows.length == 1) {
                    out.vector(full, rows[0]);
                } else {
                    out.tensor(full, transposed(rows));
                }
            }
        }
    }

    private static float[][] transposed(float[][] rows) {
        float[][] turned = new float[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[0].length; j++) {
                turned[j][i] = rows[i][j];
            }
        }
        return turned;
    }

    private static float[][] rows(TensorEntry entry) throws IOException {
        TensorView view = TensorView.map(entry, Optional.empty());
        float[][] rows = new float[view.rows()][view.columns()];
        for (int i = 0; i < rows.length; i++) {
            view.row(i, rows[i]);
        }
        return rows;
    }
}
