package dev.mekiki.engines.llamacpp.lib;

import java.util.Optional;

/**
 * Where {@code llama_context_params} keeps what is set here, found from the defaults: sizes alone do not tell one version from another. The
 * pair of equal numbers above 1 is the threads, the run of four times -1 ends in flash attention, behind it come eight floats, two pointers, the
 * types of keys and values, two pointers and the switches.
 *
 * @param flash offset of an int
 * @param keys offset of an int; that of the values follows
 * @param unified offset of a byte
 */
record ContextShape(int flash, int keys, int unified) {
    static final int TOKENS = 0;
    static final int BATCH = 4;
    static final int MICRO_BATCH = 8;
    static final int SEQUENCES = 12;
    private static final int FIRST_THREADS = 16;
    private static final int LAST_THREADS = 40;
    private static final int MOST_THREADS = 1024;
    private static final int F16 = 1;
    private static final byte[] SWITCHES = {0, 1, 1, 1, 1, 0};

    /** @return empty where the defaults are laid out as in no known version */
    static Optional<ContextShape> of(Parameters defaults) {
        if (defaults.integer(TOKENS) < 0 || defaults.integer(BATCH) < 32 || defaults.integer(MICRO_BATCH) < 32
                || defaults.integer(SEQUENCES) != 1) {
            return Optional.empty();
        }
        for (int threads = FIRST_THREADS; threads <= LAST_THREADS; threads += 4) {
            int count = defaults.integer(threads);
            if (count > 1 && count <= MOST_THREADS) {
                return count == defaults.integer(threads + 4) ? behind(defaults, threads + 8) : Optional.empty();
            }
            if (count != 0 && count != 1) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** @param from where the kinds begin, of which one more than the four may come first */
    private static Optional<ContextShape> behind(Parameters defaults, int from) {
        int first = defaults.integer(from) == -1 ? from : from + 4;
        for (int i = 0; i < 4; i++) {
            if (defaults.integer(first + 4 * i) != -1) {
                return Optional.empty();
            }
        }
        int flash = first + 12;
        int floats = flash + 4;
        for (int i = 0; i < 8; i++) {
            float value = defaults.real(floats + 4 * i);
            if (!(value >= -1 && value <= 64)) {
                return Optional.empty();
            }
        }
        int callback = aligned(floats + 32);
        int keys = callback + 16;
        int switches = aligned(keys + 8) + 16;
        boolean known = defaults.integer(flash + 4) != -1 && defaults.nulls(callback, keys)
                && defaults.integer(keys) == F16 && defaults.integer(keys + 4) == F16
                && defaults.nulls(switches - 16, switches) && defaults.size() >= switches + SWITCHES.length;
        for (int i = 0; known && i < SWITCHES.length; i++) {
            known = defaults.octet(switches + i) == SWITCHES[i];
        }
        return known ? Optional.of(new ContextShape(flash, keys, switches + SWITCHES.length - 1)) : Optional.empty();
    }

    private static int aligned(int offset) {
        return (offset + 7) / 8 * 8;
    }
}
