package dev.mekiki.license;

import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.architecture.ShapeReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sizes as published configurations have them, with the names their families use. */
final class Configs {
    static final String LLAMA_31_8B = llama("llama", 32, 4096, 32, 8, 14336, 128256, """
            "max_position_embeddings": 131072, "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0,
             "high_freq_factor": 4.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"}""");
    static final String LLAMA_31_70B = llama("llama", 80, 8192, 64, 8, 28672, 128256,
            "\"max_position_embeddings\": 131072");
    static final String LLAMA_31_405B = llama("llama", 126, 16384, 128, 8, 53248, 128256,
            "\"max_position_embeddings\": 131072");
    static final String QWEN25_72B = llama("qwen2", 80, 8192, 64, 8, 29568, 152064, """
            "max_position_embeddings": 32768, "sliding_window": 131072, "use_sliding_window": false,
            "max_window_layers": 70""");
    static final String QWEN25_7B = llama("qwen2", 28, 3584, 28, 4, 18944, 152064,
            "\"max_position_embeddings\": 32768");
    static final String QWEN25_3B = llama("qwen2", 36, 2048, 16, 2, 11008, 151936,
            "\"max_position_embeddings\": 32768");
    static final String DEEPSEEK_V3 = """
            {"model_type": "deepseek_v3", "architectures": ["DeepseekV3ForCausalLM"], "num_hidden_layers": 61,
             "hidden_size": 7168, "num_attention_heads": 128, "num_key_value_heads": 128, "intermediate_size": 18432,
             "moe_intermediate_size": 2048, "n_routed_experts": 256, "n_shared_experts": 1, "num_experts_per_tok": 8,
             "first_k_dense_replace": 3, "kv_lora_rank": 512, "q_lora_rank": 1536, "qk_nope_head_dim": 128,
             "qk_rope_head_dim": 64, "v_head_dim": 128, "vocab_size": 129280, "max_position_embeddings": 163840,
             "rope_scaling": {"type": "yarn", "factor": 40, "original_max_position_embeddings": 4096},
             "num_nextn_predict_layers": 1, "auto_map": {"AutoModel": "modeling.M"},
             "quantization_config": {"quant_method": "fp8", "fmt": "e4m3", "weight_block_size": [128, 128]}}""";
    static final String GPT_OSS_20B = """
            {"model_type": "gpt_oss", "num_hidden_layers": 24, "hidden_size": 2880, "num_attention_heads": 64,
             "num_key_value_heads": 8, "head_dim": 64, "intermediate_size": 2880, "num_local_experts": 32,
             "num_experts_per_tok": 4, "sliding_window": 128, "vocab_size": 201088, "max_position_embeddings": 131072,
             "tie_word_embeddings": false, "quantization_config": {"quant_method": "mxfp4"},
             "rope_scaling": {"rope_type": "yarn", "factor": 32.0, "original_max_position_embeddings": 4096}}""";

    private Configs() {}

    static String llama(String type, int layers, int hidden, int heads, int kv, int inner, int vocabulary,
            String more) {
        return """
                {"model_type": "%s", "num_hidden_layers": %d, "hidden_size": %d, "num_attention_heads": %d,
                 "num_key_value_heads": %d, "intermediate_size": %d, "vocab_size": %d, %s}"""
                .formatted(type, layers, hidden, heads, kv, inner, vocabulary, more);
    }

    static JsonNode tree(String json) {
        return JsonMapper.shared().readTree(json);
    }

    static Shape shape(String json) {
        return ShapeReader.read(tree(json)).orElseThrow();
    }
}
