package dev.mekiki.license.architecture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How many tokens a model takes.
 *
 * @param tokens what it is made for, RoPE scaling included
 * @param declared the configuration's own figure, where scaling makes {@code tokens} another
 * @param trained before scaling, where told
 * @param scaling in words, such as {@code yarn ×4 from 32768}
 * @param window the narrowest sliding window or chunk, where layers have one
 */
public record ContextLength(OptionalInt tokens, OptionalInt declared, OptionalInt trained, Optional<String> scaling,
        OptionalInt window) {
    private static final List<String> KEYS = List.of("max_position_embeddings", "n_positions", "n_ctx",
            "max_sequence_length", "seq_length", "max_seq_len", "model_max_length", "max_context_length");
    private static final Set<String> UNSCALED = Set.of("", "default", "mrope", "none");

    public static ContextLength read(JsonNode config, Optional<Shape> shape) {
        Fields fields = Fields.of(config, Fields.MOST_TOKENS);
        OptionalInt declared = fields.count(KEYS.toArray(String[]::new));
        OptionalInt window = shape.stream().flatMap(each -> each.layers().stream()).map(Layer::window)
                .filter(OptionalInt::isPresent).mapToInt(OptionalInt::getAsInt).min();
        Fields rope = fields.within("rope_scaling");
        Fields scaling = rope.isEmpty() ? parameters(fields) : rope;
        String type = scaling.text("rope_type", "type").orElse("").toLowerCase(Locale.ROOT);
        OptionalInt original = scaling.count("original_max_position_embeddings").isPresent()
                ? scaling.count("original_max_position_embeddings")
                : fields.count("original_max_position_embeddings");
        OptionalDouble factor = scaling.number("factor");
        if (declared.isEmpty() || UNSCALED.contains(type)) {
            return new ContextLength(declared, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), window);
        }
        // llama3, longrope, and gemma's linear state the extended length; yarn multiplies the original one
        OptionalInt tokens = type.equals("yarn") && factor.isPresent() && factor.getAsDouble() >= 1
                ? scaled(original.orElse(declared.getAsInt()), factor.getAsDouble(), declared.getAsInt())
                : declared;
        return new ContextLength(tokens, tokens.equals(declared) ? OptionalInt.empty() : declared, original,
                Optional.of(words(type, factor, original)), window);
    }

    /** As transformers 5 writes it: for all layers, or one object for each kind of layer. */
    private static Fields parameters(Fields fields) {
        Fields parameters = fields.within("rope_parameters");
        Fields full = parameters.within("full_attention");
        return full.isEmpty() ? parameters : full;
    }

    private static OptionalInt scaled(int original, double factor, int declared) {
        double tokens = original * factor;
        return OptionalInt.of(tokens <= Fields.MOST_TOKENS ? Math.max(1, (int) Math.round(tokens)) : declared);
    }

    private static String words(String type, OptionalDouble factor, OptionalInt original) {
        String name = type.length() > 20 ? type.substring(0, 20) : type;
        String by = factor.isEmpty()
                ? ""
                : " ×" + (factor.getAsDouble() == Math.rint(factor.getAsDouble()) && factor.getAsDouble() < 1e9
                        ? Long.toString((long) factor.getAsDouble())
                        : Double.toString(factor.getAsDouble()));
        return name + by + (original.isPresent() ? " from " + original.getAsInt() : "");
    }
}
