package dev.mekiki.port;

/** Told of output as it comes. */
@FunctionalInterface
public interface GenerationListener {
    GenerationListener NONE = (text, tokens, nanoTime) -> {};

    /**
     * @param text whole characters; may be empty while a character is incomplete or could begin a stop string
     * @param tokens tokens since the last call
     * @param nanoTime when the last of them was ready
     */
    void chunk(String text, int tokens, long nanoTime);
}
