package dev.mekiki.run;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.MemoryUse;
import java.util.Locale;
import java.util.Set;

/**
 * Holds the memory that was predicted from a candidate's files against what its engine took. Weights and cache follow from sizes and must be
 * met, and what is laid out anew for a processor can only be weights; what computing takes depends on how the engine does it, and is told.
 */
final class MemoryFit {
    private static final double ALLOWED = 0.1;
    private static final double MIB = 1L << 20;

    private MemoryFit() {}

    static Conformance check(MemoryUse predicted, MemoryUse taken) {
        double expected = predicted.weightsBytes() + predicted.cacheBytes();
        double found = taken.weightsBytes() + taken.cacheBytes();
        return new Conformance("memory-as-predicted", Math.abs(found - expected) <= ALLOWED * expected
                && taken.laidAnewBytes() <= (1 + ALLOWED) * predicted.weightsBytes(),
                String.format(Locale.ROOT, "weights and cache: %.1f MiB predicted, %.1f MiB taken (%+.1f %%);"
                        + " cache alone %.1f and %.1f MiB, computing %.1f and %.1f MiB",
                        expected / MIB, found / MIB, 100 * (found - expected) / expected, predicted.cacheBytes() / MIB,
                        taken.cacheBytes() / MIB, predicted.computingBytes() / MIB, taken.computingBytes() / MIB)
                        + laidAnew(taken),
                Set.of());
    }

    private static String laidAnew(MemoryUse taken) {
        return taken.laidAnewBytes() == 0
                ? ""
                : String.format(Locale.ROOT, "; of the weights %.1f MiB are laid out anew for the processor,"
                        + " their place in the mapped file is not read again and not counted",
                        taken.laidAnewBytes() / MIB);
    }
}
