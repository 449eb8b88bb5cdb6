package dev.mekiki.license;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes small GGUF files, right and wrong ones, as the format's specification has them. */
final class GgufFile {
    private final int version;
    private final ByteOrder order;
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private long valueCount;
    private long tensorCount;
    private long data;

    GgufFile(int version, ByteOrder order) {
        this.version = version;
        this.order = order;
    }

    private byte[] int32(int value) {
        return ByteBuffer.allocate(4).order(order).putInt(value).array();
    }

    private byte[] int64(long value) {
        return ByteBuffer.allocate(8).order(order).putLong(value).array();
    }

    private byte[] length(long value) {
        return version == 1 ? int32((int) value) : int64(value);
    }

    private byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(length(bytes.length));
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private GgufFile value(String key, int type, byte[]... parts) {
        values.writeBytes(string(key));
        values.writeBytes(int32(type));
        for (byte[] part : parts) {
            values.writeBytes(part);
        }
        valueCount++;
        return this;
    }

    GgufFile text(String key, String text) {
        return value(key, 8, string(text));
    }

    GgufFile number(String key, int number) {
        return value(key, 4, int32(number));
    }

    GgufFile texts(String key, List<String> texts) {
        value(key, 9, int32(8), length(texts.size()));
        texts.forEach(text -> values.writeBytes(string(text)));
        return this;
    }

    GgufFile textOfLength(String key, long length) {
        return value(key, 8, length(length));
    }

    GgufFile list(String key, int type, long count) {
        return value(key, 9, int32(type), length(count));
    }

    GgufFile nested(String key, int depth) {
        value(key, 9);
        for (int i = 0; i < depth; i++) {
            values.writeBytes(int32(9));
            values.writeBytes(length(1));
        }
        return this;
    }

    GgufFile counts(long tensorsTold, long valuesTold) {
        tensorCount = tensorsTold;
        valueCount = valuesTold;
        return this;
    }

    /** @param shape innermost first, as the format has it */
    GgufFile tensor(String name, int type, long... shape) {
        tensors.writeBytes(string(name));
        tensors.writeBytes(int32(shape.length));
        long elements = 1;
        for (long dimension : shape) {
            tensors.writeBytes(length(dimension));
            elements *= dimension;
        }
        tensors.writeBytes(int32(type));
        tensors.writeBytes(int64(data));
        data += switch (type) {
            case 12 -> elements / 256 * 144;
            case 8 -> elements / 32 * 34;
            case 1 -> elements * 2;
            default -> elements * 4;
        };
        tensorCount++;
        return this;
    }

    byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(int32(version));
        out.writeBytes(length(tensorCount));
        out.writeBytes(length(valueCount));
        out.writeBytes(values.toByteArray());
        out.writeBytes(tensors.toByteArray());
        return out.toByteArray();
    }

    void writeHeader(Path file) throws IOException {
        Files.write(file, header());
    }

    void write(Path file) throws IOException {
        byte[] header = header();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.writeBytes(new byte[(32 - header.length % 32) % 32 + (int) data]);
        Files.write(file, out.toByteArray());
    }
}
