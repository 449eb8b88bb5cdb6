package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.files.ParameterCount;
import dev.mekiki.license.memory.CacheType;
import dev.mekiki.license.memory.EngineLayout;
import dev.mekiki.license.memory.GpuFit;
import dev.mekiki.license.memory.MemoryModel;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private static MemoryModel vllm(String config) {
        return new MemoryModel(Configs.shape(config), 0, EngineLayout.VLLM);
    }

    private static MemoryModel llamaCpp(String config) {
        return new MemoryModel(Configs.shape(config), 0, EngineLayout.LLAMA_CPP);
    }

    static Object[][] published() {
        // "Insights into DeepSeek-V3", table 1 (arXiv 2505.09343): KV cache per token in BF16, kB
        return new Object[][]{{Configs.DEEPSEEK_V3, 70_272}, {Configs.QWEN25_72B, 327_680},
                {Configs.LLAMA_31_405B, 516_096},
                // 80 × 8 heads × 128 × 2 × 2 bytes = 320 KiB
                {Configs.LLAMA_31_70B, 320 * 1024}, {Configs.LLAMA_31_8B, 128 * 1024}};
    }

    @ParameterizedTest
    @MethodSource("published")
    void cache_of_a_token_is_what_papers_say(String config, long bytes) {
        assertThat(vllm(config).cacheBytesPerToken()).isEqualTo(bytes);
    }

    @Test
    void seventy_billion_at_4096_tokens_take_1_34_gb() {
        assertThat(vllm(Configs.LLAMA_31_70B).demand(4096, 1).cacheBytes()).isEqualTo(1_342_177_280L);
    }

    /** As llama.cpp's own log has it: {@code KV self size}, {@code CUDA0 compute buffer size}, flash attention on. */
    @ParameterizedTest
    @CsvSource({"QWEN25_7B, 2048, 112, 304.00", "QWEN25_7B, 4096, 224, 304.00", "QWEN25_3B, 4096, 144, 300.75",
            "LLAMA_31_8B, 8192, 1024, 258.50"})
    void llama_cpp_allocates_as_much_as_it_logs(String name, int context, long cacheMib, double computeMib)
            throws ReflectiveOperationException {
        MemoryModel model = llamaCpp((String) Configs.class.getDeclaredField(name).get(null));
        assertThat(model.demand(context, 1).cacheBytes()).isEqualTo(cacheMib * MIB);
        assertThat(model.demand(context, 1).activationBytes() / (double) MIB).isCloseTo(computeMib, within(0.005));
    }

    @Test
    void quantised_caches_take_their_blocks() {
        MemoryModel full = llamaCpp(Configs.LLAMA_31_8B);
        MemoryModel q8 = new MemoryModel(full.shape(), 0, EngineLayout.LLAMA_CPP.with(Optional.of(CacheType.Q8_0)));
        // llama.cpp: 34 bytes for 32 numbers
        assertThat(q8.demand(8192, 1).cacheBytes()).isEqualTo(544 * MIB);
    }

    @Test
    void windows_bound_the_cache_and_every_other_layer_of_gpt_oss_has_one() {
        MemoryModel model = vllm(Configs.GPT_OSS_20B);
        // 2 × 8 heads × 64 × 2 bytes, 12 layers of each kind
        assertThat(model.cacheBytesPerToken()).isEqualTo(24 * 2048);
        assertThat(model.cacheBytesPerTokenBeyondWindows()).isEqualTo(12 * 2048);
        long full = 131072L * 12 * 2048;
        assertThat(model.demand(131072, 1).cacheBytes()).isEqualTo(full + (128 + 2048) * 12 * 2048L);
        assertThat(model.demand(64, 4).cacheBytes()).isEqualTo(4 * 64 * 24 * 2048L);
        // llama.cpp: pad(window × sequences + n_ubatch, 256)
        assertThat(llamaCpp(Configs.GPT_OSS_20B).demand(4096, 4).cacheBytes())
                .isEqualTo(4 * 4096 * 12 * 2048L + 1024 * 12 * 2048L);
    }

    @Test
    void recurrent_layers_take_the_same_for_any_length() {
        Shape shape = Configs.shape("""
                {"model_type": "mamba2", "num_hidden_layers": 64, "hidden_size": 4096, "num_heads": 128, "head_dim": 64,
                 "state_size": 128, "conv_kernel": 4, "n_groups": 8, "vocab_size": 32768}""");
        MemoryModel model = new MemoryModel(shape, 0, EngineLayout.VLLM);
        assertThat(model.cacheBytesPerToken()).isZero();
        // (4 − 1)·(8192 + 2·8·128) + 128·8192 numbers of 4 bytes in each of 64 layers
        assertThat(model.stateBytesPerSequence()).isEqualTo(64L * 4 * (3 * (8192 + 2048) + 128 * 8192));
        assertThat(model.demand(100_000, 2).cacheBytes()).isEqualTo(2 * model.stateBytesPerSequence());
    }

    @Test
    void eight_billion_in_bf16_fit_24_gib_and_seventy_do_not() {
        long weights = 16_060_522_496L;
        MemoryModel model = new MemoryModel(Configs.shape(Configs.LLAMA_31_8B), weights, EngineLayout.VLLM);
        GpuFit fit = GpuFit.of(model, model.demand(8192, 1), count(8_030_261_248L, 1_050_673_152L), 131072, 24 * GIB);
        assertThat(fit.fits()).isTrue();
        assertThat(fit.largestContext().getAsInt()).isBetween(30_000, 60_000);
        assertThat(model.demand(fit.largestContext().getAsInt(), 1).totalBytes())
                .isLessThanOrEqualTo(fit.usableBytes());
        assertThat(model.demand(fit.largestContext().getAsInt() + 16, 1).totalBytes()).isGreaterThan(fit.usableBytes());
        assertThat(model.demand(8192, fit.largestSequences().getAsInt() + 1).totalBytes())
                .isGreaterThan(fit.usableBytes());

        MemoryModel large = new MemoryModel(Configs.shape(Configs.LLAMA_31_70B), 141_107_412_992L,
                EngineLayout.LLAMA_CPP);
        ParameterCount count = count(70_553_706_496L, 2_101_346_304L);
        GpuFit none = GpuFit.of(large, large.demand(8192, 1), count, 131072, 24 * GIB);
        assertThat(none.fits()).isFalse();
        assertThat(none.largestContext()).isEmpty();
        assertThat(none.smaller()).isEmpty();
        GpuFit eighty = GpuFit.of(large, large.demand(8192, 1), count, 131072, 48 * GIB);
        // published as 43.1 GB (40.1 GiB), plus 2.5 GiB of cache
        assertThat(eighty.smaller().orElseThrow().step().name()).isEqualTo("Q4_K_M");
        assertThat(eighty.smaller().orElseThrow().bytes() / 1e9).isCloseTo(43.1, within(0.2));
    }

    private static ParameterCount count(long total, long embeddings) {
        return new ParameterCount(OptionalLong.of(total), OptionalLong.of(total), new TreeMap<>(
                Map.of(ParameterCount.EMBEDDINGS, embeddings, ParameterCount.REST, total - embeddings)));
    }
}
