package dev.mekiki.license.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which layer mixes tokens how, as the many ways of saying so in {@code config.json} have it. */
final class LayerPattern {
    static final String FULL = "full_attention";
    static final String SLIDING = "sliding_attention";
    static final String CHUNKED = "chunked_attention";
    static final String RECURRENT = "mamba";
    static final String BOTH = "hybrid";
    static final String NONE = "mlp";

    private final Fields fields;
    private final String model;
    private final int layers;

    private LayerPattern(Fields fields, String model, int layers) {
        this.fields = fields;
        this.model = model;
        this.layers = layers;
    }

    /** A name for each layer: one of the constants above, or a recurrent kind's own name. */
    static List<String> of(Fields fields, String model, int layers) {
        LayerPattern pattern = new LayerPattern(fields, model, layers);
        return pattern.listed().or(pattern::hybrid).or(pattern::windows)
                .orElseGet(() -> pattern.where(_ -> true, FULL));
    }

    private Optional<List<String>> listed() {
        List<String> types = fields.texts("layer_types", "layers_block_type", "block_types", "layers_block_types");
        if (!types.isEmpty()) {
            return Optional.of(cycle(types.stream().map(this::named).toList()));
        }
        Optional<String> letters = fields.text("hybrid_override_pattern");
        if (letters.isPresent() && !letters.get().isEmpty()) {
            return Optional.of(cycle(letters.get().chars().limit(layers).mapToObj(c -> switch (c) {
                case 'M' -> RECURRENT;
                case '*' -> FULL;
                default -> NONE;
            }).toList()));
        }
        List<Integer> flags = fields.numbers("attn_type_list");
        if (!flags.isEmpty()) {
            return Optional.of(cycle(flags.stream().map(flag -> flag == 0 ? RECURRENT : FULL).toList()));
        }
        List<Integer> windows = fields.numbers("hybrid_layer_pattern");
        return windows.isEmpty()
                ? Optional.empty()
                : Optional.of(cycle(windows.stream().map(flag -> flag == 1 ? SLIDING : FULL).toList()));
    }

    private String named(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        if (name.contains("sliding") || name.equals("swa") || name.contains("local")
                || (model.equals("recurrent_gemma") && name.equals("attention"))) {
            return SLIDING;
        }
        if (name.contains("chunk")) {
            return CHUNKED;
        }
        if (name.equals("hybrid")) {
            return model.startsWith("zamba") ? BOTH : FULL;
        }
        if (name.equals("mlp") || name.equals("moe")) {
            return NONE;
        }
        if (name.equals("lightning_attention")) {
            return RECURRENT;
        }
        return name.contains("linear") || name.contains("mamba") || name.contains("recurrent") || name.contains("conv")
                || name.contains("ssm") || name.contains("delta") || name.contains("kda") ? name : FULL;
    }

    private Optional<List<String>> hybrid() {
        if (model.startsWith("mamba") || model.equals("falcon_mamba") || model.startsWith("rwkv")) {
            return Optional.of(where(_ -> false, FULL));
        }
        if (model.equals("falcon_h1")) {
            return Optional.of(where(_ -> true, BOTH));
        }
        List<Integer> full = fields.numbers("attn_layer_indices", "full_attn_idxs");
        if (!full.isEmpty()) {
            return Optional.of(where(full::contains, FULL));
        }
        List<Integer> kimi = fields.within("linear_attn_config").numbers("full_attn_layers");
        if (!kimi.isEmpty()) {
            return Optional.of(where(i -> kimi.contains(i + 1), FULL));
        }
        if (fields.count("attn_layer_period").isPresent()) {
            int offset = fields.count(0, "attn_layer_offset");
            return Optional.of(where(every(fields.count(1, "attn_layer_period"), offset), FULL));
        }
        if (fields.count("full_attention_interval").isPresent() || model.startsWith("qwen3_next")) {
            int interval = fields.count(4, "full_attention_interval");
            return Optional.of(where(every(interval, interval - 1), FULL));
        }
        if (fields.count("mamba_step").isPresent() && fields.flag("mamba_enabled").orElse(true)) {
            return Optional.of(plamo(fields.count(2, "mamba_step")));
        }
        return Optional.empty();
    }

    /** As PLaMo 2's own code has it. */
    private List<String> plamo(int step) {
        List<Integer> full = fields.numbers("full_attention_idx");
        IntPredicate attention = layers <= step / 2 ? i -> i == layers - 1 : every(step, step / 2);
        return IntStream.range(0, layers)
                .mapToObj(i -> attention.test(i) ? full.contains(i) ? FULL : SLIDING : RECURRENT).toList();
    }

    private Optional<List<String>> windows() {
        if (fields.count("attention_chunk_size").isPresent()) {
            List<Integer> rope = fields.numbers("no_rope_layers");
            int interval = fields.count(4, "no_rope_layer_interval");
            return Optional.of(IntStream.range(0, layers).mapToObj(i -> rope.size() > i
                    ? rope.get(i) == 1
                    : (i + 1) % interval != 0).map(chunked -> chunked ? CHUNKED : FULL).toList());
        }
        if (ShapeReader.window(fields).isEmpty()) {
            return Optional.empty();
        }
        if (fields.text("sliding_window_pattern").isPresent()) {
            return Optional.of(cycle(fields.text("sliding_window_pattern").get().chars().limit(layers)
                    .mapToObj(c -> c == 'L' ? SLIDING : FULL).toList()));
        }
        int pattern = fields.count("sliding_window_pattern", "_sliding_window_pattern").orElse(switch (model) {
            case "gemma2", "gpt_oss" -> 2;
            case "gemma3", "gemma3_text", "gemma4", "gemma4_text" -> 6;
            case "gemma3n", "gemma3n_text" -> 5;
            case "cohere2", "exaone4", "olmo3" -> 4;
            default -> 0;
        });
        if (pattern > 0) {
            IntPredicate full = every(pattern, pattern - 1);
            return Optional.of(IntStream.range(0, layers).mapToObj(i -> full.test(i) ? FULL : SLIDING).toList());
        }
        Optional<Boolean> used = fields.flag("use_sliding_window");
        if (model.startsWith("qwen")) {
            int from = fields.node("max_window_layers").filter(n -> n.isIntegralNumber() && n.canConvertToInt())
                    .map(n -> n.intValue()).orElse(layers);
            return used.orElse(false)
                    ? Optional.of(IntStream.range(0, layers).mapToObj(i -> i >= from ? SLIDING : FULL).toList())
                    : Optional.empty();
        }
        return used.orElse(true) ? Optional.of(where(_ -> false, SLIDING, SLIDING)) : Optional.empty();
    }

    private static IntPredicate every(int period, int offset) {
        return i -> i % Math.max(1, period) == offset % Math.max(1, period);
    }

    private List<String> where(IntPredicate full, String name) {
        return where(full, name, RECURRENT);
    }

    private List<String> where(IntPredicate full, String name, String otherwise) {
        return IntStream.range(0, layers).mapToObj(i -> full.test(i) ? name : otherwise).toList();
    }

    /** Repeats a list that is shorter than the model; cuts a longer one. */
    private List<String> cycle(List<String> types) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            all.add(types.get(i % types.size()));
        }
        return all;
    }
}
