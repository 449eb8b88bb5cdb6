package dev.mekiki.port;

import static java.util.Objects.requireNonNull;

/**
 * Text for an engine.
 *
 * @param templated whether a chat template made it: special tokens are then written out in it, and none is added
 */
public record Prompt(String text, boolean templated) {
    public Prompt {
        requireNonNull(text, "text");
    }

    public static Prompt plain(String text) {
        return new Prompt(text, false);
    }
}
