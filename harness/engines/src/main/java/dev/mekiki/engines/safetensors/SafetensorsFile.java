package dev.mekiki.engines.safetensors;

import dev.mekiki.engines.model.JsonFile;
import dev.mekiki.engines.model.UnusableModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the header of a safetensors file; no size in it is believed before it is held against the file's length. */
public final class SafetensorsFile {
    /** As in the format's own reader. */
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private SafetensorsFile() {}

    /** @throws UnusableModel if the file is truncated or not in the format */
    public static List<TensorEntry> read(Path file) throws UnusableModel {
        String name = String.valueOf(file.getFileName());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw new UnusableModel(name + " is truncated: it has only " + size + " bytes");
            }
            long header = number(channel, name);
            if (header < 2 || header > size - 8) {
                throw new UnusableModel(name + " is truncated or damaged: its header should have "
                        + Long.toUnsignedString(header) + " bytes, the file has " + size);
            }
            if (header > MOST_HEADER_BYTES) {
                throw new UnusableModel(name + ": a header of " + header + " bytes is not read (at most "
                        + MOST_HEADER_BYTES + ")");
            }
            String json = StandardCharsets.UTF_8.decode(bytes(channel, 8, (int) header, name)).toString();
            List<TensorEntry> entries = entries(JsonFile.object(json, "the header of " + name), file, 8 + header, size);
            refuseOverlaps(entries, name);
            return entries;
        } catch (IOException e) {
            throw new UnusableModel("can't read " + name + ": " + e.getMessage(), e);
        }
    }

    private static long number(FileChannel channel, String name) throws IOException, UnusableModel {
        return bytes(channel, 0, 8, name).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count, String name)
            throws IOException, UnusableModel {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new UnusableModel(name + " became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static List<TensorEntry> entries(JsonNode header, Path file, long data, long size) throws UnusableModel {
        List<TensorEntry> entries = new ArrayList<>();
        for (var field : header.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.add(entry(field.getKey(), field.getValue(), file, data, size));
            }
        }
        return entries;
    }

    private static TensorEntry entry(String tensor, JsonNode node, Path file, long data, long size)
            throws UnusableModel {
        String where = file.getFileName() + ": tensor " + shown(tensor);
        JsonNode type = node.path("dtype");
        JsonNode offsets = node.path("data_offsets");
        JsonNode dimensions = node.path("shape");
        if (!type.isString() || !dimensions.isArray() || dimensions.size() > 8 || !offsets.isArray()
                || offsets.size() != 2) {
            throw new UnusableModel(where + " lacks dtype, shape or data_offsets");
        }
        List<Long> shape = new ArrayList<>();
        long count = 1;
        for (JsonNode dimension : dimensions) {
            shape.add(whole(dimension, where));
            try {
                count = Math.multiplyExact(count, shape.getLast());
            } catch (ArithmeticException e) {
                throw new UnusableModel(where + " has an impossible shape " + dimensions, e);
            }
        }
        long begin = whole(offsets.get(0), where);
        long end = whole(offsets.get(1), where);
        if (begin > end) {
            throw new UnusableModel(where + " ends before it begins");
        }
        if (end > size - data) {
            throw new UnusableModel(file.getFileName() + " is truncated: tensor " + shown(tensor) + " ends at byte "
                    + Long.toUnsignedString(data + end) + ", the file has " + size);
        }
        Optional<StoredType> stored = StoredType.of(type.stringValue());
        if (stored.isPresent() && expected(stored.get(), count, where) != end - begin) {
            throw new UnusableModel(where + " of shape " + dimensions + " should have "
                    + expected(stored.get(), count, where) + " bytes, not " + (end - begin));
        }
        return new TensorEntry(tensor, stored, type.stringValue(), shape, file, data + begin, end - begin);
    }

    private static long expected(StoredType type, long count, String where) throws UnusableModel {
        try {
            return type.bytes(count);
        } catch (ArithmeticException e) {
            throw new UnusableModel(where + " is impossibly large", e);
        }
    }

    private static long whole(JsonNode node, String where) throws UnusableModel {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new UnusableModel(where + " has sizes or offsets that are not whole numbers from 0");
        }
        return node.longValue();
    }

    private static void refuseOverlaps(List<TensorEntry> entries, String name) throws UnusableModel {
        List<TensorEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(TensorEntry::position));
        long end = 0;
        for (TensorEntry entry : sorted) {
            if (entry.bytes() > 0 && entry.position() < end) {
                throw new UnusableModel(name + ": tensor " + shown(entry.name()) + " lies over another one");
            }
            end = Math.max(end, entry.position() + entry.bytes());
        }
    }

    private static String shown(String tensor) {
        return tensor.length() <= 120 ? tensor : tensor.substring(0, 120) + "…";
    }
}
