package dev.mekiki.engines.llamacpp.local;

/**
 * What computing several sequences together changed, measured when the model was loaded.
 *
 * @param sequences computed together, each with other tokens
 * @param apart nats by which log-probabilities differ from those computed alone, at most
 * @param allowed nats
 * @param aloneMs for one token of each sequence, taken in turns
 * @param togetherMs for the same in one call
 */
public record Batching(int sequences, double apart, double allowed, double aloneMs, double togetherMs) {
    /** Whether sequences are computed together; otherwise they take turns. */
    public boolean used() {
        return apart <= allowed;
    }
}
