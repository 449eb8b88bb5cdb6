package dev.mekiki.journal;

import dev.mekiki.domain.JournalEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to a run folder's journal. When {@link #append} returns, the event is on the disk: it is written with one call as one
 * whole line, and forced. Only one process writes a journal at a time.
 */
public final class JournalWriter implements AutoCloseable {
    /** The format that {@link JournalEvent.RunStarted} names. */
    public static final String FORMAT = "mekiki.journal/1";

    private final Path file;
    /**
     * Opened so that each write reaches the disk before it returns (O_DSYNC): one call, and a tenth of the time of write and fsync. Not a
     * FileChannel: an interrupt (Ctrl-C, a cancelled sample) closes a channel in use, and the end of the run would be lost.
     */
    private final RandomAccessFile out;
    private long end;
    private @Nullable String broken;

    private JournalWriter(Path file, RandomAccessFile out, long end) {
        this.file = file;
        this.out = out;
        this.end = end;
    }

    /**
     * Creates the folder's journal or continues it; a torn last line is cut off.
     *
     * @throws JournalException if the folder cannot be written, another process writes this journal, or a line before the last is damaged
     */
    public static JournalWriter open(Path folder) {
        Path file = folder.resolve(JournalReader.FILE);
        RandomAccessFile out = create(folder, file);
        try {
            lock(file, out);
            long whole = wholeBytes(file);
            if (whole < out.length()) {
                out.setLength(whole);
                out.getFD().sync();
            }
            out.seek(whole);
            return new JournalWriter(file, out, whole);
        } catch (IOException e) {
            closeQuietly(out);
            throw new JournalException(file + " cannot be opened: " + e.getMessage(), e);
        } catch (JournalException e) {
            closeQuietly(out);
            throw e;
        }
    }

    private static RandomAccessFile create(Path folder, Path file) {
        try {
            Files.createDirectories(folder);
            return new RandomAccessFile(file.toFile(), "rwd");
        } catch (IOException e) {
            throw new JournalException("the run folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The lock goes with the file's descriptor. */
    private static void lock(Path file, RandomAccessFile out) throws IOException {
        FileLock lock;
        try {
            lock = out.getChannel().tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            throw new JournalException("another run writes " + file + " at this moment");
        }
    }

    private static long wholeBytes(Path file) throws IOException {
        try (JournalLines lines = new JournalLines(file)) {
            Optional<JournalEvent> event;
            do {
                event = lines.next();
            } while (event.isPresent());
            return lines.wholeBytes();
        }
    }

    /**
     * Writes the event and forces it to the disk. Safe for use by several threads.
     *
     * @throws JournalException if that fails (disk full); nothing of the event counts then, and the writer takes no more
     */
    public void append(JournalEvent event) {
        append(List.of(event));
    }

    /**
     * Writes the events, in their order, and forces them to the disk together: waiting for a disk takes far longer than writing to it.
     *
     * @throws JournalException if that fails; none of them counts then, and the writer takes no more
     */
    public synchronized void append(List<JournalEvent> events) {
        if (broken != null) {
            throw new JournalException(broken);
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        events.forEach(event -> lines.writeBytes(JournalLine.write(event)));
        try {
            out.write(lines.toByteArray());
            end += lines.size();
        } catch (IOException e) {
            broken = file + " cannot be written: " + e.getMessage()
                    + "; what was journalled before is safe, and the same command goes on from there";
            cutHalfLine();
            throw new JournalException(broken, e);
        }
    }

    private void cutHalfLine() {
        try {
            out.setLength(end);
        } catch (IOException _) {
            // the reader leaves a torn last line out
        }
    }

    @Override
    public synchronized void close() {
        broken = "the journal is closed";
        closeQuietly(out);
    }

    /** Everything is forced already: nothing can be lost by a failing close. */
    private static void closeQuietly(RandomAccessFile out) {
        try {
            out.close();
        } catch (IOException _) {
            // see above
        }
    }
}
