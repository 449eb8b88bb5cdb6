package dev.mekiki.engines.served;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a server writes: kept in files of a bounded size, its beginning in {@code NAME.log} and its end in {@code NAME.end.log}, and the last
 * lines in memory. Safe for use by several threads.
 */
final class ServerLog {
    private static final int MOST_LINES = 300;
    private static final int LONGEST = 2000;
    private static final String COLOURS = "\u001b\\[[0-9;]*[A-Za-z]";

    private final Optional<Path> file;
    private final long mostBytes;
    private final UnaryOperator<String> strike;
    private final Deque<String> lines = new ArrayDeque<>();
    private @Nullable OutputStream out;
    private long written;
    private boolean beginning = true;
    private boolean broken;

    /**
     * @param file of the beginning, in a folder that exists; empty where nothing is kept
     * @param mostBytes of each of the three files that there may be
     * @param strike takes secrets out of a line
     */
    ServerLog(Optional<Path> file, long mostBytes, UnaryOperator<String> strike) {
        this.file = file;
        this.mostBytes = mostBytes;
        this.strike = strike;
    }

    /** Reads until the stream ends. */
    void follow(InputStream stream) {
        byte[] line = new byte[LONGEST];
        byte[] buffer = new byte[1 << 13];
        int length = 0;
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n' || buffer[i] == '\r') {
                        add(new String(line, 0, length, StandardCharsets.UTF_8));
                        length = 0;
                    } else if (length < LONGEST) {
                        line[length++] = buffer[i];
                    }
                }
            }
        } catch (IOException e) {
            // the server is gone
        }
        add(new String(line, 0, length, StandardCharsets.UTF_8));
        close();
    }

    private synchronized void add(String raw) {
        String line = strike.apply(raw.replaceAll(COLOURS, "").replaceAll("\\p{Cntrl}", " ").strip());
        if (line.isEmpty()) {
            return;
        }
        lines.addLast(line);
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
        if (file.isPresent() && !broken) {
            try {
                write(file.get(), (line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                broken = true; // a full disk: the run itself will say so
            }
        }
    }

    private void write(Path first, byte[] bytes) throws IOException {
        OutputStream open = out;
        if (open != null && written + bytes.length > mostBytes) {
            open.close();
            open = null;
            beginning = false;
        }
        if (open == null) {
            open = Files.newOutputStream(beginning ? first : end(first));
            out = open;
            written = 0;
        }
        open.write(bytes);
        written += bytes.length;
    }

    private static Path end(Path first) throws IOException {
        String name = String.valueOf(first.getFileName()).replaceFirst("\\.log$", "");
        Path end = first.resolveSibling(name + ".end.log");
        if (Files.exists(end)) {
            Files.move(end, first.resolveSibling(name + ".end.1.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        return end;
    }

    private synchronized void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            broken = true;
        }
    }

    /** The last lines, oldest first. */
    synchronized List<String> last() {
        return List.copyOf(lines);
    }

    /** The line that was written last; empty before the first. */
    synchronized String newest() {
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
