package dev.mekiki.port;

/**
 * What was generated.
 *
 * @param text without the stop string
 * @param inputTokens 0 where the engine does not know
 * @param outputTokens the end-of-text token included; 0 where the engine does not know
 */
public record Generation(String text, Finish finish, int inputTokens, int outputTokens) {
    /** Why generation ended. */
    public enum Finish {
        END_OF_TEXT, STOP_STRING, MAX_TOKENS, DEADLINE, REFUSED
    }
}
