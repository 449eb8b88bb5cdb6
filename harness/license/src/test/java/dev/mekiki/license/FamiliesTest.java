package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.license.architecture.ContextLength;
import dev.mekiki.license.architecture.Layer.Kind;
import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.architecture.ShapeReader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Layers and contexts as the families' own code computes them from their configurations (transformers 5.23). */
class FamiliesTest {
    private static Map<Kind, Integer> kinds(String config) {
        return Configs.shape(config).kinds();
    }

    private static ContextLength context(String config) {
        return ContextLength.read(Configs.tree(config), ShapeReader.read(Configs.tree(config)));
    }

    private static String plain(String type, int layers, String more) {
        return Configs.llama(type, layers, 2048, 16, 4, 8192, 100_000, more);
    }

    @Test
    void windows_follow_each_familys_pattern() {
        assertThat(kinds(plain("mistral", 32, "\"sliding_window\": 4096"))).isEqualTo(Map.of(Kind.SLIDING, 32));
        assertThat(kinds(plain("mistral", 32, "\"sliding_window\": null"))).isEqualTo(Map.of(Kind.FULL, 32));
        assertThat(kinds(Configs.QWEN25_72B)).isEqualTo(Map.of(Kind.FULL, 80));
        assertThat(kinds(plain("qwen2", 28, """
                "sliding_window": 4096, "use_sliding_window": true, "max_window_layers": 21""")))
                .isEqualTo(Map.of(Kind.FULL, 21, Kind.SLIDING, 7));
        assertThat(kinds(plain("gemma2", 26, "\"sliding_window\": 4096")))
                .isEqualTo(Map.of(Kind.FULL, 13, Kind.SLIDING, 13));
        assertThat(kinds("{\"text_config\": " + plain("gemma3_text", 34, "\"sliding_window\": 1024") + "}"))
                .isEqualTo(Map.of(Kind.FULL, 5, Kind.SLIDING, 29));
        assertThat(kinds(plain("cohere2", 32, "\"sliding_window\": 4096, \"sliding_window_pattern\": 4")))
                .isEqualTo(Map.of(Kind.FULL, 8, Kind.SLIDING, 24));
        assertThat(kinds(plain("exaone4", 64, "\"sliding_window\": 4096, \"sliding_window_pattern\": \"LLLG\"")))
                .isEqualTo(Map.of(Kind.FULL, 16, Kind.SLIDING, 48));
        assertThat(kinds(plain("llama4_text", 48, "\"attention_chunk_size\": 8192")))
                .isEqualTo(Map.of(Kind.FULL, 12, Kind.SLIDING, 36));
        assertThat(kinds(plain("git", 64, "\"sliding_window_size\": -1"))).isEqualTo(Map.of(Kind.FULL, 64));
        assertThat(kinds(Configs.GPT_OSS_20B)).isEqualTo(Map.of(Kind.FULL, 12, Kind.SLIDING, 12));
    }

    @Test
    void hybrids_keep_states_where_they_do_not_attend() {
        assertThat(kinds(plain("qwen3_next", 48, """
                "linear_num_value_heads": 32, "linear_num_key_heads": 16, "linear_key_head_dim": 128,
                "linear_value_head_dim": 128""")))
                .isEqualTo(Map.of(Kind.FULL, 12, Kind.RECURRENT, 36));
        assertThat(kinds(plain("jamba", 32, "\"attn_layer_period\": 8, \"attn_layer_offset\": 4")))
                .isEqualTo(Map.of(Kind.FULL, 4, Kind.RECURRENT, 28));
        assertThat(kinds(plain("nemotron_h", 8, "\"hybrid_override_pattern\": \"M-M*M-M-\"")))
                .isEqualTo(Map.of(Kind.FULL, 1, Kind.RECURRENT, 4, Kind.NONE, 3));
        assertThat(kinds(plain("plamo2", 32, """
                "mamba_step": 2, "mamba_enabled": true, "attention_window_size": 2048, "full_attention_idx": [1]""")))
                .isEqualTo(Map.of(Kind.FULL, 1, Kind.SLIDING, 15, Kind.RECURRENT, 16));
        assertThat(kinds(plain("granitemoehybrid", 4, """
                "layer_types": ["mamba", "mamba", "attention", "mamba"]""")))
                .isEqualTo(Map.of(Kind.FULL, 1, Kind.RECURRENT, 3));
        assertThat(kinds(plain("falcon_h1", 4, "\"mamba_d_ssm\": 1024"))).isEqualTo(Map.of(Kind.BOTH, 4));
        assertThat(kinds(Configs.DEEPSEEK_V3)).isEqualTo(Map.of(Kind.LATENT, 61));
        assertThat(kinds(plain("kimi_linear", 27,
                """
                        "kv_lora_rank": 512, "qk_rope_head_dim": 64,
                        "linear_attn_config": {"full_attn_layers": [4, 8, 12, 16, 20, 24, 27], "num_heads": 32, "head_dim": 128}""")))
                .isEqualTo(Map.of(Kind.LATENT, 7, Kind.RECURRENT, 20));
        assertThat(kinds(plain("gemma3n_text", 10, "\"sliding_window\": 512, \"num_kv_shared_layers\": 5"))
                .get(Kind.SHARED)).isEqualTo(5);
        Shape dream = Configs.shape(plain("Dream", 28, "\"architectures\": [\"DreamModel\"]"));
        assertThat(dream.layers()).allSatisfy(layer -> assertThat(layer.cacheElements()).isZero());
    }

    @Test
    void key_value_heads_have_many_names() {
        // PLaMo 13B: 40 heads share 5 to one
        assertThat(Configs.shape("""
                {"model_type": "plamo", "num_hidden_layers": 40, "hidden_size": 5120, "num_attention_heads": 40,
                 "n_shared_head": 8}""").layers().getFirst().cacheElements()).isEqualTo(2 * 5 * 128);
        assertThat(Configs.shape("""
                {"model_type": "gpt_bigcode", "n_layer": 40, "n_embd": 6144, "n_head": 48, "multi_query": true}""")
                .layers().getFirst().cacheElements()).isEqualTo(2 * 128);
        assertThat(Configs.shape("""
                {"model_type": "chatglm", "num_layers": 40, "hidden_size": 4096, "num_attention_heads": 32,
                 "kv_channels": 128, "multi_query_attention": true, "multi_query_group_num": 2}""")
                .layers().getFirst().cacheElements()).isEqualTo(2 * 2 * 128);
    }

    @Test
    void contexts_include_scaling_once() {
        assertThat(context(Configs.LLAMA_31_8B).tokens()).hasValue(131_072);
        assertThat(context(Configs.DEEPSEEK_V3).tokens()).hasValue(163_840);
        assertThat(context(Configs.GPT_OSS_20B).tokens()).hasValue(131_072);
        ContextLength qwen = context(plain("qwen2", 28, """
                "max_position_embeddings": 32768,
                "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}"""));
        assertThat(qwen.tokens()).hasValue(131_072);
        assertThat(qwen.declared()).hasValue(32_768);
        assertThat(qwen.scaling()).isEqualTo(Optional.of("yarn ×4 from 32768"));
        assertThat(context(plain("phi3", 32, """
                "max_position_embeddings": 131072, "original_max_position_embeddings": 4096,
                "rope_scaling": {"type": "longrope", "short_factor": [1.0]}""")).tokens()).hasValue(131_072);
    }
}
