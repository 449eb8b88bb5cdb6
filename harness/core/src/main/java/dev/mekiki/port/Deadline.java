package dev.mekiki.port;

import java.time.Duration;

/** A moment after which work is given up, on the monotonic clock; engines look at it between tokens. */
public record Deadline(long nanoTime) {
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    public static Deadline none() {
        return after(Duration.ofDays(3650));
    }

    /** Also true when the thread was interrupted: a cancelled sample stops as a late one does. */
    public boolean passed() {
        return System.nanoTime() - nanoTime >= 0 || Thread.currentThread().isInterrupted();
    }
}
