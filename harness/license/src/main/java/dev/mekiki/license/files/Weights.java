package dev.mekiki.license.files;

import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder's weights, from the headers of its files alone.
 *
 * @param files names of the weight files, sorted
 * @param dtypes of the tensors, the one with the most elements first
 * @param parameters elements of all trained tensors, a tied output layer once; absent where weights are packed
 */
record Weights(String format, NavigableSet<String> files, long bytes, List<String> dtypes, OptionalLong parameters,
        List<String> warnings) {
    private static final String INDEX = "model.safetensors.index.json";
    private static final String SINGLE = "model.safetensors";
    private static final int LARGEST_INDEX = 64 << 20;
    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]+");
    /** Scales and tables that are computed, not trained. */
    private static final Pattern COMPUTED = Pattern
            .compile(".*(?:rotary_emb\\.inv_freq|position_ids|_scale_inv|\\.weight_scale|\\.input_scale|\\.qb)");
    private static final Pattern MASK = Pattern.compile(".*\\.(?:attn|attention)\\.(?:bias|masked_bias)");
    private static final Pattern EMBEDDING = Pattern
            .compile(".*(?:embed_tokens|wte|word_embeddings|embed_in|tok_embeddings|\\bshared)\\.weight");
    private static final Pattern OUTPUT = Pattern.compile("(?:.*\\.)?(?:lm_head|embed_out|output)\\.weight");
    private static final Set<String> INTEGERS = Set.of("I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64");
    private static final int SMALL = 1024;

    static Optional<Weights> read(Path folder, List<String> names, boolean tied, boolean quantized,
            List<Problem> problems) throws IOException {
        List<String> safetensors = names.stream().filter(name -> name.endsWith(".safetensors")).toList();
        List<String> pickles = names.stream()
                .filter(name -> name.matches("(?:pytorch_)?model.*\\.(?:bin|pt|pth)|consolidated.*\\.pth")).toList();
        if (safetensors.isEmpty() && !names.contains(INDEX)) {
            if (pickles.isEmpty()) {
                problems.add(Problem.in(folder.toString(), "no weights: *.safetensors files were expected"));
                return Optional.empty();
            }
            return Optional.of(new Weights("pytorch", new TreeSet<>(pickles), size(folder, pickles), List.of(),
                    OptionalLong.empty(), List.of("weights are pickle files, which are not read: they can run code")));
        }
        Map<String, String> placed = names.contains(INDEX) ? index(folder, names, problems) : Map.of();
        List<String> files = !placed.isEmpty()
                ? placed.values().stream().distinct().sorted().toList()
                : names.contains(INDEX)
                        ? List.of()
                        : safetensors.contains(SINGLE) ? List.of(SINGLE) : safetensors;
        NavigableMap<String, SafetensorsHeader> headers = new TreeMap<>();
        for (String file : files) {
            SafetensorsHeader.read(folder.resolve(file), problems).ifPresent(header -> headers.put(file, header));
        }
        if (headers.size() < files.size() || files.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(counted(folder, headers, placed, tied, quantized, problems));
    }

    private static Weights counted(Path folder, NavigableMap<String, SafetensorsHeader> headers,
            Map<String, String> placed, boolean tied, boolean quantized, List<Problem> problems) throws IOException {
        List<String> warnings = new ArrayList<>();
        Map<String, Long> byType = new HashMap<>();
        Map<String, SafetensorsHeader.Tensor> tensors = new HashMap<>();
        boolean packed = false;
        for (Map.Entry<String, SafetensorsHeader> shard : headers.entrySet()) {
            warnings.addAll(shard.getValue().warnings());
            for (SafetensorsHeader.Tensor tensor : shard.getValue().tensors()) {
                if (tensors.put(tensor.name(), tensor) != null) {
                    problems.add(Problem.in(folder.resolve(shard.getKey()).toString(),
                            "tensor " + tensor.name() + " is in another file too"));
                }
                byType.merge(tensor.dtype(), tensor.elements(), Long::sum);
                packed |= quantized && INTEGERS.contains(tensor.dtype()) && tensor.elements() >= SMALL;
            }
        }
        Set<String> absent = new HashSet<>(placed.keySet());
        absent.removeAll(tensors.keySet());
        absent.stream().sorted().limit(3).forEach(name -> problems.add(Problem
                .in(folder.resolve(INDEX).toString(), "tensor " + name + " is not in " + placed.get(name))));
        if (packed) {
            warnings.add("weights are quantised and packed; parameters can't be counted from shapes");
        }
        List<String> dtypes = byType.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey).toList();
        return new Weights("safetensors", new TreeSet<>(headers.keySet()), size(folder, headers.keySet()), dtypes,
                packed ? OptionalLong.empty() : parameters(tensors, tied), warnings);
    }

    private static OptionalLong parameters(Map<String, SafetensorsHeader.Tensor> tensors, boolean tied) {
        List<List<Long>> embeddings = tensors.values().stream()
                .filter(tensor -> EMBEDDING.matcher(tensor.name()).matches()).map(SafetensorsHeader.Tensor::shape)
                .toList();
        return OptionalLong.of(tensors.values().stream()
                .filter(tensor -> !COMPUTED.matcher(tensor.name()).matches())
                .filter(tensor -> !(tensor.shape().size() == 4 && MASK.matcher(tensor.name()).matches()))
                .filter(tensor -> !(tied && OUTPUT.matcher(tensor.name()).matches()
                        && embeddings.contains(tensor.shape())))
                .mapToLong(SafetensorsHeader.Tensor::elements).sum());
    }

    /** Tensor to file. */
    private static Map<String, String> index(Path folder, List<String> names, List<Problem> problems)
            throws IOException {
        String label = folder.resolve(INDEX).toString();
        Map<String, String> placed = new HashMap<>();
        Optional<byte[]> bytes = BoundedFiles.read(folder.resolve(INDEX), LARGEST_INDEX);
        try {
            JsonNode map = bytes.isEmpty()
                    ? JsonMapper.shared().missingNode()
                    : JsonMapper
                            .builder(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
                                    .maxNestingDepth(8).maxNameLength(2_000).build()).build())
                            .build().readTree(BoundedFiles.text(bytes.get())).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                problems.add(Problem.in(label, "an object weight_map of tensor names to files was expected"));
                return Map.of();
            }
            Set<String> missing = new TreeSet<>();
            map.properties().forEach(entry -> {
                String file = entry.getValue().isString() ? entry.getValue().stringValue() : "";
                if (!PLAIN_NAME.matcher(file).matches() || !names.contains(file)) {
                    missing.add(file);
                } else {
                    placed.put(entry.getKey(), file);
                }
            });
            missing.stream().limit(10)
                    .forEach(file -> problems.add(Problem.in(label, "names a file that is not there: " + file)));
        } catch (JacksonException e) {
            problems.add(Problem.in(label, "not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("")));
        }
        return placed;
    }

    private static long size(Path folder, Iterable<String> files) throws IOException {
        long size = 0;
        for (String file : files) {
            size += Files.size(folder.resolve(file));
        }
        return size;
    }
}
