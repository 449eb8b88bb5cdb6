package dev.mekiki.engines.model;

/**
 * Sizes that jlama's vector kernels take. They read rows in steps of 32 (BF16 with AVX-512) or 16 (heads) without minding
 * a remainder, so that other sizes come out wrong, on some processors only.
 */
final class Dimensions {
    private static final int ROW_STEP = 32;
    private static final int HEAD_STEP = 16;

    private Dimensions() {}

    static void check(ModelConfig config, ConfigFields fields) {
        multiple(fields, "hidden size", config.hidden(), ROW_STEP);
        multiple(fields, "intermediate size", config.intermediate(), ROW_STEP);
        multiple(fields, "heads × head size", config.attentionWidth(), ROW_STEP);
        multiple(fields, "head size", config.headSize(), HEAD_STEP);
        if (config.heads() % config.kvHeads() != 0) {
            fields.problem(config.heads() + " heads can't share " + config.kvHeads() + " key heads evenly");
        }
    }

    private static void multiple(ConfigFields fields, String what, int value, int step) {
        if (value % step != 0) {
            fields.problem("jlama computes wrongly with " + what + " " + value + ": it must be a multiple of " + step);
        }
    }
}
