package dev.mekiki.reports;

import java.util.Locale;

/**
 * Makes characters visible that would hide or reorder what stands around them: controls, bidirectional marks, zero-width characters,
 * private and broken ones. Nothing is stripped, since it is evidence. Line breaks and tabs stay.
 */
final class Visible {
    private Visible() {}

    static String of(String text) {
        int at = 0;
        while (at < text.length() && !hidden(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, at);
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (codePoint == '\r' && at < text.length() && text.charAt(at) == '\n') {
                continue;
            }
            if (hidden(codePoint)) {
                out.append(String.format(Locale.ROOT, "⟦U+%04X⟧", codePoint));
            } else {
                out.appendCodePoint(codePoint);
            }
        }
        return out.toString();
    }

    private static boolean hidden(int codePoint) {
        if (codePoint == '\n' || codePoint == '\t') {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
        };
    }

    /** At most {@code length} characters of the text, from its beginning; what was left out is said. */
    static String beginning(String text, int length) {
        int all = text.codePointCount(0, text.length());
        return all <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length)) + "… (+" + (all - length) + ")";
    }

    /** At most {@code length} characters, from its end: a prompt's question stands there. */
    static String end(String text, int length) {
        int all = text.codePointCount(0, text.length());
        return all <= length
                ? text
                : "(+" + (all - length) + ") …" + text.substring(text.offsetByCodePoints(0, all - length));
    }
}
