package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.llamacpp.lib.CacheType;
import dev.mekiki.engines.llamacpp.lib.ModelSettings.Split;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is loaded, and how.
 *
 * @param library folder of the libraries
 * @param file the GGUF file, the first one of several
 * @param vocabularyOnly for the tokenizer and the chat template
 * @param context tokens of prompt and answer together; at most {@link #DEFAULT_CONTEXT} where absent
 * @param exact keys and values as F32 and no flash attention
 * @param keys of the cache where it is not exact
 * @param parallel sequences at a time
 * @param together whether sequences are computed together, where that does not change their numbers
 * @param gpuLayers layers on GPUs; all where there are GPUs, unless said otherwise
 * @param devices to use alone, by name or number; all where empty
 * @param chatTemplate variables set in the chat template, each as JSON
 */
public record LoadSettings(String library, String file, boolean vocabularyOnly, OptionalInt context, int threads,
        boolean exact, CacheType keys, CacheType values, int parallel, boolean together,
        OptionalInt gpuLayers, List<String> devices,
        Optional<Split> split, SortedMap<String, String> chatTemplate) {
    /**
     * What makes GPUs multiply 32-bit numbers as such: ggml's Vulkan backend rounds them to 16 bits on the way (0.012
     * nats a token with SmolLM2-135M as F32), cuBLAS to 19 (TF32) since Ampere, and F16 weights are multiplied and added
     * up in 16 bits by its CUDA backend.
     */
    private static final Map<String, String> EXACT_GPUS = Map.of("GGML_VK_DISABLE_F16", "1",
            "GGML_VK_DISABLE_COOPMAT", "1", "GGML_VK_DISABLE_COOPMAT2", "1", "NVIDIA_TF32_OVERRIDE", "0",
            "GGML_CUDA_CUBLAS_COMPUTE_TYPE", "f32");
    /** Where nothing is said about it. */
    public static final int DEFAULT_CONTEXT = 4096;

    public LoadSettings {
        devices = List.copyOf(devices);
        chatTemplate = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(chatTemplate));
    }

    /** The file's tokenizer and chat template alone. */
    public static LoadSettings text(String library, String file, SortedMap<String, String> chatTemplate) {
        return new LoadSettings(library, file, true, OptionalInt.empty(), 1, true, CacheType.F32, CacheType.F32, 1,
                false,
                OptionalInt.empty(), List.of(), Optional.empty(), chatTemplate);
    }

    /** Variables of the process that loads it. */
    public Map<String, String> environment() {
        return exact ? EXACT_GPUS : Map.of();
    }

    /** The same, on these devices alone. */
    public LoadSettings on(List<String> some) {
        return new LoadSettings(library, file, vocabularyOnly, context, threads, exact, keys, values, parallel,
                together, gpuLayers, some, split, chatTemplate);
    }
}
