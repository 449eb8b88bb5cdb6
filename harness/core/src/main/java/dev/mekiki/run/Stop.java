package dev.mekiki.run;

import org.jspecify.annotations.Nullable;

/** Whether the run was asked to end early: by {@link Runner#stop}, or by interrupting the thread that runs it. */
final class Stop {
    private volatile boolean asked;
    private @Nullable Thread waiting;

    synchronized void ask() {
        asked = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    boolean asked() {
        if (Thread.currentThread().isInterrupted()) {
            asked = true;
        }
        return asked;
    }

    /** From here on this thread waits for something that only an interrupt ends. */
    synchronized void interruptMe() {
        waiting = Thread.currentThread();
    }

    synchronized void noLonger() {
        waiting = null;
    }
}
