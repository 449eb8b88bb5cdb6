package dev.mekiki.license.memory;

import dev.mekiki.license.architecture.Layer;
import dev.mekiki.license.architecture.Shape;
import java.util.OptionalInt;

/**
 * Memory of one model on one engine.
 *
 * @param weightsBytes as the engine keeps them
 */
public record MemoryModel(Shape shape, long weightsBytes, EngineLayout layout) {
    /** Recurrent states are kept in 32 bits, as llama.cpp does and vLLM by default for Mamba 2. */
    private static final int STATE_BYTES = 4;

    /** What a number of sequences of a length takes. */
    public record Demand(int contextTokens, int sequences, long weightsBytes, long cacheBytes, long activationBytes,
            long overheadBytes) {
        public long totalBytes() {
            return plus(plus(weightsBytes, cacheBytes), plus(activationBytes, overheadBytes));
        }
    }

    public Demand demand(int contextTokens, int sequences) {
        return new Demand(contextTokens, sequences, weightsBytes, cacheBytes(contextTokens, sequences),
                activationBytes(), layout.overheadBytes());
    }

    /** Keys and values of one token, in all layers that keep their own, before any window is full. */
    public long cacheBytesPerToken() {
        return bytes(shape.layers().stream().mapToDouble(Layer::cacheElements).sum());
    }

    /** The same where all windows are full. */
    public long cacheBytesPerTokenBeyondWindows() {
        return bytes(shape.layers().stream().filter(layer -> layer.window().isEmpty())
                .mapToDouble(Layer::cacheElements).sum());
    }

    /** What recurrent layers keep of a sequence, however long. */
    public long stateBytesPerSequence() {
        return round(shape.layers().stream().mapToDouble(Layer::stateElements).sum() * STATE_BYTES);
    }

    long cacheBytes(int contextTokens, int sequences) {
        double elements = 0;
        for (Layer layer : shape.layers()) {
            elements += layer.cacheElements() * tokens(layer.window(), contextTokens, sequences);
        }
        return plus(bytes(elements), round((double) stateBytesPerSequence() * sequences));
    }

    /** Cache cells of a layer: whole sequences in blocks, or their windows and the step being computed. */
    private double tokens(OptionalInt window, int contextTokens, int sequences) {
        double whole = (double) padded(contextTokens) * sequences;
        if (window.isEmpty() || window.getAsInt() >= contextTokens) {
            return whole;
        }
        double windows = (double) window.getAsInt() * sequences + layout.step();
        return Math.min(whole, Math.ceil(windows / layout.block()) * layout.block());
    }

    private long padded(int tokens) {
        return (tokens + layout.block() - 1L) / layout.block() * layout.block();
    }

    /**
     * What is kept while a step is computed: at a layer, its input, a norm of it and the widest product; at the end, logits. llama.cpp
     * computes logits for each token of a step; vLLM for each sequence, in 32 bits, and once more as probabilities.
     */
    long activationBytes() {
        double widest = Math.max(3.0 * shape.attentionWidth(), 3.0 * shape.feedForwardWidth());
        double inner = (double) layout.step() * layout.activationBytes() * (3.0 * shape.hidden() + widest);
        if (layout.sequences() == 0) {
            double outer = (double) layout.step() * layout.activationBytes() * ((double) shape.vocabulary()
                    + shape.hidden());
            return round(Math.max(inner, outer));
        }
        return round(inner + 2.0 * layout.sequences() * shape.vocabulary() * Float.BYTES);
    }

    private long bytes(double elements) {
        return round(elements * layout.cache().bits() / 8);
    }

    private static long round(double bytes) {
        return bytes >= Long.MAX_VALUE ? Long.MAX_VALUE : Math.round(bytes);
    }

    static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
