package dev.mekiki.engines.llamacpp.worker;

import dev.mekiki.port.GenerationListener;
import java.util.function.Consumer;

/**
 * Sends an answer's pieces as they come. Those that follow another within a millisecond wait for the next one: a message costs tens of
 * microseconds, which is much of the time between tokens of a fast model and nothing of a slow one's. The first never waits.
 */
final class Pieces implements GenerationListener {
    private static final long PAUSE_NANOS = 1_000_000;
    private final Consumer<Bodies.Chunk> sender;
    private final StringBuilder text = new StringBuilder();
    private int tokens;
    private boolean begun;
    private long sent;

    Pieces(Consumer<Bodies.Chunk> sender) {
        this.sender = sender;
    }

    @Override
    public void chunk(String fresh, int count, long ready) {
        text.append(fresh);
        tokens += count;
        if (!begun || ready - sent >= PAUSE_NANOS) {
            begun = true;
            sent = ready;
            flush();
        }
    }

    /** What still waits; once at the end. */
    void flush() {
        if (tokens > 0 || !text.isEmpty()) {
            sender.accept(new Bodies.Chunk(tokens, text.toString()));
            text.setLength(0);
            tokens = 0;
        }
    }
}
