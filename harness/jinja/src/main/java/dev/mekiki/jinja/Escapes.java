package dev.mekiki.jinja;

/** Backslash escapes of string literals, as Python's unicode-escape codec reads them. */
final class Escapes {
    private Escapes() {}

    static String decode(String text, int line) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
                continue;
            }
            i = escape(text, i + 1, out, line);
        }
        return out.toString();
    }

    /** Appends what the escape after a backslash means; returns where the text goes on. */
    private static int escape(String text, int at, StringBuilder out, int line) {
        char c = text.charAt(at);
        switch (c) {
            case '\n' -> {
            }
            case '\\', '\'', '"' -> out.append(c);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> {
                return hex(text, at, 2, out, line);
            }
            case 'u' -> {
                return hex(text, at, 4, out, line);
            }
            case 'U' -> {
                return hex(text, at, 8, out, line);
            }
            case 'N' -> {
                return named(text, at, out, line);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return octal(text, at, out);
            }
            default -> {
                return unknown(text, at, out);
            }
        }
        return at + 1;
    }

    private static int hex(String text, int at, int digits, StringBuilder out, int line) {
        int end = at + 1 + digits;
        int value = 0;
        for (int i = at + 1; i < end; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0 || value > Character.MAX_CODE_POINT) {
                throw Failure.syntax("truncated \\" + text.charAt(at) + " escape", line);
            }
            value = value * 16 + digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw Failure.syntax("illegal Unicode character", line);
        }
        out.appendCodePoint(value);
        return end;
    }

    private static int octal(String text, int at, StringBuilder out) {
        int value = 0;
        int i = at;
        while (i < text.length() && i < at + 3 && text.charAt(i) >= '0' && text.charAt(i) <= '7') {
            value = value * 8 + text.charAt(i) - '0';
            i++;
        }
        out.append((char) value);
        return i;
    }

    private static int named(String text, int at, StringBuilder out, int line) {
        int close = text.indexOf('}', at);
        if (!text.startsWith("{", at + 1) || close < 0) {
            throw Failure.syntax("malformed \\N character escape", line);
        }
        try {
            out.appendCodePoint(Character.codePointOf(text.substring(at + 2, close)));
        } catch (IllegalArgumentException e) {
            throw Failure.syntax("unknown Unicode character name", line);
        }
        return close + 1;
    }

    /** Python encodes to ASCII first, so a backslash before another character also takes that character apart. */
    private static int unknown(String text, int at, StringBuilder out) {
        int c = text.codePointAt(at);
        out.append('\\');
        if (c < 0x80) {
            out.appendCodePoint(c);
        } else if (c < 0x100) {
            out.append(String.format("x%02x", c));
        } else if (c < 0x10000) {
            out.append(String.format("u%04x", c));
        } else {
            out.append(String.format("U%08x", c));
        }
        return at + Character.charCount(c);
    }
}
