package dev.mekiki.journal;

import dev.mekiki.domain.JournalEvent;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a journal's lines one after the other, and knows how many bytes of it are whole. */
final class JournalLines implements Closeable {
    /** No event is that long; a file without line feeds must not fill the memory. */
    static final int LONGEST_LINE = 256 << 20;
    private static final int BLOCK = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int from;
    private int to;
    private long number;
    private long position;
    private long whole;

    JournalLines(Path file) throws IOException {
        this.file = file;
        this.in = Files.newInputStream(file);
    }

    /** Bytes up to the end of the last whole line that was read. */
    long wholeBytes() {
        return whole;
    }

    /**
     * The next event; empty at the end, and before a torn last line: one without a line feed, or one whose checksum does not fit with
     * nothing after it.
     *
     * @throws JournalException if a line before the last one is broken
     */
    Optional<JournalEvent> next() throws IOException {
        Optional<Line> line = line();
        return line.isEmpty() ? Optional.empty() : event(line.get().decoded());
    }

    /** A line as it stands in the file. */
    static final class Line {
        private final long position;
        private final long number;
        private final byte[] bytes;
        private final boolean last;

        private Line(long position, long number, byte[] bytes, boolean last) {
            this.position = position;
            this.number = number;
            this.bytes = bytes;
            this.last = last;
        }

        /** Of its first byte. */
        long position() {
            return position;
        }

        /** In bytes, without the line feed. */
        int length() {
            return bytes.length;
        }

        /** May be called by any thread. */
        Decoded decoded() {
            try {
                return new Decoded.Whole(this, JournalLine.read(bytes));
            } catch (JournalLine.Broken broken) {
                return new Decoded.Damaged(this, broken);
            }
        }
    }

    /** What a line holds. */
    sealed interface Decoded {
        Line line();

        record Whole(Line line, JournalEvent event) implements Decoded {}

        record Damaged(Line line, JournalLine.Broken why) implements Decoded {}
    }

    /** The next line that ends in a line feed, to be decoded; empty at the end. Not to be mixed with {@link #next}. */
    Optional<Line> line() throws IOException {
        line.reset();
        if (!readLine()) {
            return Optional.empty();
        }
        number++;
        Line found = new Line(position, number, line.toByteArray(), atEnd());
        position += line.size() + 1L;
        return Optional.of(found);
    }

    /** As {@link #next}, of lines given in their order. */
    Optional<JournalEvent> event(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Whole(Line line, JournalEvent event) -> {
                checkOrder(event, line.number);
                whole = line.position + line.length() + 1L;
                yield Optional.of(event);
            }
            case Decoded.Damaged(Line line, JournalLine.Broken broken) -> {
                if (broken.torn() && line.last) {
                    yield Optional.empty();
                }
                throw new JournalException(file + ", line " + line.number + " is damaged (" + broken.getMessage()
                        + "): restore the file from a copy, or begin a new run in another folder", broken);
            }
        };
    }

    private void checkOrder(JournalEvent event, long number) {
        if (number == 1 && !(event instanceof JournalEvent.RunStarted)) {
            throw new JournalException(file + " does not begin with the start of a run");
        }
        if (event instanceof JournalEvent.RunStarted started) {
            if (number > 1) {
                throw new JournalException(file + ", line " + number + ": a second run begins in the same journal");
            }
            if (!started.format().equals(JournalWriter.FORMAT)) {
                throw new JournalException(file + " is of the format " + started.format() + "; this version reads "
                        + JournalWriter.FORMAT);
            }
        }
    }

    /** @return whether a whole line was read; false at the end of the file, an unfinished line included */
    private boolean readLine() throws IOException {
        while (true) {
            for (int i = from; i < to; i++) {
                if (block[i] == '\n') {
                    line.write(block, from, i - from);
                    from = i + 1;
                    return true;
                }
            }
            line.write(block, from, to - from);
            if (line.size() > LONGEST_LINE) {
                throw new JournalException(file + ", line " + (number + 1) + " is longer than any event");
            }
            if (!fill()) {
                return false;
            }
        }
    }

    private boolean atEnd() throws IOException {
        return from == to && !fill();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(block));
        return to > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
