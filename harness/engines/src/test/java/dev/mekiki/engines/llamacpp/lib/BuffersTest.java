package dev.mekiki.engines.llamacpp.lib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BuffersTest {
    /** Lines as llama.cpp b6673 and b11434 write them. */
    @Test
    void memory_is_read_out_of_the_log() {
        assertThat(Buffers.of(List.of("load_tensors:   CPU_Mapped model buffer size =    88.50 MiB",
                "load_tensors:        CUDA0 model buffer size =   100.00 MiB",
                "llama_context:        CPU  output buffer size =     0.25 MiB",
                "llama_kv_cache:        CPU KV buffer size =    45.00 MiB",
                "llama_memory_recurrent:        CPU RS buffer size =     1.00 MiB",
                "llama_context:        CPU compute buffer size =   102.50 MiB", "graph nodes  = 1000",
                "llama_model_loader: - kv   1: general.name str = x KV buffer size =    45.00 MiB")))
                .isEqualTo(new Buffers(188L << 20 | 1 << 19, 46L << 20, 102L << 20 | 3 << 18, 0));
    }

    /** SmolLM2-135M as Q4_0 on a processor with AVX2, by b11434. */
    @Test
    void what_is_laid_out_anew_is_told_apart() {
        assertThat(Buffers.of(List.of("load_tensors:   CPU_Mapped model buffer size =    85.25 MiB",
                "load_tensors:   CPU_REPACK model buffer size =    57.00 MiB")))
                .isEqualTo(new Buffers(142L << 20 | 1 << 18, 0, 0, 57L << 20));
    }
}
