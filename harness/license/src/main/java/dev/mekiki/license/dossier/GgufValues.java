package dev.mekiki.license.dossier;

import dev.mekiki.license.architecture.ContextLength;
import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.gguf.GgufHeader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Metadata of a GGUF header, also under the names that {@code config.json} uses, so that one reader knows both. */
final class GgufValues {
    private static final int MOST_TEXTS = 200;
    private static final int LONGEST_TEXT = 300;
    /** GGUF key after the architecture's name, and its name in {@code config.json}. */
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("block_count", "num_hidden_layers"),
            Map.entry("embedding_length", "hidden_size"), Map.entry("attention.head_count", "num_attention_heads"),
            Map.entry("attention.key_length", "head_dim"), Map.entry("attention.value_length", "v_head_dim"),
            Map.entry("attention.sliding_window", "sliding_window"),
            Map.entry("attention.kv_lora_rank", "kv_lora_rank"),
            Map.entry("attention.shared_kv_layers", "num_kv_shared_layers"),
            Map.entry("attention.chunk_size", "attention_chunk_size"),
            Map.entry("feed_forward_length", "intermediate_size"), Map.entry("expert_count", "num_local_experts"),
            Map.entry("expert_used_count", "num_experts_per_tok"),
            Map.entry("expert_shared_count", "n_shared_experts"),
            Map.entry("expert_feed_forward_length", "moe_intermediate_size"), Map.entry("ssm.state_size", "state_size"),
            Map.entry("ssm.conv_kernel", "conv_kernel"), Map.entry("ssm.inner_size", "mamba_d_ssm"),
            Map.entry("ssm.group_count", "n_groups"), Map.entry("ssm.time_step_rank", "mamba_n_heads"),
            Map.entry("shortconv.l_cache", "conv_L_cache"));
    private final Map<String, Object> values;

    GgufValues(GgufHeader header) {
        this.values = header.values();
    }

    Optional<String> text(String key) {
        return values.get(key) instanceof String text && !text.isBlank()
                ? Optional.of(key.endsWith("chat_template") || text.length() <= LONGEST_TEXT
                        ? text
                        : text.substring(0, LONGEST_TEXT))
                : Optional.empty();
    }

    OptionalLong number(String key) {
        return values.get(key) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    List<String> texts(String key) {
        return texts(key, MOST_TEXTS);
    }

    List<String> texts(String key, int most) {
        return values.get(key) instanceof GgufHeader.Items items
                ? items.kept().stream().filter(String.class::isInstance).map(String.class::cast).limit(most)
                        .map(text -> text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text).toList()
                : List.of();
    }

    private String architecture() {
        return text("general.architecture").orElse("");
    }

    OptionalInt vocabulary() {
        OptionalLong told = number(architecture() + ".vocab_size");
        long size = told.isPresent()
                ? told.getAsLong()
                : values.get("tokenizer.ggml.tokens") instanceof GgufHeader.Items items ? items.count() : 0;
        return size > 0 && size <= Integer.MAX_VALUE ? OptionalInt.of((int) size) : OptionalInt.empty();
    }

    ContextLength context(Optional<Shape> shape) {
        OptionalLong tokens = number(architecture() + ".context_length");
        ObjectNode config = JsonMapper.shared().createObjectNode();
        tokens.ifPresent(count -> config.put("max_position_embeddings", count));
        ContextLength read = ContextLength.read(config, shape);
        OptionalLong trained = number(architecture() + ".rope.scaling.original_context_length");
        return new ContextLength(read.tokens(), OptionalInt.empty(),
                trained.isPresent() && trained.getAsLong() > 0 && trained.getAsLong() <= Integer.MAX_VALUE
                        ? OptionalInt.of((int) trained.getAsLong())
                        : OptionalInt.empty(),
                text(architecture() + ".rope.scaling.type").filter(type -> !type.equals("none")), read.window());
    }

    JsonNode asConfig() {
        ObjectNode config = JsonMapper.shared().createObjectNode();
        String architecture = architecture();
        config.put("model_type", architecture.replace('-', '_'));
        NAMES.forEach((key, name) -> {
            Object value = values.get(architecture + "." + key);
            if (value instanceof Long number) {
                config.put(name, number);
            } else if (value instanceof GgufHeader.Items items) {
                items.kept().stream().filter(Long.class::isInstance).mapToLong(Long.class::cast).max()
                        .ifPresent(most -> config.put(name, most));
            }
        });
        vocabulary().ifPresent(size -> config.put("vocab_size", size));
        if (config.has("kv_lora_rank")) {
            number(architecture + ".rope.dimension_count").ifPresent(size -> config.put("qk_rope_head_dim", size));
        }
        heads(config, values.get(architecture + ".attention.head_count_kv"));
        return config;
    }

    /** One number for all layers, or one for each: 0 for a layer without attention. */
    private static void heads(ObjectNode config, @Nullable Object heads) {
        if (heads instanceof Long number) {
            config.put("num_key_value_heads", number);
        } else if (heads instanceof GgufHeader.Items items) {
            ArrayNode each = config.putArray("num_key_value_heads");
            ArrayNode types = JsonMapper.shared().createArrayNode();
            boolean recurrent = config.has("state_size") || config.has("conv_L_cache");
            for (Object item : items.kept()) {
                long number = item instanceof Long value ? value : 0;
                each.add(number);
                types.add(number > 0 ? "full_attention" : config.has("conv_L_cache") ? "conv" : "mamba");
            }
            if (recurrent) {
                config.set("layer_types", types);
            }
        }
    }
}
