package dev.mekiki.license.memory;

import dev.mekiki.license.files.ParameterCount;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Ways to make weights smaller, from the one that loses least. For GGUF, bits are what llama.cpp's quantize tool publishes for Llama 3.1 8B,
 * averaged over all weights; for vLLM they hold for the layers' matrices, and embeddings stay in 16 bits.
 */
public final class Quantizations {
    /** @param embeddingBits of embeddings and output layer */
    public record Step(String name, double bits, double embeddingBits) {
        /** Bytes of these parameters. */
        long bytes(ParameterCount count) {
            double embeddings = count.parts().getOrDefault(ParameterCount.EMBEDDINGS, 0L);
            double rest = count.total().orElse(0) - embeddings;
            return Math.round((rest * bits + embeddings * embeddingBits) / 8);
        }
    }

    private static final List<Step> GGUF = List.of(average("BF16", 16.0005), average("Q8_0", 8.5008),
            average("Q6_K", 6.5633), average("Q5_K_M", 5.7036), average("Q4_K_M", 4.8944), average("IQ4_XS", 4.4597),
            average("IQ3_M", 3.7628), average("Q2_K", 3.1593), average("IQ2_M", 2.9294));
    /** Four bits with a 16-bit scale and a 4-bit zero point for each 128; NVFP4 with an 8-bit scale for each 16. */
    private static final List<Step> SAFETENSORS = List.of(new Step("BF16", 16, 16), new Step("FP8", 8, 16),
            new Step("NVFP4", 4.5, 16), new Step("AWQ or GPTQ, 4-bit", 4 + 20 / 128.0, 16));

    private Quantizations() {}

    private static Step average(String name, double bits) {
        return new Step(name, bits, bits);
    }

    private static List<Step> of(EngineLayout layout) {
        return layout.equals(EngineLayout.LLAMA_CPP) || layout.engine().equals(EngineLayout.LLAMA_CPP.engine())
                ? GGUF
                : SAFETENSORS;
    }

    /** @param bytes of all weights at this step */
    public record Chosen(Step step, long bytes) {}

    /** The step that loses least of those that leave no more than {@code most} bytes of weights and make them smaller than they are. */
    static Optional<Chosen> largest(EngineLayout layout, ParameterCount count, long now, long most) {
        return count.total().isEmpty()
                ? Optional.empty()
                : of(layout).stream().map(step -> new Chosen(step, step.bytes(count)))
                        .filter(chosen -> chosen.bytes() < now && chosen.bytes() <= most)
                        .max(Comparator.comparingLong(Chosen::bytes));
    }
}
