package dev.mekiki.engines.llamacpp.lib;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What llama.cpp says, line by line; the last lines are kept. Safe for use by several threads. */
public final class LlamaLog {
    /** Importance of a line, with ggml's numbers. */
    public enum Level {
        NONE, DEBUG, INFO, WARNING, ERROR
    }

    /** A line without its end. */
    public record Line(Level level, String text) {}

    private static final int CONTINUED = 5;
    private static final int MOST_LINES = 2000;
    private static final int LONGEST = 2000;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final StringBuilder open = new StringBuilder();
    private Level level = Level.INFO;
    private long count;
    private final List<Consumer<Line>> listeners = new ArrayList<>();

    LlamaLog() {}

    /** The address of a function for {@code llama_log_set}; it must outlive the library, which calls it from threads of its own. */
    @SuppressWarnings("restricted")
    MemorySegment callback() {
        try {
            var handle = MethodHandles.lookup().bind(this, "said",
                    MethodType.methodType(void.class, int.class, MemorySegment.class, MemorySegment.class));
            return Linker.nativeLinker().upcallStub(handle,
                    FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                    Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("said is a method of this class", e);
        }
    }

    /** Told of each further line, by whatever thread says it. */
    public synchronized void listen(Consumer<Line> listener) {
        listeners.add(listener);
    }

    /** How many lines there have been. */
    public synchronized long count() {
        return count;
    }

    /** The lines after so many, as far as they are kept. */
    public synchronized List<String> since(long earlier) {
        long kept = Math.min(lines.size(), Math.max(0, count - earlier));
        return lines.stream().skip(lines.size() - kept).map(Line::text).toList();
    }

    /** The last lines of warnings and errors after so many, for a message. */
    public synchronized String complaints(long earlier) {
        long kept = Math.min(lines.size(), Math.max(0, count - earlier));
        List<String> words = lines.stream().skip(lines.size() - kept)
                .filter(line -> line.level() == Level.ERROR || line.level() == Level.WARNING)
                .filter(line -> line.level() == Level.ERROR || line.text().toLowerCase(Locale.ROOT).contains("fail"))
                .map(Line::text).toList();
        return String.join("; ", words.subList(Math.max(0, words.size() - 3), words.size()));
    }

    /** Called by native code, into which no exception may go. */
    @SuppressWarnings("unused")
    private void said(int number, MemorySegment text, MemorySegment data) {
        try {
            add(number, Symbols.text(text));
        } catch (Throwable e) {
            // a lost line of the log is all that can be lost here
        }
    }

    synchronized void add(int number, String text) {
        if (number != CONTINUED) {
            level = number >= 0 && number < Level.values().length ? Level.values()[number] : Level.INFO;
        }
        for (int from = 0; from < text.length();) {
            int end = text.indexOf('\n', from);
            open.append(text, from, end < 0 ? text.length() : end);
            if (end < 0) {
                return;
            }
            keep(new Line(level, clean(open.length() > LONGEST ? open.substring(0, LONGEST) : open.toString())));
            open.setLength(0);
            from = end + 1;
        }
    }

    private void keep(Line line) {
        if (line.level() == Level.DEBUG || line.text().isBlank()) {
            return;
        }
        lines.addLast(line);
        count++;
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
        listeners.forEach(listener -> listener.accept(line));
    }

    /** Metadata of a hostile file is printed too: nothing of it may steer a terminal. */
    private static String clean(String text) {
        return text.strip().replaceAll("\\p{Cntrl}", "?");
    }
}
