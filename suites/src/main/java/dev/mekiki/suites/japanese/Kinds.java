package dev.mekiki.suites.japanese;

/**
 * Which kinds of characters a text has, so that what looks for a kind need not look through texts without it. Most answers have none of them. A kind may
 * be told of a text that has none of it, never the other way round.
 */
final class Kinds {
    static final int INVISIBLE = 1;
    static final int DASH = 2;
    static final int DOUBLE_QUOTE = 4;
    static final int SINGLE_QUOTE = 8;
    static final int SPACE = 16;
    /** Superscripts and the like, circled numbers, fractions. */
    static final int SIGN = 32;
    static final int COMMA = 64;
    static final int NUMERAL = 128;

    private static final byte[] OF = new byte[Character.MAX_VALUE + 1];

    static {
        // the high surrogate of the variation selectors
        mark(INVISIBLE, "\u00AD\u200B\u200E\u200F\u2060\uFEFF\uDB40");
        mark(INVISIBLE, '\uFE00', '\uFE0F');
        mark(DASH, '\u2010', '\u2015');
        mark(DASH, "\u2212\u2500\uFE58ー");
        mark(DOUBLE_QUOTE, "“”„‟");
        mark(SINGLE_QUOTE, "‘’‚‛");
        mark(SPACE, "\t\n\u000B\f\r \u0085\u00A0\u2028\u2029\u3000");
        mark(SIGN, "\u00B9\u00B2\u00B3");
        mark(SIGN, '\u2070', '\u207F');
        mark(SIGN, '\u00BC', '\u00BE');
        mark(SIGN, '\u2150', '\u215F');
        mark(SIGN, '\u2460', '\u2473');
        mark(SIGN, '\u2776', '\u277F');
        mark(COMMA, ",");
        mark(NUMERAL, '0', '9');
        mark(NUMERAL, KanjiNumber.CHARACTERS.substring("0-9".length()));
    }

    private Kinds() {}

    private static void mark(int kind, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            OF[characters.charAt(i)] |= (byte) kind;
        }
    }

    private static void mark(int kind, char from, char to) {
        for (int c = from; c <= to; c++) {
            OF[c] |= (byte) kind;
        }
    }

    /** The kinds that stand in it. */
    static int of(String text) {
        int kinds = 0;
        for (int i = 0; i < text.length(); i++) {
            kinds |= OF[text.charAt(i)];
        }
        return kinds;
    }

    static boolean isNumeral(char c) {
        return (OF[c] & NUMERAL) != 0;
    }
}
