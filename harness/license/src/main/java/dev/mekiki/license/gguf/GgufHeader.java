package dev.mekiki.license.gguf;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.license.files.TensorInfo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GGUF file's header: versions 1, 2 and 3, in either byte order.
 *
 * @param values metadata: {@link Long}, {@link Double}, {@link Boolean}, {@link String}, or {@link Items}
 * @param data where the tensors' bytes begin
 * @param sha256 of the header alone, in hex
 */
public record GgufHeader(int version, boolean bigEndian, Map<String, Object> values, List<TensorInfo> tensors,
        long data, String sha256) {
    /** @param kept the first items, as many as are kept; {@code count} is how many there are */
    public record Items(long count, List<Object> kept) {}

    private static final int MOST_VALUES = 65_536;
    private static final int MOST_TENSORS = 200_000;
    private static final int MOST_DIMENSIONS = 8;
    private static final int DEEPEST = 4;
    private static final long MOST_ITEMS = 8_000_000;
    private static final int KEPT_ITEMS = 4096;
    private static final int LONGEST_NAME = 1024;
    private static final long DEFAULT_ALIGNMENT = 32;

    public GgufHeader {
        values = Collections.unmodifiableMap(new HashMap<>(values));
        tensors = List.copyOf(tensors);
    }

    /** @throws InvalidInput if it is not such a file, or its header does not hold together */
    public static GgufHeader read(Path file) throws InvalidInput {
        try (HeaderInput in = new HeaderInput(file)) {
            return read(in);
        } catch (ArithmeticException e) {
            throw new InvalidInput(Problem.in(file.toString(), "damaged GGUF header: a size is impossible"));
        } catch (EOFException e) {
            throw new InvalidInput(Problem.in(file.toString(), "truncated or damaged GGUF header: " + e.getMessage()));
        } catch (Refused e) {
            throw new InvalidInput(Problem.in(file.toString(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new InvalidInput(Problem.in(file.toString(), "cannot be read: " + e.getMessage()));
        }
    }

    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private static GgufHeader read(HeaderInput in) throws IOException {
        if (in.left() < 8 || !new String(in.bytes(4), StandardCharsets.US_ASCII).equals("GGUF")) {
            throw new Refused("not a GGUF file and not a folder");
        }
        int version = in.int32();
        // a version is small: seen from the other end it is not
        boolean big = (version & 0xFFFF) == 0;
        if (big) {
            in.order(ByteOrder.BIG_ENDIAN);
            version = Integer.reverseBytes(version);
        }
        if (version < 1 || version > 3) {
            throw new Refused("GGUF version " + Integer.toUnsignedString(version) + " is not read; 1, 2 and 3 are");
        }
        if (version == 1) {
            in.narrow();
        }
        long tensorCount = in.length();
        long valueCount = in.length();
        if (tensorCount < 0 || tensorCount > MOST_TENSORS || valueCount < 0 || valueCount > MOST_VALUES) {
            throw new Refused("damaged GGUF header: " + Long.toUnsignedString(tensorCount) + " tensors and "
                    + Long.toUnsignedString(valueCount) + " values; at most " + MOST_TENSORS + " and " + MOST_VALUES
                    + " are read");
        }
        Map<String, Object> values = new HashMap<>();
        for (long i = 0; i < valueCount; i++) {
            String key = in.text().orElse("");
            Optional<Object> value = value(in, in.int32(), 0);
            if (key.isEmpty() || key.length() > LONGEST_NAME) {
                throw new Refused("damaged GGUF header: a key of " + key.length() + " characters");
            }
            if (value.isPresent() && values.put(key, value.get()) != null) {
                throw new Refused("damaged GGUF header: the key " + key + " is there twice");
            }
        }
        List<TensorInfo> tensors = new ArrayList<>();
        for (long i = 0; i < tensorCount; i++) {
            tensors.add(tensor(in));
        }
        long alignment = values.get("general.alignment") instanceof Long given && given > 0 && given <= 1 << 20
                ? given
                : DEFAULT_ALIGNMENT;
        return new GgufHeader(version, big, values, tensors, Math.ceilDiv(in.position(), alignment) * alignment,
                in.sha256());
    }

    private static Optional<Object> value(HeaderInput in, int type, int depth) throws IOException {
        return switch (type) {
            case 0 -> Optional.of((long) Byte.toUnsignedInt(in.bytes(1)[0]));
            case 1 -> Optional.of((long) in.bytes(1)[0]);
            case 2 -> Optional.of((long) Short.toUnsignedInt(in.buffer(2).getShort()));
            case 3 -> Optional.of((long) in.buffer(2).getShort());
            case 4 -> Optional.of(Integer.toUnsignedLong(in.int32()));
            case 5 -> Optional.of((long) in.int32());
            case 6 -> Optional.of((double) in.buffer(4).getFloat());
            case 7 -> Optional.of(in.bytes(1)[0] != 0);
            case 8 -> in.text().map(text -> text);
            case 9 -> Optional.of(items(in, depth));
            case 10, 11 -> Optional.of(in.buffer(8).getLong());
            case 12 -> Optional.of(in.buffer(8).getDouble());
            default -> throw new Refused("damaged GGUF header: a value of the unknown type "
                    + Integer.toUnsignedString(type));
        };
    }

    private static Items items(HeaderInput in, int depth) throws IOException {
        if (depth == DEEPEST) {
            throw new Refused("damaged GGUF header: lists within lists, deeper than " + DEEPEST);
        }
        int type = in.int32();
        long count = in.length();
        int least = type == 8 || type == 9 ? 4 : size(type);
        if (count < 0 || count > in.left() / least || ((type == 8 || type == 9) && count > MOST_ITEMS)) {
            throw new EOFException("a list of " + Long.toUnsignedString(count) + " items, for which " + in.left()
                    + " bytes are there");
        }
        List<Object> kept = new ArrayList<>();
        long read = 0;
        for (; read < count && (type == 8 || type == 9 || read < KEPT_ITEMS); read++) {
            Optional<Object> item = value(in, type, depth + 1);
            if (kept.size() < KEPT_ITEMS && item.isPresent()) {
                kept.add(item.get());
            }
        }
        in.skip((count - read) * least);
        return new Items(count, List.copyOf(kept));
    }

    private static int size(int type) throws Refused {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 10, 11, 12 -> 8;
            default -> throw new Refused("damaged GGUF header: a list of the unknown type "
                    + Integer.toUnsignedString(type));
        };
    }

    private static TensorInfo tensor(HeaderInput in) throws IOException {
        String name = in.text().orElse("");
        int dimensions = in.int32();
        if (name.isEmpty() || name.length() > LONGEST_NAME || dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw new Refused("damaged GGUF header: a tensor without a name, or of "
                    + Integer.toUnsignedString(dimensions) + " dimensions");
        }
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            long dimension = in.length();
            if (dimension < 0) {
                throw new ArithmeticException("negative");
            }
            shape.addFirst(dimension);
            elements = Math.multiplyExact(elements, dimension);
        }
        ByteBuffer rest = in.buffer(12);
        GgmlType type = GgmlType.of(rest.getInt());
        long begin = rest.getLong();
        if (begin < 0) {
            throw new ArithmeticException("negative");
        }
        return new TensorInfo(name, type.name(), List.copyOf(shape), elements, begin,
                Math.addExact(begin, type.bytes(elements)));
    }
}
