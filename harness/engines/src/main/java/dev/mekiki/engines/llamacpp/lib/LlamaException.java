package dev.mekiki.engines.llamacpp.lib;

/** llama.cpp could not do what it was asked; the message is for users and has the library's own words. */
public final class LlamaException extends Exception {
    private static final long serialVersionUID = 1L;

    public LlamaException(String message) {
        super(message);
    }

    public LlamaException(String message, Throwable cause) {
        super(message, cause);
    }
}
