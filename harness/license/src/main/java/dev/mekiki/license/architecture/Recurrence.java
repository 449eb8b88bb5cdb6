package dev.mekiki.license.architecture;

import java.util.Locale;

/**
 * Numbers that a recurrent layer keeps for each sequence: its convolution's last inputs and its state. For Mamba
 * {@code (kernel − 1)·(inner + 2·groups·state) + state·inner}, as llama.cpp allocates it; for gated delta networks
 * {@code (kernel − 1)·(2·key + value) + heads·keyDim·valueDim}.
 */
final class Recurrence {
    private Recurrence() {}

    /** @param type as the configuration names this layer */
    static long elements(Fields fields, String model, String type) {
        String name = type.toLowerCase(Locale.ROOT);
        long hidden = fields.count(1, "hidden_size", "d_model", "n_embd");
        if (name.contains("conv") && fields.count("conv_L_cache").isPresent()) {
            return hidden * (fields.count(1, "conv_L_cache") - 1);
        }
        if (fields.count("linear_num_value_heads").isPresent()) {
            return gatedDelta(fields);
        }
        Fields kimi = fields.within("linear_attn_config");
        if (!kimi.isEmpty() || fields.count("linear_num_heads").isPresent()) {
            long heads = kimi.count(fields.count(1, "linear_num_heads"), "num_heads");
            long dim = kimi.count(fields.count(128, "linear_head_dim"), "head_dim");
            long kernel = kimi.count(fields.count(4, "linear_conv_kernel_dim"), "short_conv_kernel_size");
            return 3 * heads * dim * (kernel - 1) + heads * dim * dim;
        }
        if (fields.count("lru_width").isPresent() || model.equals("recurrent_gemma")) {
            return fields.count((int) hidden, "lru_width") * (long) fields.count(4, "conv1d_width");
        }
        if (model.startsWith("rwkv")) {
            long head = fields.count(64, "head_size", "head_dim", "attention_head_size");
            return fields.count((int) hidden, "attention_hidden_size") * head + 2 * hidden;
        }
        if (model.startsWith("minimax")) {
            long heads = fields.count(1, "num_attention_heads");
            long dim = fields.count((int) Math.max(1, hidden / heads), "head_dim");
            return heads * dim * dim;
        }
        return mamba(fields, model, hidden);
    }

    private static long gatedDelta(Fields fields) {
        long keys = (long) fields.count(1, "linear_num_key_heads") * fields.count(128, "linear_key_head_dim");
        long values = (long) fields.count(1, "linear_num_value_heads") * fields.count(128, "linear_value_head_dim");
        long kernel = fields.count(4, "linear_conv_kernel_dim");
        return (kernel - 1) * (2 * keys + values) + values * fields.count(128, "linear_key_head_dim");
    }

    private static long mamba(Fields fields, String model, long hidden) {
        long state = fields.count(16, "mamba_d_state", "ssm_state_size", "state_size");
        long kernel = fields.count(4, "mamba_d_conv", "conv_kernel", "d_conv", "conv_kernel_size");
        long heads = fields.count(0, "mamba_num_heads", "mamba_n_heads", "n_mamba_heads");
        long headDim = fields.count(0, "mamba_head_dim", "mamba_d_head", "mamba_headdim", "hidden_size_per_head");
        if (model.equals("mamba2")) {
            heads = fields.count(0, "num_heads");
            headDim = fields.count(0, "head_dim");
        }
        boolean own = heads > 0 && headDim > 0;
        long inner = fields.count("mamba_d_ssm").isPresent()
                ? fields.count(1, "mamba_d_ssm")
                : own
                        ? heads * headDim
                        : model.endsWith("mamba") && fields.count("intermediate_size").isPresent()
                                ? fields.count(1, "intermediate_size")
                                : hidden * fields.count(2, "mamba_expand", "expand");
        boolean second = own || heads > 0;
        long groups = second && !model.startsWith("plamo")
                ? fields.count(1, "mamba_n_groups", "n_groups", "mamba_ngroups")
                : 0;
        return (kernel - 1) * (inner + 2 * groups * state) + state * inner;
    }
}
