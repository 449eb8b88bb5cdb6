package dev.mekiki.license.files;

import dev.mekiki.domain.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The header of a safetensors file: 8 bytes of its length (little endian), a JSON object of tensors, then the tensors' bytes.
 *
 * @param warnings what is odd but does not keep the file from being read
 */
record SafetensorsHeader(List<TensorInfo> tensors, List<String> warnings) {
    /** The format's own limit. */
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int MOST_TENSORS = 200_000;
    private static final int MOST_DIMENSIONS = 16;
    private static final int MOST_PROBLEMS = 10;
    private static final Map<String, Integer> BITS = Map.ofEntries(Map.entry("BOOL", 8), Map.entry("U8", 8),
            Map.entry("I8", 8), Map.entry("F8_E5M2", 8), Map.entry("F8_E4M3", 8), Map.entry("F8_E8M0", 8),
            Map.entry("I16", 16), Map.entry("U16", 16), Map.entry("F16", 16), Map.entry("BF16", 16),
            Map.entry("I32", 32), Map.entry("U32", 32), Map.entry("F32", 32), Map.entry("F64", 64),
            Map.entry("I64", 64), Map.entry("U64", 64), Map.entry("C64", 64), Map.entry("F4", 4));

    /** @param problems receives what is wrong; then the result may be empty */
    static Optional<SafetensorsHeader> read(Path file, List<Problem> problems) {
        String label = file.toString();
        List<Problem> found = new ArrayList<>();
        Optional<SafetensorsHeader> header = Optional.empty();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            long size = Files.size(file);
            byte[] prefix = in.readNBytes(Long.BYTES);
            long length = prefix.length < Long.BYTES
                    ? -1
                    : ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (prefix.length < Long.BYTES) {
                found.add(Problem.in(label, "truncated: " + size + " bytes are too few for a safetensors file"));
            } else if (length < 2 || length > LONGEST_HEADER) {
                found.add(Problem.in(label, "not a safetensors file: its header would be "
                        + Long.toUnsignedString(length) + " bytes long; at most " + LONGEST_HEADER + " are allowed"));
            } else if (length > size - Long.BYTES) {
                found.add(Problem.in(label, "truncated: its header is " + length + " bytes long, but only "
                        + (size - Long.BYTES) + " are there"));
            } else {
                header = Optional.of(parse(new FirstBytes(in, length), size - Long.BYTES - length, label, found));
            }
        } catch (JacksonException e) {
            found.add(Problem.in(label,
                    "its header is not usable: " + e.getOriginalMessage().lines().findFirst().orElse("")));
        } catch (IOException e) {
            found.add(Problem.in(label, "cannot be read: " + e.getMessage()));
        }
        problems.addAll(found);
        return found.isEmpty() ? header : Optional.empty();
    }

    private static SafetensorsHeader parse(InputStream json, long dataBytes, String label, List<Problem> problems) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).maxNameLength(2_000)
                        .maxStringLength(1_000_000).maxNumberLength(40).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        List<TensorInfo> tensors = new ArrayList<>();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                problems.add(Problem.in(label, "its header is not a JSON object"));
                return new SafetensorsHeader(List.of(), List.of());
            }
            while (parser.nextToken() != JsonToken.END_OBJECT && problems.size() < MOST_PROBLEMS) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("__metadata__")) {
                    parser.skipChildren();
                } else if (tensors.size() == MOST_TENSORS) {
                    problems.add(Problem.in(label, "more than " + MOST_TENSORS + " tensors"));
                    break;
                } else {
                    tensor(parser, name, label, problems).ifPresent(tensors::add);
                }
            }
        }
        return new SafetensorsHeader(tensors, layout(tensors, dataBytes, label, problems));
    }

    private static Optional<TensorInfo> tensor(JsonParser parser, String name, String label, List<Problem> problems) {
        String dtype = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            problems.add(at(label, name, "an object with dtype, shape and data_offsets was expected"));
            return Optional.empty();
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken token = parser.nextToken();
            if (key.equals("dtype") && token == JsonToken.VALUE_STRING) {
                dtype = parser.getString();
            } else if (key.equals("shape") && token == JsonToken.START_ARRAY) {
                shape = numbers(parser);
            } else if (key.equals("data_offsets") && token == JsonToken.START_ARRAY) {
                offsets = numbers(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (dtype.isEmpty() || offsets.size() != 2 || shape.size() > MOST_DIMENSIONS || shape.contains(-1L)) {
            problems.add(at(label, name, "a dtype, a shape and two data_offsets were expected"));
            return Optional.empty();
        }
        try {
            long elements = 1;
            for (long dimension : shape) {
                elements = Math.multiplyExact(elements, dimension);
            }
            long begin = offsets.getFirst();
            long end = offsets.getLast();
            Integer bits = BITS.get(dtype);
            if (begin < 0 || end < begin) {
                problems.add(at(label, name, "data_offsets " + offsets + " are not a range"));
            } else if (bits != null && end - begin != (Math.multiplyExact(elements, (long) bits) + 7) / 8) {
                problems.add(at(label, name, "shape " + shape + " of " + dtype + " does not take the "
                        + (end - begin) + " bytes that data_offsets give it"));
            } else {
                return Optional.of(new TensorInfo(name, dtype, shape, elements, begin, end));
            }
        } catch (ArithmeticException e) {
            problems.add(at(label, name, "shape " + shape + " has more elements than can be counted"));
        }
        return Optional.empty();
    }

    /** Whole numbers from 0; −1 where something else stands. */
    private static List<Long> numbers(JsonParser parser) {
        List<Long> numbers = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            boolean whole = token == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER && parser.getLongValue() >= 0;
            if (numbers.size() <= MOST_DIMENSIONS) {
                numbers.add(whole ? parser.getLongValue() : -1L);
            }
            parser.skipChildren();
        }
        return numbers;
    }

    private static List<String> layout(List<TensorInfo> tensors, long dataBytes, String label, List<Problem> problems) {
        List<TensorInfo> ordered = tensors.stream().sorted(Comparator.comparingLong(TensorInfo::begin)).toList();
        List<String> warnings = new ArrayList<>();
        long end = 0;
        boolean holes = false;
        for (TensorInfo tensor : ordered) {
            if (tensor.begin() < end && tensor.end() > tensor.begin() && problems.size() < MOST_PROBLEMS) {
                problems.add(at(label, tensor.name(), "its bytes overlap another tensor's"));
            }
            holes |= tensor.begin() > end;
            end = Math.max(end, tensor.end());
        }
        if (end > dataBytes) {
            problems.add(Problem.in(label, "truncated: its tensors take " + end + " bytes, but only "
                    + Math.max(0, dataBytes) + " are there"));
        } else if (end < dataBytes || holes) {
            warnings.add(Warning.UNUSED_BYTES.with(label));
        }
        return warnings;
    }

    private static Problem at(String label, String tensor, String message) {
        String name = tensor.length() > 120 ? tensor.substring(0, 120) + "…" : tensor;
        return new Problem(Optional.of(label), java.util.OptionalInt.empty(), Optional.of(name), message,
                Optional.empty());
    }
}
