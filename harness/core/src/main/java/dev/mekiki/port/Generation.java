package dev.mekiki.port;

/** @param text without the stop string */
public record Generation(String text, Finish finish, int inputTokens, int outputTokens) {
    /** Why generation ended. */
    public enum Finish {
        END_OF_TEXT, STOP_STRING, MAX_TOKENS, DEADLINE, REFUSED
    }
}
