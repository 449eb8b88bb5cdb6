package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The filter {@code wordwrap}: Python's {@code textwrap} on each line. */
final class WordWrap {
    /** Chunks as textwrap makes them: blanks, and words that may also break after hyphens. */
    private static final Pattern CHUNK = Pattern.compile("[\\t\\n\\x0b\\f\\r ]+|[^\\t\\n\\x0b\\f\\r ]+");
    private static final Pattern HYPHENATED = Pattern
            .compile("(?<=[\\w!\"'&.,?])-{2,}(?=\\w)|.+?(?:-(?:(?<=[\\p{L}_]{2}-)|(?<=[\\p{L}_]-[\\p{L}_]-))"
                    + "(?=[\\p{L}_]-?[\\p{L}_])|(?=(?<=[\\w!\"'&.,?])-{2,}\\w)|$)", Pattern.UNICODE_CHARACTER_CLASS);

    private WordWrap() {}

    static Value apply(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("wordwrap", 0, "width", "break_long_words", "wrapstring",
                "break_on_hyphens");
        int width = bound.integer(0, 79);
        if (width <= 0) {
            throw Failure.value("invalid width " + width + " (must be > 0)");
        }
        boolean breakWords = bound.get(1) == null || bound.truth(1);
        boolean breakHyphens = bound.get(3) == null || bound.truth(3);
        String separator = bound.isNone(2) ? "\n" : bound.text(2);
        Value.Str text = Protocols.requireText(value);
        session.work(text.text().length());
        List<String> lines = new ArrayList<>();
        for (String line : Text.lines(text.text(), false)) {
            lines.add(StringMethods.joined(session, separator,
                    wrap(chunks(line, breakHyphens), width, breakWords, breakHyphens)));
        }
        return Value.text(StringMethods.joined(session, separator, lines));
    }

    private static List<String> chunks(String line, boolean breakHyphens) {
        List<String> chunks = new ArrayList<>();
        Matcher matcher = CHUNK.matcher(line);
        while (matcher.find()) {
            String chunk = matcher.group();
            if (!breakHyphens || chunk.indexOf('-') < 0) {
                chunks.add(chunk);
                continue;
            }
            Matcher parts = HYPHENATED.matcher(chunk);
            while (parts.find()) {
                chunks.add(parts.group());
            }
        }
        return chunks;
    }

    private static List<String> wrap(List<String> chunks, int width, boolean breakWords, boolean breakHyphens) {
        List<String> lines = new ArrayList<>();
        List<String> rest = new ArrayList<>(chunks.reversed());
        while (!rest.isEmpty()) {
            if (!lines.isEmpty() && rest.getLast().isBlank()) {
                rest.removeLast();
            }
            List<String> line = new ArrayList<>();
            int length = 0;
            while (!rest.isEmpty() && length + Text.length(rest.getLast()) <= width) {
                length += Text.length(rest.getLast());
                line.add(rest.removeLast());
            }
            if (!rest.isEmpty() && Text.length(rest.getLast()) > width) {
                breakLong(rest, line, Math.max(1, width - length), breakWords, breakHyphens);
            }
            if (!line.isEmpty() && line.getLast().isBlank()) {
                line.removeLast();
            }
            if (!line.isEmpty()) {
                lines.add(String.join("", line));
            }
        }
        return lines;
    }

    private static void breakLong(List<String> rest, List<String> line, int space, boolean breakWords,
            boolean breakHyphens) {
        String chunk = rest.getLast();
        if (breakWords) {
            int end = Text.offset(chunk, Math.min(space, Text.length(chunk)));
            int hyphen = breakHyphens ? chunk.lastIndexOf('-', end - 1) : -1;
            if (hyphen > 0 && chunk.substring(0, hyphen).chars().anyMatch(c -> c != '-')) {
                end = hyphen + 1;
            }
            line.add(chunk.substring(0, end));
            rest.set(rest.size() - 1, chunk.substring(end));
        } else if (line.isEmpty()) {
            line.add(rest.removeLast());
        }
    }
}
