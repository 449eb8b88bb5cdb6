package dev.mekiki.engines.llamacpp.lib;

import java.util.Optional;

/**
 * Where {@code llama_model_params} keeps what is set here. The list of devices, the number of layers and the kind of split have never
 * moved; what comes behind them has.
 *
 * @param vocabularyOnly offset of a byte
 */
record ModelShape(int vocabularyOnly) {
    static final int DEVICES = 0;
    static final int GPU_LAYERS = 16;
    static final int SPLIT = 20;
    private static final int SPLIT_BY_LAYER = 1;

    /** @return empty where the defaults are laid out as in no known version */
    static Optional<ModelShape> of(Parameters defaults) {
        int layers = defaults.integer(GPU_LAYERS);
        boolean begins = defaults.nulls(0, 16) && (layers == -1 || layers == 999)
                && defaults.integer(SPLIT) == SPLIT_BY_LAYER;
        if (begins && defaults.size() > 64 && defaults.size() <= 72 && defaults.nulls(32, 64)
                && octets(defaults, 64, 0, 1, 0)) {
            return Optional.of(new ModelShape(64)); // use_mmap follows
        }
        if (begins && defaults.size() > 72 && defaults.size() <= 80 && defaults.integer(28) == 1
                && defaults.nulls(40, 72) && octets(defaults, 72, 0, 0, 1)) {
            return Optional.of(new ModelShape(72)); // the way of loading became a number of its own
        }
        return Optional.empty();
    }

    private static boolean octets(Parameters defaults, int offset, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (defaults.octet(offset + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
