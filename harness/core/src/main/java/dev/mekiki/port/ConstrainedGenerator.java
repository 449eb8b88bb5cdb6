package dev.mekiki.port;

import dev.mekiki.domain.GenerationSettings;
import java.util.List;
import java.util.OptionalInt;

/** Lets a model answer with one of given texts and nothing else. */
public interface ConstrainedGenerator {
    /**
     * Generates an answer that is one of the options, token by token. Where the prompt has opened the model's reasoning, that comes first,
     * unconstrained.
     *
     * @throws EngineException if prompt and options do not fit the context, or the engine broke
     */
    Choice choose(Prompt prompt, List<String> options, GenerationSettings settings, long seed, Deadline deadline)
            throws EngineException;

    /**
     * @param option its index; empty where generation ended before, by the deadline or within reasoning
     * @param generation how it went; its text is the option's
     * @param forwardedTokens tokens that the model computed, where the engine knows
     */
    record Choice(OptionalInt option, Generation generation, OptionalInt forwardedTokens) {}
}
