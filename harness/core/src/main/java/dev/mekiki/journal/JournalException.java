package dev.mekiki.journal;

/** The journal cannot be written or read; the message is for users. Whatever was journalled before stays valid. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
