package dev.mekiki.license.files;

import dev.mekiki.license.architecture.Shape;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * How {@code config.json} says that weights are quantised.
 *
 * @param method such as {@code gptq}, {@code awq}, {@code fp8}, {@code mxfp4}, {@code compressed-tensors}, {@code mlx}
 * @param bits of a weight, where told
 * @param cacheType what the configuration wants keys and values kept in, where told
 */
public record Quantization(String method, OptionalInt bits, Optional<String> cacheType) {
    private static final int LONGEST = 60;

    /** Of {@code quantization_config}, or of MLX's {@code quantization}. */
    static Optional<Quantization> read(JsonNode config) {
        for (JsonNode place : new JsonNode[]{config, config.path("text_config")}) {
            if (place.path("quantization_config").isObject()) {
                return Optional.of(of(place.path("quantization_config")));
            }
            if (place.path("quantization").isObject() && place.path("quantization").has("group_size")) {
                return Optional.of(new Quantization("mlx", bits(place.path("quantization").path("bits")),
                        Optional.empty()));
            }
        }
        return Optional.empty();
    }

    private static Quantization of(JsonNode node) {
        String method = text(node.path("quant_method"));
        String algorithm = text(node.path("quant_algo"));
        OptionalInt bits = bits(node.path("bits"));
        if (bits.isEmpty()) {
            bits = bits(node.path("w_bit"));
        }
        if (node.path("load_in_4bit").asBoolean(false)) {
            bits = OptionalInt.of(4);
        } else if (node.path("load_in_8bit").asBoolean(false)) {
            bits = OptionalInt.of(8);
        }
        for (JsonNode group : node.path("config_groups")) {
            bits = bits.isPresent() ? bits : bits(group.path("weights").path("num_bits"));
        }
        JsonNode cache = node.path("kv_cache_scheme");
        Optional<String> cacheType = bits(cache.path("num_bits")).equals(OptionalInt.of(8))
                || text(node.path("kv_cache_quant_algo")).toLowerCase(Locale.ROOT).contains("fp8")
                        ? Optional.of("fp8")
                        : Optional.empty();
        String name = method.isEmpty() ? algorithm : algorithm.isEmpty() ? method : method + " " + algorithm;
        return new Quantization(name.isEmpty() ? "unnamed" : name.toLowerCase(Locale.ROOT), bits, cacheType);
    }

    private static OptionalInt bits(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 1 && node.intValue() <= 32
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }

    private static String text(JsonNode node) {
        String text = node.isString() ? node.stringValue().strip() : "";
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /** What counting parameters needs to know. */
    public record Counting(boolean tied, Optional<Quantization> quantization, Optional<Shape> shape) {}
}
