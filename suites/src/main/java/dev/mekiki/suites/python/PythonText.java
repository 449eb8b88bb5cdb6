package dev.mekiki.suites.python;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** {@code str.strip}, {@code str.splitlines} and {@code re}'s character classes as Python 3 has them; Java's differ in what is white space. */
public final class PythonText {
    /** {@code \s} of a Unicode pattern, to be used within brackets. */
    public static final String SPACES = "\\x09-\\x0D\\x1C-\\x20\\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";
    /** {@code \s}. */
    public static final String SPACE = "[" + SPACES + "]";

    private PythonText() {}

    /**
     * A pattern in which only a line feed ends a line, as in Python.
     *
     * @param regex in Java's syntax; {@code \s} and {@code \d} take on Python's meaning
     * @param flags beside {@link Pattern#UNIX_LINES}
     */
    public static Pattern pattern(String regex, int flags) {
        return Pattern.compile(regex.replace("\\s", SPACE).replace("\\d", "\\p{Nd}"), flags | Pattern.UNIX_LINES);
    }

    public static boolean isSpace(int point) {
        return (point >= 0x09 && point <= 0x0D) || (point >= 0x1C && point <= 0x20) || point == 0x85 || point == 0xA0
                || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029
                || point == 0x202F || point == 0x205F || point == 0x3000;
    }

    public static String strip(String text) {
        return strip(text, PythonText::isSpace);
    }

    /** Without any of some characters at both ends. */
    public static String strip(String text, String characters) {
        return strip(text, point -> characters.indexOf(point) >= 0);
    }

    public static String stripStart(String text, String characters) {
        int from = 0;
        while (from < text.length() && characters.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        return text.substring(from);
    }

    public static String stripEnd(String text) {
        return stripEnd(text, PythonText::isSpace);
    }

    public static String stripEnd(String text, String characters) {
        return stripEnd(text, point -> characters.indexOf(point) >= 0);
    }

    private static String stripEnd(String text, IntPredicate taken) {
        int to = text.length();
        while (to > 0 && taken.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(0, to);
    }

    /** {@code str.split()}: what stands between white space. */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) { // white space is of one char
            if (at == text.length() || isSpace(text.charAt(at))) {
                if (at > from) {
                    words.add(text.substring(from, at));
                }
                from = at + 1;
            }
        }
        return words;
    }

    private static String strip(String text, IntPredicate taken) {
        int from = 0;
        int to = text.length();
        while (from < to && taken.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && taken.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    public static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029) {
                lines.add(text.substring(from, at));
                if (c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                    at++;
                }
                from = at + 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }
}
