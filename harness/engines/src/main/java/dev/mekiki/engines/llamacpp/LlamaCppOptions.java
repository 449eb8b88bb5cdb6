package dev.mekiki.engines.llamacpp;

import dev.mekiki.engines.llamacpp.lib.CacheType;
import dev.mekiki.engines.llamacpp.lib.ModelSettings.Split;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.model.UnusableModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A candidate's options for llama.cpp.
 *
 * @param lib folder of the libraries
 * @param keys what keys and values are kept in; the two in this order
 */
record LlamaCppOptions(Optional<String> lib, OptionalInt context, int threads, boolean exact, CacheType keys,
        CacheType values, int parallel, boolean batching, OptionalInt gpuLayers, List<String> devices,
        Optional<Split> split) {
    static final String LIB = "lib";
    private static final String CONTEXT = "context";
    private static final String THREADS = "threads";
    private static final String EXACT = "exact";
    private static final String KV_TYPE = "kv-type";
    private static final String PARALLEL = "parallel";
    private static final String BATCHING = "batching";
    private static final String GPU_LAYERS = "gpu-layers";
    private static final String DEVICES = "devices";
    private static final String SPLIT = "split";
    private static final int ALL_LAYERS = 999;
    private static final int MOST_PARALLEL = 256;

    static Map<String, String> described() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(LIB, "folder with libllama and its ggml libraries; default: " + LibraryPlaces.VARIABLE
                + ", else what “mekiki engines install llama.cpp” took, else the system's");
        options.put(CONTEXT, "most tokens of prompt and answer together; default: what the model was made for, at most "
                + LoadSettings.DEFAULT_CONTEXT);
        options.put(EXACT, "true or false: whether keys and values are F32 and flash attention is off, which"
                + " log-probabilities need to be those of the file; default: true. llama-server runs as false does");
        options.put(KV_TYPE, "what keys and values are kept in where exact is false: one type, or two with a comma,"
                + " of " + String.join(", ", CacheType.ids()) + "; default: f16");
        options.put(PARALLEL, "requests computed side by side; default: 1");
        options.put(BATCHING, "true or false: whether requests side by side are computed together, in one call, where"
                + " that gives the log-probabilities that each has alone; otherwise they take turns. Default: true");
        options.put(THREADS, "threads; default: half of the processors, at least 2");
        options.put(GPU_LAYERS, "layers on GPUs, or all; 0 for the processor alone; default: all where there is a GPU");
        options.put(DEVICES,
                "names or numbers of the GPUs to use, or CPU; default: all. With split: none each one runs a"
                        + " whole copy, and requests are shared out among them");
        options.put(SPLIT, "none, layer or row: how a model is shared out among GPUs; default: layer");
        return options;
    }

    static LlamaCppOptions of(SortedMap<String, String> options) throws UnusableModel {
        for (String name : options.keySet()) {
            if (!described().containsKey(name)) {
                throw new UnusableModel("llama.cpp has no option " + name + "; it has "
                        + String.join(", ", described().keySet()));
            }
        }
        boolean exact = oneOf(options, EXACT, List.of("true", "false")).map(Boolean::parseBoolean).orElse(true);
        List<CacheType> types = types(options);
        if (exact && !types.isEmpty() && types.stream().anyMatch(type -> type != CacheType.F32)) {
            throw new UnusableModel("option kv-type goes with exact: false; exact log-probabilities need f32");
        }
        CacheType keys = exact ? CacheType.F32 : types.isEmpty() ? CacheType.F16 : types.getFirst();
        OptionalInt layers = "all".equals(options.get(GPU_LAYERS))
                ? OptionalInt.of(ALL_LAYERS)
                : number(options, GPU_LAYERS, 0, ALL_LAYERS);
        Optional<Split> split = oneOf(options, SPLIT, List.of("none", "layer", "row"))
                .map(name -> Split.valueOf(name.toUpperCase(Locale.ROOT)));
        List<String> devices = Optional.ofNullable(options.get(DEVICES)).map(text -> Arrays.stream(text.split(",", -1))
                .map(String::strip).filter(name -> !name.isEmpty()).toList()).orElse(List.of());
        int processors = Runtime.getRuntime().availableProcessors();
        return new LlamaCppOptions(Optional.ofNullable(options.get(LIB)), number(options, CONTEXT, 1, 1 << 24),
                number(options, THREADS, 1, 1024).orElse(Math.clamp(processors / 2, Math.min(2, processors), 64)),
                exact, keys, exact || types.isEmpty() ? keys : types.getLast(),
                number(options, PARALLEL, 1, MOST_PARALLEL).orElse(1),
                oneOf(options, BATCHING, List.of("true", "false")).map(Boolean::parseBoolean).orElse(true), layers,
                devices, split);
    }

    private static List<CacheType> types(SortedMap<String, String> options) throws UnusableModel {
        String text = options.get(KV_TYPE);
        if (text == null) {
            return List.of();
        }
        List<Optional<CacheType>> types = Arrays.stream(text.split(",", -1)).map(String::strip).map(CacheType::of)
                .toList();
        if (types.size() > 2 || types.stream().anyMatch(Optional::isEmpty)) {
            throw new UnusableModel("option kv-type should be one or two of " + String.join(", ", CacheType.ids())
                    + ", not " + text);
        }
        return types.stream().flatMap(Optional::stream).toList();
    }

    private static Optional<String> oneOf(SortedMap<String, String> options, String name, List<String> values)
            throws UnusableModel {
        String value = options.get(name);
        if (value != null && !values.contains(value)) {
            throw new UnusableModel("option " + name + " should be " + String.join(" or ", values) + ", not " + value);
        }
        return Optional.ofNullable(value);
    }

    private static OptionalInt number(SortedMap<String, String> options, String name, int least, int most)
            throws UnusableModel {
        String text = options.get(name);
        if (text == null) {
            return OptionalInt.empty();
        }
        if (text.strip().matches("\\d{1,9}")) {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return OptionalInt.of(value);
            }
        }
        throw new UnusableModel("option " + name + " should be a whole number from " + least + " to " + most + ", not "
                + text);
    }

    /** One for each worker: several devices with a whole copy each, or one for all. */
    List<LoadSettings> settings(Path library, Path file, SortedMap<String, String> chatTemplate) {
        LoadSettings one = new LoadSettings(library.toString(), file.toString(), false, context, threads, exact, keys,
                values, parallel, batching, gpuLayers, devices, split, chatTemplate);
        return split.equals(Optional.of(Split.NONE)) && devices.size() > 1
                ? devices.stream().map(device -> one.on(List.of(device))).toList()
                : List.of(one);
    }

    /** @param together whether requests side by side are computed together */
    SortedMap<String, String> resolved(int tokens, List<String> used, boolean together) {
        SortedMap<String, String> all = new TreeMap<>();
        all.put(CONTEXT, String.valueOf(tokens));
        all.put(THREADS, String.valueOf(threads));
        all.put(EXACT, String.valueOf(exact));
        all.put(KV_TYPE, keys == values ? keys.id() : keys.id() + "," + values.id());
        all.put(PARALLEL, String.valueOf(parallel));
        if (parallel > 1) {
            all.put(BATCHING, String.valueOf(together));
        }
        all.put(DEVICES, String.join(",", used));
        gpuLayers.ifPresent(layers -> all.put(GPU_LAYERS, layers == ALL_LAYERS ? "all" : String.valueOf(layers)));
        split.ifPresent(kind -> all.put(SPLIT, kind.name().toLowerCase(Locale.ROOT)));
        return all;
    }
}
