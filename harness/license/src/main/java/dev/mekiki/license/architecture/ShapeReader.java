package dev.mekiki.license.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads sizes and layers out of {@code config.json}, under whatever names a family gives them. */
public final class ShapeReader {
    private static final int MOST_LAYERS = 4096;

    private final Fields fields;
    private final String model;
    private final int layers;
    private final int hidden;
    private final int heads;

    private ShapeReader(Fields fields, String model, int layers, int hidden, int heads) {
        this.fields = fields;
        this.model = model;
        this.layers = layers;
        this.hidden = hidden;
        this.heads = heads;
    }

    /** @return empty where the number of layers or the width is not told, or is none that a model has */
    public static Optional<Shape> read(JsonNode config) {
        Fields fields = Fields.of(config);
        OptionalInt layers = fields.count("num_hidden_layers", "n_layer", "n_layers", "num_layers");
        OptionalInt hidden = fields.count("hidden_size", "n_embd", "d_model", "model_dim");
        if (layers.isEmpty() || layers.getAsInt() > MOST_LAYERS || hidden.isEmpty()) {
            return Optional.empty();
        }
        String model = fields.text("model_type").orElse("").toLowerCase(Locale.ROOT);
        int heads = fields.count(1, "num_attention_heads", "n_head", "n_heads", "num_heads");
        return Optional.of(new ShapeReader(fields, model, layers.getAsInt(), hidden.getAsInt(), heads).shape());
    }

    /** Whether it is a diffusion language model, which rewrites its whole answer at every step. */
    public static boolean diffusion(JsonNode config) {
        Fields fields = Fields.of(config);
        String names = (fields.text("model_type").orElse("") + " " + String.join(" ", fields.texts("architectures")))
                .toLowerCase(Locale.ROOT);
        return names.contains("llada") || names.contains("dream") || names.contains("diffusion");
    }

    static OptionalInt window(Fields fields) {
        return fields.count("sliding_window", "attention_window_size", "sliding_window_size", "local_attention_window");
    }

    private Shape shape() {
        Optional<Shape.Experts> experts = experts();
        return new Shape(layers(), hidden, Math.max(hidden, heads * headDim()),
                feedForward(experts), fields.count(0, "padded_vocab_size", "vocab_size"), experts);
    }

    private List<Layer> layers() {
        List<String> types = LayerPattern.of(fields, model, layers);
        boolean cached = !diffusionModel();
        int shared = fields.count(0, "num_kv_shared_layers");
        int factor = fields.flag("use_cla").orElse(false) ? fields.count(2, "cla_share_factor") : 1;
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            Layer layer = layer(types.get(i), i);
            boolean own = i < layers - shared && i % factor == 0;
            all.add(cached && (own || layer.cacheElements() == 0)
                    ? layer
                    : new Layer(cached ? Layer.Kind.SHARED : Layer.Kind.FULL, 0, OptionalInt.empty(),
                            layer.stateElements()));
        }
        return all;
    }

    private boolean diffusionModel() {
        return model.contains("llada") || model.contains("dream") || model.contains("diffusion");
    }

    private Layer layer(String type, int index) {
        return switch (type) {
            case LayerPattern.NONE -> Layer.none();
            case LayerPattern.SLIDING, LayerPattern.CHUNKED -> sliding(type, index);
            case LayerPattern.FULL -> full(index);
            case LayerPattern.BOTH -> new Layer(Layer.Kind.BOTH, full(index).cacheElements(), OptionalInt.empty(),
                    Recurrence.elements(fields, model, type));
            default -> new Layer(Layer.Kind.RECURRENT, 0, OptionalInt.empty(),
                    Recurrence.elements(fields, model, type));
        };
    }

    private Layer sliding(String type, int index) {
        OptionalInt window = type.equals(LayerPattern.CHUNKED) ? fields.count("attention_chunk_size") : window(fields);
        if (window.isEmpty()) {
            return full(index);
        }
        long keys = fields.count((int) headDim(), "swa_head_dim");
        long elements = fields.count("swa_num_key_value_heads").isPresent()
                ? fields.count(1, "swa_num_key_value_heads") * (keys + fields.count((int) keys, "swa_v_head_dim"))
                : attention(headDim(), keyValueHeads(index));
        return new Layer(Layer.Kind.SLIDING, elements, window, 0);
    }

    private Layer full(int index) {
        OptionalInt latent = fields.count("kv_lora_rank");
        if (latent.isPresent()) {
            long elements = (long) latent.getAsInt() + fields.count(64, "qk_rope_head_dim")
                    + fields.count(0, "index_head_dim");
            return new Layer(Layer.Kind.LATENT, elements, OptionalInt.empty(), 0);
        }
        long dim = fields.count((int) headDim(), "global_head_dim");
        long kv = fields.flag("attention_k_eq_v").orElse(false)
                ? fields.count((int) keyValueHeads(index), "num_global_key_value_heads")
                : keyValueHeads(index);
        return new Layer(Layer.Kind.FULL, attention(dim, kv), OptionalInt.empty(), 0);
    }

    private long attention(long dim, long keyValueHeads) {
        boolean plain = fields.count("kv_lora_rank").isEmpty();
        return keyValueHeads * (dim + (plain ? fields.count((int) dim, "v_head_dim") : dim));
    }

    private long headDim() {
        return fields.count("head_dim", "kv_channels", "attention_head_dim", "hidden_size_per_head").isPresent()
                ? fields.count(1, "head_dim", "kv_channels", "attention_head_dim", "hidden_size_per_head")
                : Math.max(1, hidden / heads);
    }

    private long keyValueHeads(int index) {
        List<Integer> each = fields.numbers("num_key_value_heads", "num_kv_heads", "num_key_value_heads_per_layer");
        if (each.size() > index) {
            return Math.max(0, each.get(index));
        }
        if (fields.flag("multi_query_attention").orElse(false)) {
            return fields.count(1, "multi_query_group_num");
        }
        OptionalInt shared = fields.count("n_shared_head");
        int own = fields.within("attn_config").count(0, "kv_n_heads");
        if (fields.flag("multi_query").orElse(false) && !fields.flag("new_decoder_architecture").orElse(false)) {
            return 1;
        }
        return fields.count(own > 0 ? own : shared.isPresent() ? Math.max(1, heads / shared.getAsInt()) : heads,
                "num_key_value_heads", "num_kv_heads", "n_head_kv", "n_kv_heads");
    }

    private Optional<Shape.Experts> experts() {
        Fields nested = fields.within("ffn_config");
        int routed = fields.count(nested.count(0, "moe_num_experts"), "num_local_experts", "n_routed_experts",
                "num_experts", "moe_num_experts");
        int chosen = fields.count(nested.count(0, "moe_top_k"), "num_experts_per_tok", "num_experts_per_token",
                "experts_per_token", "moe_topk", "moe_k", "top_k_experts", "moe_top_k", "num_selected_experts");
        return routed > 1 && chosen > 0 && chosen <= routed
                ? Optional.of(new Shape.Experts(routed, chosen,
                        fields.count(0, "n_shared_experts", "num_shared_experts", "num_shared_expert")))
                : Optional.empty();
    }

    private long feedForward(Optional<Shape.Experts> experts) {
        long dense = fields.count(4 * hidden, "intermediate_size", "n_inner",
                "ffn_hidden_size", "ffn_dim", "d_ff");
        if (experts.isEmpty()) {
            return dense;
        }
        long width = fields.count((int) dense, "moe_intermediate_size", "expert_ffn_hidden_size");
        long shared = fields.count(0, "shared_expert_intermediate_size", "moe_shared_expert_intermediate_size");
        return width * experts.get().chosen() + (shared > 0 ? shared : width * experts.get().shared());
    }
}
