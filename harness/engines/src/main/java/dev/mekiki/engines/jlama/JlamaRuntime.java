package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import com.github.tjake.jlama.util.MachineSpec;
import com.github.tjake.jlama.util.PhysicalCoreExecutor;
import java.util.Optional;
import java.util.OptionalInt;

/** What jlama has only once in a process: its kernels and its threads. */
final class JlamaRuntime {
    static final String VERSION = "0.8.4";
    private static final String FORCE_PANAMA = "jlama.force_panama_tensor_operations";
    private static final int MOST_THREADS = 32;
    private static OptionalInt threads = OptionalInt.empty();

    private JlamaRuntime() {}

    /** Why jlama can't compute in this JVM. */
    static Optional<String> missing() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.of("jlama needs the JVM option --add-modules jdk.incubator.vector");
        }
        // its native kernels gave log-probabilities that are off by up to 0.5 nats
        System.setProperty(FORCE_PANAMA, "true");
        return MachineSpec.VECTOR_TYPE == MachineSpec.Type.NONE
                ? Optional.of("jlama needs vector instructions (AVX2, AVX-512 or NEON), and this JVM offers none")
                : Optional.empty();
    }

    static String kernels() {
        return TensorOperationsProvider.get().name() + ", " + MachineSpec.VECTOR_TYPE;
    }

    /** Whether jlama's kernel for 4-bit weights and float activations exists for this processor. */
    static boolean multipliesNibbles() {
        return MachineSpec.VECTOR_TYPE == MachineSpec.Type.AVX_256
                || MachineSpec.VECTOR_TYPE == MachineSpec.Type.AVX_512;
    }

    /**
     * Starts jlama's threads, once in a process.
     *
     * @return how many there are
     * @throws IllegalStateException if there are others already
     */
    static synchronized int start(OptionalInt wanted) {
        if (threads.isEmpty()) {
            int count = wanted.orElse(defaultThreads());
            PhysicalCoreExecutor.overrideThreadCount(count);
            threads = OptionalInt.of(PhysicalCoreExecutor.instance.get().getCoreCount());
        }
        int running = threads.getAsInt();
        if (wanted.isPresent() && wanted.getAsInt() != running) {
            throw new IllegalStateException("jlama already runs with " + running
                    + " threads in this process; give all candidates the same number");
        }
        return running;
    }

    /** A power of two, so that jlama's division of rows among threads comes out even: half of the processors, at least 2. */
    static int defaultThreads() {
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.min(processors, Math.clamp(Integer.highestOneBit(Math.max(1, processors / 2)), 2, MOST_THREADS));
    }

    /**
     * Whether jlama's division of {@code rows} among its threads reaches every row: where a share is smaller than what is left
     * over, {@code VectorMath.pchunk} forgets the rest.
     */
    static boolean reachesAll(int rows, int threads) {
        int splits = Math.min(rows, threads);
        if (splits == 1) {
            return true;
        }
        int share = rows / splits;
        return rows - splits * share == rows % share;
    }
}
