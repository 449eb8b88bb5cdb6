package dev.mekiki.engines.llamacpp.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The end of what a process writes to standard error. Safe for use by several threads. */
final class LastWords {
    private static final int MOST_LINES = 40;
    private static final int LONGEST = 400;
    /** What stands in a line that says why; the JVM's and llama.cpp's own. */
    private static final Pattern TELLING = Pattern.compile(
            "(?i)GGML_ASSERT|assert|abort|terminate|what\\(\\)|fatal|SIG[A-Z]+ \\(|libllama|libggml|failed|error|out of memory|cannot|can't|exception");
    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    LastWords(InputStream stream) {
        this.reader = Thread.ofVirtual().start(() -> read(stream));
    }

    private void read(InputStream stream) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    keep(line.toString());
                    line.setLength(0);
                } else if (line.length() < LONGEST) {
                    line.append((char) c);
                }
            }
            keep(line.toString());
        } catch (IOException e) {
            // the process is gone
        }
    }

    private synchronized void keep(String line) {
        String clean = line.strip().replaceAll("\\p{Cntrl}", "?");
        if (!clean.isEmpty() && !clean.equals("#")) {
            lines.addLast(clean);
            if (lines.size() > MOST_LINES) {
                lines.removeFirst();
            }
        }
    }

    /** Once the process is gone: the lines that tell most, or the last ones; empty where it said nothing. */
    String text() {
        try {
            reader.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            List<String> telling = lines.stream().filter(line -> TELLING.matcher(line).find()).toList();
            List<String> chosen = telling.isEmpty() ? List.copyOf(lines) : telling;
            return String.join("; ", chosen.subList(Math.max(0, chosen.size() - 3), chosen.size()));
        }
    }
}
