package dev.mekiki.engines.llamacpp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes GGUF of version 3, with matrices as F32 or, in rows of a multiple of 32, as Q8_0. */
final class GgufWriter {
    private static final int ALIGNMENT = 32;
    private static final int BLOCK = 32;
    private static final int U32 = 4;
    private static final int I32 = 5;
    private static final int F32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int TYPE_F32 = 0;
    private static final int TYPE_Q8_0 = 8;
    private final boolean quantised;
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int valueCount;
    private int tensorCount;

    GgufWriter(boolean quantised) {
        this.quantised = quantised;
    }

    void text(String key, String value) {
        key(key, STRING);
        string(values, value);
    }

    void number(String key, int value) {
        key(key, U32);
        integer(values, value);
    }

    void real(String key, float value) {
        key(key, F32);
        integer(values, Float.floatToRawIntBits(value));
    }

    void truth(String key, boolean value) {
        key(key, BOOL);
        values.write(value ? 1 : 0);
    }

    void texts(String key, String[] list) {
        key(key, ARRAY);
        integer(values, STRING);
        number(values, list.length);
        for (String value : list) {
            string(values, value);
        }
    }

    void numbers(String key, int[] list) {
        key(key, ARRAY);
        integer(values, I32);
        number(values, list.length);
        for (int value : list) {
            integer(values, value);
        }
    }

    void vector(String name, float[] row) {
        add(name, TYPE_F32, new float[][]{row}, 1);
    }

    /** A matrix that is looked up in, not multiplied with. */
    void plain(String name, float[][] rows) {
        add(name, TYPE_F32, rows, 2);
    }

    void tensor(String name, float[][] rows) {
        add(name, quantised && rows[0].length % BLOCK == 0 ? TYPE_Q8_0 : TYPE_F32, rows, 2);
    }

    private void add(String name, int type, float[][] rows, int dimensions) {
        string(infos, name);
        integer(infos, dimensions);
        number(infos, rows[0].length);
        if (dimensions == 2) {
            number(infos, rows.length);
        }
        integer(infos, type);
        number(infos, data.size());
        for (float[] row : rows) {
            if (type == TYPE_F32) {
                for (float value : row) {
                    integer(data, Float.floatToRawIntBits(value));
                }
            } else {
                quantise(row);
            }
        }
        pad(data, data.size());
        tensorCount++;
    }

    private void quantise(float[] row) {
        for (int from = 0; from < row.length; from += BLOCK) {
            float most = 0;
            for (int i = from; i < from + BLOCK; i++) {
                most = Math.max(most, Math.abs(row[i]));
            }
            short scale = Float.floatToFloat16(most / 127);
            data.write(scale & 0xFF);
            data.write(scale >> 8 & 0xFF);
            float unit = Float.float16ToFloat(scale);
            for (int i = from; i < from + BLOCK; i++) {
                data.write(unit == 0 ? 0 : Math.clamp(Math.round(row[i] / unit), -127, 127));
            }
        }
    }

    void write(Path file) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        integer(head, 3);
        number(head, tensorCount);
        number(head, valueCount);
        values.writeTo(head);
        infos.writeTo(head);
        pad(head, head.size());
        try (OutputStream out = Files.newOutputStream(file)) {
            head.writeTo(out);
            data.writeTo(out);
        }
    }

    private void key(String key, int type) {
        string(values, key);
        integer(values, type);
        valueCount++;
    }

    private static void pad(ByteArrayOutputStream out, int size) {
        for (int i = size; i % ALIGNMENT != 0; i++) {
            out.write(0);
        }
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void integer(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private static void number(ByteArrayOutputStream out, long value) {
        out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }
}
