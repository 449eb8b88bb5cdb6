package dev.mekiki.engines.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A mapped tensor of one or two dimensions, read row by row as floats. Safe for use by several threads.
 *
 * @param bytes the stored bytes, little-endian
 * @param scales one for each block of {@link StoredType#BLOCK} numbers, for quantised types
 */
public record TensorView(StoredType type, int rows, int columns, ByteBuffer bytes, Optional<FloatBuffer> scales) {
    /** The largest tensor that is mapped. */
    public static final long MOST_BYTES = Integer.MAX_VALUE - 16;

    /** @throws IOException if the file can't be mapped */
    public static TensorView map(TensorEntry entry, Optional<TensorEntry> scales) throws IOException {
        var shape = entry.plainShape();
        int rows = shape.size() == 1 ? 1 : Math.toIntExact(shape.getFirst());
        int columns = Math.toIntExact(shape.getLast());
        Optional<FloatBuffer> factors = scales.isEmpty()
                ? Optional.empty()
                : Optional.of(mapBytes(scales.get()).asFloatBuffer());
        return new TensorView(entry.type().orElseThrow(), rows, columns, mapBytes(entry), factors);
    }

    private static ByteBuffer mapBytes(TensorEntry entry) throws IOException {
        try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, entry.position(), entry.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** @param into at least {@code columns} long */
    public void row(int row, float[] into) {
        int first = Math.multiplyExact(row, columns);
        switch (type) {
            case F32 -> {
                for (int i = 0; i < columns; i++) {
                    into[i] = bytes.getFloat((first + i) * 4);
                }
            }
            case F16 -> {
                for (int i = 0; i < columns; i++) {
                    into[i] = Float.float16ToFloat(bytes.getShort((first + i) * 2));
                }
            }
            case BF16 -> {
                for (int i = 0; i < columns; i++) {
                    into[i] = Float.intBitsToFloat(bytes.getShort((first + i) * 2) << 16);
                }
            }
            case Q4 -> nibbles(first, into);
            case I8 -> {
                for (int i = 0; i < columns; i++) {
                    into[i] = bytes.get(first + i) * scale(first + i);
                }
            }
        }
    }

    /** Byte k of a block holds its numbers k (low) and k + 16 (high). */
    private void nibbles(int first, float[] into) {
        int half = StoredType.BLOCK / 2;
        for (int block = 0; block < columns; block += StoredType.BLOCK) {
            float scale = scale(first + block);
            for (int k = 0; k < half; k++) {
                int pair = bytes.get((first + block) / 2 + k);
                into[block + k] = ((pair & 0xF) - 8) * scale;
                into[block + half + k] = (((pair >> 4) & 0xF) - 8) * scale;
            }
        }
    }

    private float scale(int index) {
        return scales.orElseThrow().get(index / StoredType.BLOCK);
    }
}
