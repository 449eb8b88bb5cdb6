package dev.mekiki.run;

import dev.mekiki.domain.JournalEvent;
import java.util.List;
import java.util.function.Consumer;

/** Where a run's events go. What it throws ends the run. */
@FunctionalInterface
public interface EventSink extends Consumer<JournalEvent> {
    /** Events that happened at the same time: a file takes them in one write, which waits for the disk once. */
    default void acceptAll(List<JournalEvent> events) {
        events.forEach(this);
    }
}
