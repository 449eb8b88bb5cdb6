package dev.mekiki.engines.model;

import dev.mekiki.engines.model.ModelConfig.Activation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads config.json as transformers 4 and 5 write it, and refuses what jlama would get wrong. */
public final class ConfigReader {
    private static final long LIMIT = 4 << 20;
    private static final String RUNS = "llama, mistral, qwen2, granite, gemma, gemma2 and gpt2";
    private static final Map<String, String> KNOWN_WRONG = Map.of("mixtral",
            "jlama 0.8.4 computes Mixtral's experts wrongly (by 12 to 18 nats)", "qwen3",
            "jlama 0.8.4 has no Qwen3: it knows no norms of queries and keys", "phi3",
            "jlama 0.8.4 has no Phi-3: its joined projections and longrope positions are unknown to it", "plamo",
            "jlama has no PLaMo, which also needs its own Python code", "plamo2",
            "jlama has no PLaMo 2, which is no plain transformer and needs its own Python code", "gemma3_text",
            "jlama 0.8.4 has no Gemma 3", "gemma3", "jlama 0.8.4 has no Gemma 3", "bert",
            "BERT is an encoder: it generates no text");

    private ConfigReader() {}

    /** @throws UnusableModel with every reason found */
    public static ModelConfig read(ModelFolder folder) throws UnusableModel {
        JsonNode root = JsonFile.object(
                folder.need("config.json", "it says what kind of model the folder holds"), LIMIT);
        return read(root);
    }

    static ModelConfig read(JsonNode root) throws UnusableModel {
        ConfigFields fields = ConfigFields.of(root);
        Architecture architecture = architecture(fields);
        refuseExtensions(fields, architecture);
        ModelConfig config = architecture == Architecture.GPT2 ? gpt2(fields) : llamaLike(fields, architecture);
        if (!fields.lacking()) {
            Dimensions.check(config, fields);
        }
        fields.check();
        return config;
    }

    private static Architecture architecture(ConfigFields fields) throws UnusableModel {
        Optional<String> type = fields.text("model_type");
        fields.check();
        String name = type.orElseThrow(() -> new UnusableModel("config.json lacks model_type"));
        Optional<Architecture> known = Architecture.of(name);
        if (known.isEmpty()) {
            String why = Optional.ofNullable(KNOWN_WRONG.get(name)).orElse("jlama 0.8.4 does not run model_type "
                    + name);
            throw new UnusableModel(why + "; it runs " + RUNS);
        }
        List<String> classes = fields.texts("architectures");
        if (!classes.isEmpty() && !classes.contains(known.get().className())) {
            fields.problem("the model is a " + String.join(", ", classes) + ", not a " + known.get().className());
        }
        return known.get();
    }

    private static void refuseExtensions(ConfigFields fields, Architecture architecture) {
        if (fields.node("auto_map").isPresent()) {
            fields.problem("config.json asks for the model's own Python code (auto_map), which is never run");
        }
        if (fields.node("quantization_config").isPresent()) {
            fields.problem("the weights are quantised in a way that jlama does not read (quantization_config)");
        }
        if (architecture != Architecture.QWEN2 && fields.flag("attention_bias", false)) {
            fields.problem("jlama leaves out this model's attention biases (attention_bias)");
        }
        if (fields.flag("mlp_bias", false)) {
            fields.problem("jlama leaves out this model's feed-forward biases (mlp_bias)");
        }
        if (fields.number("partial_rotary_factor").orElse(1) != 1) {
            fields.problem("jlama rotates whole heads, this model only parts (partial_rotary_factor)");
        }
        if (fields.flag("use_bidirectional_attention", false)) {
            fields.problem("jlama looks only back, this model both ways (use_bidirectional_attention)");
        }
    }

    private static ModelConfig llamaLike(ConfigFields fields, Architecture architecture) {
        int hidden = fields.needed("hidden_size", 1 << 18);
        int heads = fields.needed("num_attention_heads", 1 << 14);
        int kvHeads = fields.integer("num_key_value_heads", 1, 1 << 14).orElse(heads);
        int layers = fields.needed("num_hidden_layers", 4096);
        int headSize = headSize(fields, architecture, hidden, heads);
        Rope rope = Rope.read(fields);
        boolean granite = architecture == Architecture.GRANITE;
        boolean gemma2 = architecture == Architecture.GEMMA2;
        double attention = granite
                ? fields.positive("attention_multiplier", 1)
                : 1 / Math.sqrt(gemma2 ? fields.positive("query_pre_attn_scalar", 256) : headSize);
        return new ModelConfig(architecture, hidden, fields.needed("intermediate_size", 1 << 20), layers, heads,
                kvHeads, headSize, fields.needed("vocab_size", 1 << 24),
                fields.needed("max_position_embeddings", Integer.MAX_VALUE), fields.positive("rms_norm_eps", 1e-6),
                activation(fields, architecture), rope.theta(), rope.scaling(), window(fields, architecture, layers),
                fields.flag("tie_word_embeddings", architecture.tiedByDefault()),
                architecture.gemmaLike()
                        ? Math.sqrt(hidden)
                        : granite ? fields.positive("embedding_multiplier", 1) : 1,
                granite ? fields.positive("residual_multiplier", 1) : 1, attention,
                granite ? fields.positive("logits_scaling", 1) : 1,
                gemma2 ? cap(fields, "attn_logit_softcapping", 50) : OptionalDouble.empty(),
                gemma2 ? cap(fields, "final_logit_softcapping", 30) : OptionalDouble.empty());
    }

    private static ModelConfig gpt2(ConfigFields fields) {
        int hidden = fields.needed("n_embd", 1 << 18);
        int heads = fields.needed("n_head", 1 << 14);
        if (!fields.flag("scale_attn_weights", true) || fields.flag("scale_attn_by_inverse_layer_idx", false)
                || fields.flag("add_cross_attention", false)) {
            fields.problem("jlama runs GPT-2 only with its usual attention");
        }
        int positions = fields.has("n_positions")
                ? fields.needed("n_positions", 1 << 24)
                : fields.needed("n_ctx", 1 << 24);
        return new ModelConfig(Architecture.GPT2, hidden,
                fields.integer("n_inner", 1, 1 << 20).orElse(Math.min(hidden, 1 << 18) * 4),
                fields.needed("n_layer", 4096), heads, heads, headSize(fields, Architecture.GPT2, hidden, heads),
                fields.needed("vocab_size", 1 << 24), positions, fields.positive("layer_norm_epsilon", 1e-5),
                activation(fields, Architecture.GPT2), 10_000, new RopeScaling.None(), OptionalInt.empty(),
                fields.flag("tie_word_embeddings", true), 1, 1,
                1 / Math.sqrt(Math.max(1, hidden / heads)), 1, OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static int headSize(ConfigFields fields, Architecture architecture, int hidden, int heads) {
        Optional<Integer> stated = fields.integer("head_dim", 1, 1 << 14);
        boolean even = hidden % heads == 0;
        int derived = Math.max(1, hidden / heads);
        if (stated.isEmpty()) {
            if (architecture == Architecture.GEMMA || architecture == Architecture.GEMMA2) {
                // transformers takes 256 when config.json does not say
                return checked(fields, architecture, 256, derived, even);
            }
            if (!even) {
                fields.problem("hidden size " + hidden + " is not a multiple of the " + heads + " heads");
            }
            return derived;
        }
        return checked(fields, architecture, stated.get(), derived, even);
    }

    private static int checked(ConfigFields fields, Architecture architecture, int stated, int derived, boolean even) {
        if ((stated != derived || !even) && !architecture.ownHeadSize()) {
            fields.problem("jlama ignores this model's head size (head_dim " + stated + ") and would take hidden size"
                    + " / heads = " + derived);
        }
        return stated;
    }

    private static Activation activation(ConfigFields fields, Architecture architecture) {
        String name = switch (architecture) {
            case GPT2 -> fields.text("activation_function").orElse("gelu_new");
            case GEMMA, GEMMA2 -> fields.text("hidden_activation").or(() -> fields.text("hidden_act"))
                    .orElse("gelu_pytorch_tanh");
            case LLAMA, MISTRAL, QWEN2, GRANITE -> fields.text("hidden_act").orElse("silu");
        };
        // Gemma's first releases wrote "gelu" and meant the approximation; transformers reads it so too
        boolean legacy = architecture == Architecture.GEMMA && name.equals("gelu");
        return switch (legacy ? "gelu_pytorch_tanh" : name) {
            case "silu", "swish" -> Activation.SILU;
            case "gelu_pytorch_tanh", "gelu_new" -> Activation.GELU_TANH;
            default -> {
                fields.problem("jlama has no activation " + name + " (it approximates gelu)");
                yield Activation.SILU;
            }
        };
    }

    private static OptionalInt window(ConfigFields fields, Architecture architecture, int layers) {
        List<String> types = fields.texts("layer_types");
        boolean slides = switch (architecture) {
            case MISTRAL, GEMMA2 -> true;
            case QWEN2 -> fields.flag("use_sliding_window", false)
                    && (!types.isEmpty() || fields.integer("max_window_layers", 0, 4096).orElse(28) < layers);
            case LLAMA, GRANITE, GEMMA, GPT2 -> types.contains("sliding_attention");
        };
        boolean everywhere = !types.isEmpty() && !types.contains("sliding_attention");
        boolean none = fields.has("sliding_window") && fields.node("sliding_window").isEmpty();
        if (!slides || everywhere || none) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(fields.integer("sliding_window", 1, Integer.MAX_VALUE).orElse(4096));
    }

    private static OptionalDouble cap(ConfigFields fields, String key, double otherwise) {
        return fields.has(key) && fields.node(key).isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(fields.positive(key, otherwise));
    }
}
