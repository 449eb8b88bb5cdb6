package dev.mekiki.engines.llamacpp.lib;

/**
 * How a context computes.
 *
 * @param tokens most tokens of a sequence
 * @param batch most tokens of one call
 * @param sequences kept side by side, each in memory of its own
 * @param flash whether flash attention is used, or left to the library
 * @param threads of prompts and of single tokens alike
 */
public record ContextSettings(int tokens, int batch, int sequences, CacheType keys, CacheType values, Flash flash,
        int threads) {
    /** Flash attention, with llama.cpp's numbers. */
    public enum Flash {
        AUTO(-1), OFF(0), ON(1);

        private final int number;

        Flash(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** Keys and values as F32 and no flash attention, which would make them F16: log-probabilities as good as float32. */
    public static ContextSettings exact(int tokens, int threads) {
        return new ContextSettings(tokens, Math.min(tokens, 512), 1, CacheType.F32, CacheType.F32, Flash.OFF, threads);
    }

    /** The same for so many sequences, and so many tokens in one call at least. */
    public ContextSettings with(int others) {
        return new ContextSettings(tokens, Math.max(batch, others), others, keys, values, flash, threads);
    }
}
