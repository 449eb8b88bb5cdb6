package dev.mekiki.port;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was generated.
 *
 * @param text without the stop string
 * @param reasoning what was thought before the answer, where the engine gives it apart from the text; empty where it may still stand in it
 * @param inputTokens 0 where the engine does not know
 * @param outputTokens those of reasoning and the end-of-text token included; 0 where the engine does not know
 * @param reasoningTokens those of the reasoning alone, where the engine counts them
 * @param unclosed whether generation ended within reasoning, as far as the engine tells: there is no answer then
 */
public record Generation(String text, Optional<String> reasoning, Finish finish, int inputTokens, int outputTokens,
        OptionalInt reasoningTokens, boolean unclosed) {
    public Generation {
        requireNonNull(text, "text");
        requireNonNull(reasoning, "reasoning");
        requireNonNull(finish, "finish");
    }

    /** Of an engine that counts reasoning with the rest. */
    public Generation(String text, Optional<String> reasoning, Finish finish, int inputTokens, int outputTokens) {
        this(text, reasoning, finish, inputTokens, outputTokens, OptionalInt.empty(), false);
    }

    /** With whatever was thought in the text. */
    public Generation(String text, Finish finish, int inputTokens, int outputTokens) {
        this(text, Optional.empty(), finish, inputTokens, outputTokens);
    }

    /** Why generation ended. */
    public enum Finish {
        END_OF_TEXT, STOP_STRING, MAX_TOKENS, DEADLINE, REFUSED
    }
}
