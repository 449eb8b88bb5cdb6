package dev.mekiki.engines.safetensors;

import java.util.Optional;

/** How a tensor's numbers are stored. */
public enum StoredType {
    F32, F16, BF16,
    /** jlama's own: blocks of 32 nibbles less 8, times a scale in the tensor of the same name with {@code .qb}. */
    Q4,
    /** jlama's own: blocks of 32 signed bytes, times a scale. */
    I8;

    /** Numbers that share a scale. */
    public static final int BLOCK = 32;

    static Optional<StoredType> of(String name) {
        for (StoredType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Bytes that {@code count} numbers take. */
    public long bytes(long count) {
        return switch (this) {
            case F32 -> Math.multiplyExact(count, 4L);
            case F16, BF16 -> Math.multiplyExact(count, 2L);
            case Q4 -> count / 2;
            case I8 -> count;
        };
    }

    /** Whether scales are stored beside it. */
    public boolean quantised() {
        return this == Q4 || this == I8;
    }
}
