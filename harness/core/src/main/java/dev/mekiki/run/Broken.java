package dev.mekiki.run;

import dev.mekiki.port.EngineException;

/** Says what broke, in words for users. */
final class Broken {
    private Broken() {}

    static String inWords(Throwable cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        if (cause instanceof EngineException && !message.isBlank()) {
            return message;
        }
        if (cause instanceof OutOfMemoryError) {
            return "out of memory (" + message + ")";
        }
        return "the engine broke: " + cause.getClass().getSimpleName() + (message.isBlank() ? "" : ": " + message);
    }
}
