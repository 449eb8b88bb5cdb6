package dev.mekiki.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How text is generated.
 *
 * @param maxTokens most tokens to generate
 * @param stop strings that end the answer; they may span tokens and are not part of the answer
 * @param temperature 0 is greedy
 * @param topP nucleus sampling, 1 keeps everything
 * @param topK 0 keeps everything
 * @param ignoreEnd go on to {@code maxTokens} past the model's end-of-text token, where the engine can: for measuring speed
 * @param thinkingTokens most tokens of reasoning, which {@code maxTokens} does not count; {@link #THINKING_TOKENS} where absent
 * @param format what the answer is held to, behind any reasoning that the prompt has opened; only engines that can are asked so
 */
public record GenerationSettings(int maxTokens, List<String> stop, double temperature, double topP, int topK,
        boolean ignoreEnd, OptionalInt thinkingTokens, Optional<AnswerFormat> format) {
    /** Where nothing is said about it. */
    public static final int THINKING_TOKENS = 2048;

    public GenerationSettings {
        stop = List.copyOf(stop);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
        }
        if (thinkingTokens.isPresent() && thinkingTokens.getAsInt() < 0) {
            throw new IllegalArgumentException("thinkingTokens must not be negative");
        }
        if (ignoreEnd && format.isPresent()) {
            throw new IllegalArgumentException("an answer that has a format ends");
        }
        if (!(temperature >= 0) || !(topP > 0 && topP <= 1) || topK < 0) {
            throw new IllegalArgumentException("temperature ≥ 0, 0 < topP ≤ 1 and topK ≥ 0 are expected");
        }
    }

    public GenerationSettings(int maxTokens, List<String> stop, double temperature, double topP, int topK) {
        this(maxTokens, stop, temperature, topP, topK, false, OptionalInt.empty(), Optional.empty());
    }

    public GenerationSettings withThinkingTokens(int most) {
        return new GenerationSettings(maxTokens, stop, temperature, topP, topK, ignoreEnd, OptionalInt.of(most),
                format);
    }

    public GenerationSettings withFormat(AnswerFormat other) {
        return new GenerationSettings(maxTokens, stop, temperature, topP, topK, ignoreEnd, thinkingTokens,
                Optional.of(other));
    }

    /** Most tokens of reasoning. */
    public int thinkingBudget() {
        return thinkingTokens.orElse(THINKING_TOKENS);
    }

    /** The same, not ending at the end-of-text token, in whatever form. */
    public GenerationSettings ignoringEnd() {
        return new GenerationSettings(maxTokens, stop, temperature, topP, topK, true, thinkingTokens,
                Optional.empty());
    }

    /** Greedy generation of at most {@code maxTokens} tokens. */
    public static GenerationSettings greedy(int maxTokens, List<String> stop) {
        return new GenerationSettings(maxTokens, stop, 0, 1, 0);
    }
}
