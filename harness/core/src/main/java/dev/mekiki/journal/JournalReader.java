package dev.mekiki.journal;

import dev.mekiki.domain.JournalEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a run folder's journal. */
public final class JournalReader {
    /** The journal's name in a run folder. */
    public static final String FILE = "journal.jsonl";

    private JournalReader() {}

    /** Whether the folder has a journal with at least one byte in it. */
    public static boolean exists(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * The events in order, read lazily, each checked against its checksum. A torn last line is left out. Close the stream.
     *
     * @return empty if there is no journal
     * @throws JournalException now if the file cannot be opened; while reading, if a line before the last is damaged
     */
    public static Stream<JournalEvent> open(Path folder) {
        if (!exists(folder)) {
            return Stream.empty();
        }
        Path file = folder.resolve(FILE);
        try {
            JournalLines lines = new JournalLines(file);
            return StreamSupport.stream(new Events(file, lines), false).onClose(() -> {
                try {
                    lines.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new JournalException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static final class Events extends Spliterators.AbstractSpliterator<JournalEvent> {
        private final Path file;
        private final JournalLines lines;

        Events(Path file, JournalLines lines) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.file = file;
            this.lines = lines;
        }

        @Override
        public boolean tryAdvance(Consumer<? super JournalEvent> action) {
            try {
                Optional<JournalEvent> event = lines.next();
                event.ifPresent(action);
                return event.isPresent();
            } catch (IOException e) {
                throw new JournalException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
