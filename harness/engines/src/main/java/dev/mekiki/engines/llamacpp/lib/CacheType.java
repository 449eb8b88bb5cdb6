package dev.mekiki.engines.llamacpp.lib;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What keys and values are kept in, with ggml's numbers. */
public enum CacheType {
    F32(0), F16(1), BF16(30), Q8_0(8), Q5_1(7), Q5_0(6), Q4_1(3), Q4_0(2), IQ4_NL(20);

    private final int number;

    CacheType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** As llama.cpp writes it: {@code f16}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean quantised() {
        return this != F32 && this != F16 && this != BF16;
    }

    public static Optional<CacheType> of(String id) {
        return Arrays.stream(values()).filter(type -> type.id().equals(id)).findFirst();
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(CacheType::id).toList();
    }
}
