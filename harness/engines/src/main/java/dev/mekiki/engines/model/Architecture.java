package dev.mekiki.engines.model;

import java.util.Optional;

/** Architectures that the embedded engine runs; {@code model_type} of config.json is the name in lower case. */
public enum Architecture {
    LLAMA("LlamaForCausalLM", false, false), MISTRAL("MistralForCausalLM", false, true), QWEN2("Qwen2ForCausalLM",
            false, false), GRANITE("GraniteForCausalLM", false, false), GEMMA("GemmaForCausalLM", true,
                    false), GEMMA2("Gemma2ForCausalLM", true, true), GPT2("GPT2LMHeadModel", true, false);

    private final String className;
    private final boolean tiedByDefault;
    private final boolean ownHeadSize;

    Architecture(String className, boolean tiedByDefault, boolean ownHeadSize) {
        this.className = className;
        this.tiedByDefault = tiedByDefault;
        this.ownHeadSize = ownHeadSize;
    }

    /** As in {@code architectures} of config.json. */
    public String className() {
        return className;
    }

    /** What transformers takes {@code tie_word_embeddings} to be when config.json does not say. */
    public boolean tiedByDefault() {
        return tiedByDefault;
    }

    /** Whether a {@code head_dim} other than hidden size / heads is honoured. */
    public boolean ownHeadSize() {
        return ownHeadSize;
    }

    /** Root mean square norms, rotary positions, gated feed-forward: all but GPT-2. */
    public boolean llamaLike() {
        return this != GPT2;
    }

    /** Norm weights are stored as their difference from 1. */
    public boolean gemmaLike() {
        return this == GEMMA || this == GEMMA2;
    }

    static Optional<Architecture> of(String modelType) {
        for (Architecture architecture : values()) {
            if (architecture.name().toLowerCase(java.util.Locale.ROOT).equals(modelType)) {
                return Optional.of(architecture);
            }
        }
        return Optional.empty();
    }
}
