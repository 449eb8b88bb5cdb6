package dev.mekiki.license.memory;

import java.util.Optional;

/**
 * How an engine lays out memory when it is started with its defaults.
 *
 * @param cache what it keeps keys and values in
 * @param block tokens by which a sequence's cache grows
 * @param step tokens it computes at once while it reads prompts
 * @param activationBytes of a number between layers
 * @param sequences it computes logits for at once; 0 for one row for each token of a step
 * @param share of the device that it uses
 * @param overheadBytes of the device's driver, kernels and library, whatever the model
 * @param kept what becomes of stored floats
 * @param gpu whether its memory is the GPU's
 */
public record EngineLayout(String engine, CacheType cache, int block, int step, int activationBytes, int sequences,
        double share, long overheadBytes, Floats kept, boolean gpu) {
    /** What becomes of stored floats. */
    public enum Floats {
        AS_STORED,
        /** F32 becomes 16 bits, as vLLM does by itself. */
        NARROWED,
        /** F16 becomes F32; BF16 is used as it is. */
        WIDENED
    }

    private static final long MIB = 1L << 20;

    /** All layers on the GPU, flash attention on, {@code n_ubatch} 512. */
    public static final EngineLayout LLAMA_CPP = new EngineLayout("llama.cpp", CacheType.F16, 256, 512, 4, 0, 1.0,
            512 * MIB,
            Floats.AS_STORED, true);
    /** {@code gpu_memory_utilization} 0.9, {@code max_num_batched_tokens} 2048, {@code max_num_seqs} 256. */
    public static final EngineLayout VLLM = new EngineLayout("vllm", CacheType.BF16, 16, 2048, 2, 256, 0.9, 512 * MIB,
            Floats.NARROWED, true);
    /** In Mekiki's own process, on the CPU. */
    public static final EngineLayout JLAMA = new EngineLayout("jlama", CacheType.F32, 1, 256, 4, 1, 1.0, 256 * MIB,
            Floats.WIDENED, false);

    public EngineLayout with(Optional<CacheType> other) {
        return other.isEmpty()
                ? this
                : new EngineLayout(engine, other.get(), block, step, activationBytes, sequences, share, overheadBytes,
                        kept, gpu);
    }
}
