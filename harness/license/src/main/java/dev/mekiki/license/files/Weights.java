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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A folder's weights, from the headers of its files alone.
 *
 * @param files names of the weight files, sorted
 * @param dtypes of the tensors, the one with the most elements first
 * @param stated number of parameters that the index states, where it does
 */
public record Weights(String format, NavigableSet<String> files, long bytes, List<String> dtypes, ParameterCount count,
        OptionalLong stated, List<String> warnings) {
    private static final String INDEX = "model.safetensors.index.json";
    private static final String SINGLE = "model.safetensors";
    private static final int LARGEST_INDEX = 24 << 20;
    private static final int MOST_TENSORS = 400_000;
    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,255}");

    /** @param names of the folder's files */
    public static Optional<Weights> read(Path folder, List<String> names, Quantization.Counting how,
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
                    ParameterCount.unknown(), OptionalLong.empty(),
                    List.of(Warning.PICKLED.with())));
        }
        Index index = names.contains(INDEX)
                ? index(folder, names, problems)
                : new Index(Map.of(), OptionalLong.empty());
        Map<String, String> placed = index.placed();
        List<String> files = !placed.isEmpty()
                ? placed.values().stream().distinct().sorted().toList()
                : names.contains(INDEX)
                        ? List.of()
                        : safetensors.contains(SINGLE) ? List.of(SINGLE) : safetensors;
        NavigableMap<String, SafetensorsHeader> headers = new TreeMap<>();
        int tensors = 0;
        for (String file : files) {
            Optional<SafetensorsHeader> header = SafetensorsHeader.read(folder.resolve(file), problems);
            if (header.isPresent()) {
                headers.put(file, header.get());
                tensors += header.get().tensors().size();
            }
            if (tensors > MOST_TENSORS) {
                problems.add(Problem.in(folder.toString(), "more than " + MOST_TENSORS + " tensors"));
                return Optional.empty();
            }
        }
        if (headers.size() < files.size() || files.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(counted(folder, headers, index, how, problems));
    }

    private static Weights counted(Path folder, NavigableMap<String, SafetensorsHeader> headers, Index index,
            Quantization.Counting how, List<Problem> problems) throws IOException {
        List<String> warnings = new ArrayList<>();
        Map<String, Long> byType = new HashMap<>();
        Map<String, TensorInfo> tensors = new HashMap<>();
        for (Map.Entry<String, SafetensorsHeader> shard : headers.entrySet()) {
            warnings.addAll(shard.getValue().warnings());
            for (TensorInfo tensor : shard.getValue().tensors()) {
                if (tensors.put(tensor.name(), tensor) != null) {
                    problems.add(Problem.in(folder.resolve(shard.getKey()).toString(),
                            "tensor " + tensor.name() + " is in another file too"));
                }
                byType.merge(tensor.dtype(), tensor.elements(), Long::sum);
            }
        }
        Set<String> absent = new HashSet<>(index.placed().keySet());
        absent.removeAll(tensors.keySet());
        absent.stream().sorted().limit(3).forEach(name -> problems.add(Problem
                .in(folder.resolve(INDEX).toString(), "tensor " + name + " is not in " + index.placed().get(name))));
        ParameterCount count = ParameterCount.of(tensors.values(), how);
        if (count.total().isEmpty()) {
            warnings.add(Warning.PACKED.with());
        }
        List<String> dtypes = byType.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey).toList();
        return new Weights("safetensors", new TreeSet<>(headers.keySet()), size(folder, headers.keySet()), dtypes,
                count, index.stated(), warnings);
    }

    /**
     * @param placed tensor to file
     * @param stated {@code metadata.total_parameters}
     */
    private record Index(Map<String, String> placed, OptionalLong stated) {}

    private static Index index(Path folder, List<String> names, List<Problem> problems) throws IOException {
        String label = folder.resolve(INDEX).toString();
        Map<String, String> placed = new HashMap<>();
        Set<String> missing = new TreeSet<>();
        OptionalLong stated = OptionalLong.empty();
        Set<String> known = new HashSet<>(names);
        Optional<byte[]> bytes = BoundedFiles.read(folder.resolve(INDEX), LARGEST_INDEX);
        if (bytes.isEmpty()) {
            problems.add(Problem.in(label, "larger than " + LARGEST_INDEX + " bytes"));
            return new Index(Map.of(), stated);
        }
        JsonFactory factory = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(8).maxNameLength(2_000).maxNumberLength(40).build()).build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes.get())) {
            JsonToken first = parser.nextToken();
            while (first == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (key.equals("weight_map") && value == JsonToken.START_OBJECT) {
                    place(parser, known, placed, missing);
                } else if (key.equals("metadata") && value == JsonToken.START_OBJECT) {
                    stated = stated(parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (placed.isEmpty() && missing.isEmpty()) {
                problems.add(Problem.in(label, "an object weight_map of tensor names to files was expected"));
            }
            missing.stream().limit(10)
                    .forEach(file -> problems.add(Problem.in(label, "names a file that is not there: " + file)));
        } catch (JacksonException e) {
            problems.add(Problem.in(label, "not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("")));
        }
        return new Index(placed, stated);
    }

    private static void place(JsonParser parser, Set<String> known, Map<String, String> placed, Set<String> missing) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String tensor = parser.currentName();
            String file = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
            parser.skipChildren();
            if (placed.size() > MOST_TENSORS || missing.size() > MOST_TENSORS) {
                continue;
            }
            if (!PLAIN_NAME.matcher(file).matches() || !known.contains(file)) {
                missing.add(file.length() > 255 ? file.substring(0, 255) : file);
            } else {
                placed.put(tensor, file);
            }
        }
    }

    private static OptionalLong stated(JsonParser parser) {
        OptionalLong stated = OptionalLong.empty();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean total = parser.currentName().equals("total_parameters");
            JsonToken value = parser.nextToken();
            if (total && value == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER && parser.getLongValue() > 0) {
                stated = OptionalLong.of(parser.getLongValue());
            }
            parser.skipChildren();
        }
        return stated;
    }

    private static long size(Path folder, Iterable<String> files) throws IOException {
        long size = 0;
        for (String file : files) {
            size += Files.size(folder.resolve(file));
        }
        return size;
    }
}
