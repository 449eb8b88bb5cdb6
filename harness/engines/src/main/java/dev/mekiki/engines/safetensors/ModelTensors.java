package dev.mekiki.engines.safetensors;

import dev.mekiki.engines.model.Architecture;
import dev.mekiki.engines.model.ModelConfig;
import dev.mekiki.engines.model.UnusableModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tensors that a model needs, each of the right shape, and no others: a tensor that nobody reads would mean that the
 * model is something else than it says. GPT-2's names are without {@code transformer.} here.
 */
public final class ModelTensors {
    private static final String PREFIX = "transformer.";
    private static final String SCALES = ".qb";
    private final Map<String, TensorEntry> entries;
    private final Map<String, TensorEntry> scales;
    private final Map<String, TensorView> views = new ConcurrentHashMap<>();

    private ModelTensors(Map<String, TensorEntry> entries, Map<String, TensorEntry> scales) {
        this.entries = entries;
        this.scales = scales;
    }

    /** @throws UnusableModel with the first few things that don't fit */
    public static ModelTensors of(ModelConfig config, ModelWeights weights) throws UnusableModel {
        Map<String, TensorEntry> found = new LinkedHashMap<>();
        Map<String, TensorEntry> scales = new LinkedHashMap<>();
        weights.tensors().forEach((name, entry) -> {
            String plain = config.architecture() == Architecture.GPT2 && name.startsWith(PREFIX)
                    ? name.substring(PREFIX.length())
                    : name;
            if (plain.endsWith(SCALES)) {
                scales.put(plain.substring(0, plain.length() - SCALES.length()), entry);
            } else {
                found.put(plain, entry);
            }
        });
        List<String> problems = new ArrayList<>();
        Map<String, TensorEntry> used = new LinkedHashMap<>();
        expected(config).forEach((name, shape) -> {
            TensorEntry entry = found.remove(name);
            if (entry == null) {
                problems.add("the weights lack " + name);
            } else {
                used.put(name, entry);
                problem(entry, shape, Optional.ofNullable(scales.get(name))).ifPresent(problems::add);
            }
        });
        for (String name : found.keySet()) {
            if (!ignored(name, config)) {
                problems.add("jlama would leave out the tensor " + name);
            }
        }
        if (!problems.isEmpty()) {
            int more = problems.size() - 3;
            throw new UnusableModel(String.join("; ", problems.subList(0, Math.min(3, problems.size())))
                    + (more > 0 ? "; and " + more + " more like these" : ""));
        }
        return new ModelTensors(used, scales);
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** Mapped on first use. */
    public TensorView view(String name) {
        return views.computeIfAbsent(name, key -> {
            TensorEntry entry = entries.get(key);
            if (entry == null) {
                throw new IllegalArgumentException("no tensor " + key);
            }
            try {
                return TensorView.map(entry, Optional.ofNullable(scales.get(key)));
            } catch (IOException e) {
                throw new UncheckedIOException("can't map " + key, e);
            }
        });
    }

    /** Bytes of the tensors in use, as stored. */
    public long bytes() {
        return entries.values().stream().mapToLong(TensorEntry::bytes).sum();
    }

    /** Stored types in use. */
    public java.util.SortedSet<StoredType> types() {
        java.util.TreeSet<StoredType> types = new java.util.TreeSet<>();
        entries.values().forEach(entry -> entry.type().ifPresent(types::add));
        return types;
    }

    private static Optional<String> problem(TensorEntry entry, List<Long> shape, Optional<TensorEntry> scales) {
        if (entry.type().isEmpty()) {
            return Optional.of("tensor " + entry.name() + " is of type " + entry.typeName()
                    + "; jlama reads F32, F16, BF16 and its own Q4 and I8");
        }
        if (!entry.plainShape().equals(shape)) {
            return Optional.of("tensor " + entry.name() + " has shape " + entry.shape() + ", config.json makes it "
                    + shape);
        }
        if (entry.bytes() > TensorView.MOST_BYTES) {
            return Optional.of("tensor " + entry.name() + " is larger than the 2 GiB that can be mapped");
        }
        if (entry.type().get().quantised() && (shape.getLast() % StoredType.BLOCK != 0 || scales.isEmpty()
                || !scales.get().type().equals(Optional.of(StoredType.F32))
                || scales.get().bytes() != 4 * product(shape) / StoredType.BLOCK)) {
            return Optional.of("tensor " + entry.name() + " lacks its scales (" + entry.name() + ".qb)");
        }
        return Optional.empty();
    }

    private static long product(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    private static boolean ignored(String name, ModelConfig config) {
        boolean mask = name.endsWith(".attn.bias") || name.endsWith(".attn.masked_bias");
        boolean tied = name.equals("lm_head.weight") && config.tied();
        return tied || name.endsWith("rotary_emb.inv_freq") || (mask && config.architecture() == Architecture.GPT2);
    }

    private static Map<String, List<Long>> expected(ModelConfig config) {
        return config.architecture() == Architecture.GPT2 ? gpt2(config) : llamaLike(config);
    }

    private static Map<String, List<Long>> llamaLike(ModelConfig c) {
        Map<String, List<Long>> names = new LinkedHashMap<>();
        long hidden = c.hidden();
        names.put("model.embed_tokens.weight", List.of((long) c.vocabulary(), hidden));
        for (int i = 0; i < c.layers(); i++) {
            String layer = "model.layers." + i + ".";
            for (String norm : norms(c.architecture())) {
                names.put(layer + norm + "_layernorm.weight", List.of(hidden));
            }
            String attention = layer + "self_attn.";
            Map<String, Long> widths = Map.of("q", (long) c.attentionWidth(), "k", (long) c.kvWidth(), "v",
                    (long) c.kvWidth());
            widths.forEach((part, width) -> {
                names.put(attention + part + "_proj.weight", List.of(width, hidden));
                if (c.architecture() == Architecture.QWEN2) {
                    names.put(attention + part + "_proj.bias", List.of(width));
                }
            });
            names.put(attention + "o_proj.weight", List.of(hidden, (long) c.attentionWidth()));
            names.put(layer + "mlp.gate_proj.weight", List.of((long) c.intermediate(), hidden));
            names.put(layer + "mlp.up_proj.weight", List.of((long) c.intermediate(), hidden));
            names.put(layer + "mlp.down_proj.weight", List.of(hidden, (long) c.intermediate()));
        }
        names.put("model.norm.weight", List.of(hidden));
        if (!c.tied()) {
            names.put("lm_head.weight", List.of((long) c.vocabulary(), hidden));
        }
        return names;
    }

    private static List<String> norms(Architecture architecture) {
        return architecture == Architecture.GEMMA2
                ? List.of("input", "post_attention", "pre_feedforward", "post_feedforward")
                : List.of("input", "post_attention");
    }

    private static Map<String, List<Long>> gpt2(ModelConfig c) {
        Map<String, List<Long>> names = new LinkedHashMap<>();
        long hidden = c.hidden();
        names.put("wte.weight", List.of((long) c.vocabulary(), hidden));
        names.put("wpe.weight", List.of((long) c.maxPositions(), hidden));
        for (int i = 0; i < c.layers(); i++) {
            String layer = "h." + i + ".";
            norm(names, layer + "ln_1", hidden);
            linear(names, layer + "attn.c_attn", hidden, 3 * hidden);
            linear(names, layer + "attn.c_proj", hidden, hidden);
            norm(names, layer + "ln_2", hidden);
            linear(names, layer + "mlp.c_fc", hidden, c.intermediate());
            linear(names, layer + "mlp.c_proj", c.intermediate(), hidden);
        }
        norm(names, "ln_f", hidden);
        return names;
    }

    private static void norm(Map<String, List<Long>> names, String name, long width) {
        names.put(name + ".weight", List.of(width));
        names.put(name + ".bias", List.of(width));
    }

    private static void linear(Map<String, List<Long>> names, String name, long in, long out) {
        names.put(name + ".weight", List.of(in, out));
        names.put(name + ".bias", List.of(out));
    }
}
