package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings as Python sees them: sequences of code points, with Python's idea of white space and of lines. */
final class Text {
    private Text() {}

    /** {@code str.isspace} of one character. None lies outside the basic plane. */
    static boolean isSpace(int c) {
        return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f
                || c == 0x3000;
    }

    static boolean isPrintable(int c) {
        return c == ' ' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The index in UTF-16 units of a code point. */
    static int offset(String text, int index) {
        return length(text) == text.length() ? index : text.offsetByCodePoints(0, index);
    }

    static String at(String text, int index) {
        int start = offset(text, index);
        return text.substring(start, text.offsetByCodePoints(start, 1));
    }

    static String slice(String text, Value.Range picked) {
        if (picked.length() == 0) {
            return "";
        }
        if (picked.step() == 1) {
            return text.substring(offset(text, (int) picked.start()), offset(text, (int) picked.stop()));
        }
        int[] codePoints = text.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (long i = 0; i < picked.length(); i++) {
            out.appendCodePoint(codePoints[(int) picked.at(i)]);
        }
        return out.toString();
    }

    /** Compares by code points. */
    static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Integer.compare(Character.isSurrogate(x) ? x + 0x10000 : x,
                        Character.isSurrogate(y) ? y + 0x10000 : y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    static int rstripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    static String strip(String text, @Nullable String chars) {
        return rstrip(lstrip(text, chars), chars);
    }

    static String lstrip(String text, @Nullable String chars) {
        int start = 0;
        while (start < text.length() && stripped(text.codePointAt(start), chars)) {
            start = text.offsetByCodePoints(start, 1);
        }
        return text.substring(start);
    }

    static String rstrip(String text, @Nullable String chars) {
        int end = text.length();
        while (end > 0 && stripped(text.codePointBefore(end), chars)) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    private static boolean stripped(int c, @Nullable String chars) {
        return chars == null ? isSpace(c) : chars.indexOf(c) >= 0;
    }

    /** {@code str.split()}: at runs of white space. */
    static List<String> splitSpace(String text, long max) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                return parts;
            }
            if (max >= 0 && parts.size() >= max) {
                parts.add(rstrip(text.substring(at), null));
                return parts;
            }
            int start = at;
            while (at < text.length() && !isSpace(text.charAt(at))) {
                at++;
            }
            parts.add(text.substring(start, at));
        }
    }

    static List<String> rsplitSpace(String text, long max) {
        List<String> parts = new ArrayList<>();
        int end = text.length();
        while (true) {
            while (end > 0 && isSpace(text.charAt(end - 1))) {
                end--;
            }
            if (end == 0) {
                return parts.reversed();
            }
            if (max >= 0 && parts.size() >= max) {
                parts.add(lstrip(text.substring(0, end), null));
                return parts.reversed();
            }
            int stop = end;
            while (end > 0 && !isSpace(text.charAt(end - 1))) {
                end--;
            }
            parts.add(text.substring(end, stop));
        }
    }

    static List<String> split(String text, String separator, long max) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int i = text.indexOf(separator); i >= 0 && (max < 0 || parts.size() < max); i = text.indexOf(separator,
                at)) {
            parts.add(text.substring(at, i));
            at = i + separator.length();
        }
        parts.add(text.substring(at));
        return parts;
    }

    static List<String> rsplit(String text, String separator, long max) {
        List<String> parts = new ArrayList<>();
        int end = text.length();
        while (max < 0 || parts.size() < max) {
            int from = end - separator.length();
            int i = from < 0 ? -1 : text.lastIndexOf(separator, from);
            if (i < 0) {
                break;
            }
            parts.add(text.substring(i + separator.length(), end));
            end = i;
        }
        parts.add(text.substring(0, end));
        return parts.reversed();
    }

    static List<String> lines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029) {
                int end = c == '\r' && text.startsWith("\n", i + 1) ? i + 2 : i + 1;
                lines.add(text.substring(start, keepEnds ? end : i));
                start = end;
                i = end - 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** Replaces up to {@code max} occurrences; all if it is negative. An empty part occurs between all characters. */
    static String replace(String text, String part, String by, long max) {
        if (!part.isEmpty()) {
            return max < 0 ? text.replace(part, by) : String.join(by, split(text, part, max));
        }
        StringBuilder out = new StringBuilder();
        long left = max < 0 ? Long.MAX_VALUE : max;
        int at = 0;
        while (left > 0 && at < text.length()) {
            int end = text.offsetByCodePoints(at, 1);
            out.append(by).append(text, at, end);
            at = end;
            left--;
        }
        out.append(text, at, text.length());
        return left > 0 ? out.append(by).toString() : out.toString();
    }

    static int count(String text, String part) {
        if (part.isEmpty()) {
            return length(text) + 1;
        }
        int count = 0;
        for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) {
            count++;
        }
        return count;
    }
}
