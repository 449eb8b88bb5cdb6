package dev.mekiki.license.files;

import dev.mekiki.license.architecture.Shape;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trained numbers, counted from tensors' shapes.
 *
 * @param total a tied output layer once, packed weights as what they stand for; absent where that can't be told
 * @param active of them, what one token passes through: all but the routed experts not chosen and the layers that predict further
 *        tokens; embeddings and output layer are in
 * @param parts by part: {@code embeddings}, {@code routed_experts}, {@code prediction_layers}, {@code vision_audio}, {@code rest}
 */
public record ParameterCount(OptionalLong total, OptionalLong active, SortedMap<String, Long> parts) {
    public static final String EMBEDDINGS = "embeddings";
    public static final String ROUTED = "routed_experts";
    public static final String PREDICTION = "prediction_layers";
    public static final String SENSES = "vision_audio";
    public static final String REST = "rest";
    private static final Pattern MASK = Pattern.compile(".*\\.(?:attn|attention)\\.(?:bias|masked_bias)");
    private static final Pattern EMBEDDING = Pattern.compile(
            "(?:.*[._])?(?:embed_tokens(?:_per_layer)?|wte|wpe|word_embeddings|embed_in|tok_embeddings|shared|token_embd)\\.weight|in_embed\\.weight");
    private static final Pattern OUTPUT = Pattern.compile("(?:.*\\.)?(?:lm_head|embed_out|output)\\.weight");
    private static final Pattern EXPERTS = Pattern.compile(
            "(?:.*\\.)?experts\\..*|.*block_sparse_moe\\.(?:input|output)_linear\\.weight|.*\\.moe\\.(?:gate|up|down)_proj\\.weight|.*ffn_(?:gate|up|down|gate_up)_exps\\..*");
    private static final Pattern OTHER_SENSES = Pattern.compile(
            "(?:model\\.|base_model\\.)?(?:visual|vision[a-z_]*|audio[a-z_]*|image_newline|multi_modal_projector|mm_projector|mlp1|connector|aligner|speech[a-z_]*)\\..*");
    private static final Pattern LAYER = Pattern.compile("(?:model\\.|language_model\\.)*layers\\.(\\d{1,6})\\..*");

    public ParameterCount {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    public static ParameterCount unknown() {
        return new ParameterCount(OptionalLong.empty(), OptionalLong.empty(), new TreeMap<>());
    }

    /** What an archive of named, shaped numbers holds, however they are packed. */
    public static ParameterCount of(Collection<TensorInfo> tensors, Quantization.Counting how) {
        Set<String> names = HashSet.newHashSet(tensors.size());
        tensors.forEach(tensor -> names.add(tensor.name()));
        Packing packing = new Packing(names, how.quantization());
        Map<String, Boolean> embedding = new HashMap<>();
        Set<List<Long>> embeddings = new HashSet<>();
        tensors.stream()
                .filter(tensor -> embedding.computeIfAbsent(TensorNames.kind(tensor.name()),
                        kind -> EMBEDDING.matcher(kind).matches()))
                .map(TensorInfo::shape).forEach(embeddings::add);
        Map<String, Long> parts = new HashMap<>();
        Map<String, String> partsOfKinds = new HashMap<>();
        for (TensorInfo tensor : tensors) {
            if ((tensor.shape().size() == 4 && MASK.matcher(tensor.name()).matches())
                    || (how.tied() && OUTPUT.matcher(tensor.name()).matches() && embeddings.contains(tensor.shape()))) {
                continue;
            }
            OptionalLong numbers = packing.weights(tensor);
            if (numbers.isEmpty()) {
                return unknown();
            }
            String part = beyond(tensor.name(), how.shape())
                    ? PREDICTION
                    : partsOfKinds.computeIfAbsent(TensorNames.kind(tensor.name()), ParameterCount::part);
            parts.merge(part, numbers.getAsLong(), ParameterCount::plus);
        }
        return of(parts, how.shape().flatMap(Shape::experts));
    }

    private static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static ParameterCount of(Map<String, Long> parts, Optional<Shape.Experts> experts) {
        SortedMap<String, Long> shown = new TreeMap<>();
        parts.forEach((part, count) -> {
            if (count > 0) {
                shown.put(part, count);
            }
        });
        long total = shown.values().stream().reduce(0L, ParameterCount::plus);
        long routed = shown.getOrDefault(ROUTED, 0L);
        long common = total - routed - shown.getOrDefault(PREDICTION, 0L);
        OptionalLong active = routed == 0
                ? OptionalLong.of(common)
                : experts.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(common + Math.round((double) routed * experts.get().chosen()
                                / experts.get().routed()));
        return new ParameterCount(OptionalLong.of(total), active, shown);
    }

    /** Whether it is of a layer after the last one that a token passes through. */
    private static boolean beyond(String name, Optional<Shape> shape) {
        if (shape.isEmpty() || !name.contains("layers.")) {
            return false;
        }
        Matcher layer = LAYER.matcher(name);
        return layer.matches() && Integer.parseInt(layer.group(1)) >= shape.get().layers().size();
    }

    private static String part(String name) {
        if (name.startsWith("mtp.") || name.startsWith("model.mtp.")) {
            return PREDICTION;
        }
        if (OTHER_SENSES.matcher(name).matches()) {
            return SENSES;
        }
        if (EXPERTS.matcher(name).matches()) {
            return ROUTED;
        }
        return EMBEDDING.matcher(name).matches() || OUTPUT.matcher(name).matches() ? EMBEDDINGS : REST;
    }
}
