package dev.mekiki.engines.model;

/** Why a model can't be run correctly; the message is a sentence for users. */
public final class UnusableModel extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableModel(String message) {
        super(message);
    }

    public UnusableModel(String message, Throwable cause) {
        super(message, cause);
    }
}
