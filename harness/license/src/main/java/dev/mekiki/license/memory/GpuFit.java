package dev.mekiki.license.memory;

import dev.mekiki.license.files.ParameterCount;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Whether a model fits a GPU.
 *
 * @param usableBytes of the GPU's memory, what the engine takes
 * @param largestContext in tokens, for the sequences asked for; absent where not one token fits
 * @param largestSequences for the context asked for; absent where not one fits
 * @param smaller where it does not fit: the quantisation that loses least and does
 */
public record GpuFit(long memoryBytes, long usableBytes, boolean fits, OptionalInt largestContext,
        OptionalInt largestSequences, Optional<Quantizations.Chosen> smaller) {
    /** More sequences than any engine runs at once. */
    private static final int MOST_SEQUENCES = 4096;

    /**
     * @param demand what is asked for
     * @param mostContext the model's own limit, in tokens
     */
    public static GpuFit of(MemoryModel model, MemoryModel.Demand demand, ParameterCount count, int mostContext,
            long memoryBytes) {
        long usable = (long) (memoryBytes * model.layout().share());
        boolean fits = demand.totalBytes() <= usable;
        long left = usable - (demand.totalBytes() - demand.weightsBytes());
        return new GpuFit(memoryBytes, usable, fits,
                largest(mostContext,
                        tokens -> model.demand(tokens, demand.sequences()).totalBytes() <= usable),
                largest(MOST_SEQUENCES,
                        sequences -> model.demand(demand.contextTokens(), sequences).totalBytes() <= usable),
                fits
                        ? Optional.empty()
                        : Quantizations.largest(model.layout(), count, model.weightsBytes(), left));
    }

    /** The largest number from 1 that holds, where all below it hold too. */
    private static OptionalInt largest(int most, IntPredicate holds) {
        if (most < 1 || !holds.test(1)) {
            return OptionalInt.empty();
        }
        int low = 1;
        int high = most;
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (holds.test(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return OptionalInt.of(low);
    }
}
