package dev.mekiki.license.memory;

import java.util.Arrays;
import java.util.Optional;

/** How keys and values are kept. Sizes of the {@code q} types are those of ggml's blocks of 32 numbers with their scales. */
public enum CacheType {
    F32("f32", 32), F16("f16", 16), BF16("bf16", 16), FP8("fp8", 8), Q8_0("q8_0", 8.5), Q5_1("q5_1", 6), Q5_0("q5_0",
            5.5), Q4_1("q4_1", 5), Q4_0("q4_0", 4.5);

    private final String id;
    private final double bits;

    CacheType(String id, double bits) {
        this.id = id;
        this.bits = bits;
    }

    public String id() {
        return id;
    }

    /** Bits a number takes, its share of scales included. */
    public double bits() {
        return bits;
    }

    public static Optional<CacheType> of(String id) {
        return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
    }
}
