package dev.mekiki.engines.model;

import java.util.List;
import java.util.Optional;

/** Rotary positions as config.json gives them: {@code rope_parameters} (transformers 5) or {@code rope_theta} and {@code rope_scaling}. */
record Rope(double theta, RopeScaling scaling) {
    static Rope read(ConfigFields fields) {
        double theta = fields.positive("rope_theta", 10_000);
        Optional<ConfigFields> parameters = fields.object("rope_parameters").map(found -> flat(found, fields));
        if (parameters.isPresent()) {
            return new Rope(parameters.get().positive("rope_theta", theta), scaling(parameters.get(), fields));
        }
        return new Rope(theta, fields.object("rope_scaling").map(found -> scaling(found, fields))
                .orElseGet(RopeScaling.None::new));
    }

    /** transformers 5 may write one set for each kind of layer; jlama has one table for all. */
    private static ConfigFields flat(ConfigFields parameters, ConfigFields root) {
        List<String> kinds = parameters.objects();
        if (kinds.isEmpty()) {
            return parameters;
        }
        long different = kinds.stream().map(kind -> parameters.root().get(kind)).distinct().count();
        if (different > 1) {
            root.problem("jlama has one set of rotary frequencies, this model one for each kind of layer");
        }
        return parameters.object(kinds.getFirst()).orElse(parameters);
    }

    private static RopeScaling scaling(ConfigFields rope, ConfigFields root) {
        if (rope.number("partial_rotary_factor").orElse(1) != 1) {
            root.problem("jlama rotates whole heads, this model only parts (partial_rotary_factor)");
        }
        String type = rope.text("rope_type").or(() -> rope.text("type")).orElse("default");
        return switch (type) {
            case "default" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(needed(rope, root, "factor"));
            case "llama3" -> llama3(rope, root);
            default -> {
                root.problem("RoPE scaling of type " + type + " is not supported; default, linear and llama3 are");
                yield new RopeScaling.None();
            }
        };
    }

    private static RopeScaling llama3(ConfigFields rope, ConfigFields root) {
        double trained = rope.number("original_max_position_embeddings").isPresent()
                ? needed(rope, root, "original_max_position_embeddings")
                : root.positive("original_max_position_embeddings", root.positive("max_position_embeddings", 8192));
        double low = needed(rope, root, "low_freq_factor");
        double high = needed(rope, root, "high_freq_factor");
        if (high <= low) {
            root.problem("config.json: high_freq_factor should be more than low_freq_factor");
        }
        return new RopeScaling.Llama3(needed(rope, root, "factor"), low, high, trained);
    }

    private static double needed(ConfigFields rope, ConfigFields root, String key) {
        if (rope.node(key).isEmpty()) {
            root.problem("config.json: RoPE scaling lacks " + key);
        }
        return rope.positive(key, 1);
    }
}
