package dev.mekiki.suites;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a list of texts as JSON or Python write it: {@code ["a", "b"]}, {@code ['a', 1, True]}, {@code ('a', 'b')}. */
final class TextList {
    private static final int MOST = 10_000;

    private final String source;
    private int at;

    private TextList(String source) {
        this.source = source;
    }

    /** Numbers and truth values as they are written; empty if the text is no such list, or one of lists. */
    static Optional<List<String>> parse(String text) {
        return new TextList(text.strip()).list();
    }

    private Optional<List<String>> list() {
        if (source.length() < 2) {
            return Optional.empty();
        }
        char close = switch (source.charAt(0)) {
            case '[' -> ']';
            case '(' -> ')';
            default -> '\0';
        };
        if (close == '\0' || source.charAt(source.length() - 1) != close) {
            return Optional.empty();
        }
        int end = source.length() - 1;
        at = 1;
        List<String> elements = new ArrayList<>();
        space();
        while (at < end) {
            Optional<String> element = element(end);
            if (element.isEmpty() || elements.size() == MOST) {
                return Optional.empty();
            }
            elements.add(element.get());
            space();
            if (at < end && source.charAt(at) != ',') {
                return Optional.empty();
            }
            at = Math.min(end, at + 1);
            space();
        }
        return Optional.of(List.copyOf(elements));
    }

    private void space() {
        while (at < source.length() - 1 && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    private Optional<String> element(int end) {
        char first = source.charAt(at);
        if (first == '"' || first == '\'') {
            at++;
            return quoted(first, end);
        }
        int from = at;
        while (at < end && source.charAt(at) != ',') {
            at++;
        }
        String bare = source.substring(from, at).strip();
        boolean value = bare.matches("[+-]?[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|True|False|true|false");
        return value ? Optional.of(bare) : Optional.empty();
    }

    private Optional<String> quoted(char quote, int end) {
        StringBuilder text = new StringBuilder();
        while (at < end) {
            char c = source.charAt(at++);
            if (c == quote) {
                return Optional.of(text.toString());
            }
            if (c != '\\') {
                text.append(c);
            } else if (at >= end || !escape(text, end)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean escape(StringBuilder text, int end) {
        char c = source.charAt(at++);
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case '\\', '/', '"', '\'' -> text.append(c);
            case 'x' -> {
                return hexadecimal(text, 2, end);
            }
            case 'u' -> {
                return hexadecimal(text, 4, end);
            }
            case 'U' -> {
                return hexadecimal(text, 8, end);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean hexadecimal(StringBuilder text, int digits, int end) {
        if (at + digits > end || !source.substring(at, at + digits).matches("[0-9a-fA-F]+")) {
            return false;
        }
        long point = Long.parseLong(source.substring(at, at + digits), 16);
        at += digits;
        if (point > Character.MAX_CODE_POINT) {
            return false;
        }
        text.appendCodePoint((int) point);
        return true;
    }
}
