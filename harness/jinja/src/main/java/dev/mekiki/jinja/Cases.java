package dev.mekiki.jinja;

import java.util.Locale;

/** Letter case and character classes as Python's {@code str} methods define them. */
final class Cases {
    private Cases() {}

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return titleCase(text.substring(0, first)) + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** Some characters become several in title case, as ß becomes Ss. */
    private static String titleCase(String character) {
        int c = character.codePointAt(0);
        int title = Character.toTitleCase(c);
        String upper = character.toUpperCase(Locale.ROOT);
        if (title != c || upper.codePointCount(0, upper.length()) == 1) {
            return Character.toString(title);
        }
        int first = upper.offsetByCodePoints(0, 1);
        return upper.substring(0, first) + upper.substring(first).toLowerCase(Locale.ROOT);
    }

    static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inWord = false;
        int at = 0;
        while (at < text.length()) {
            int end = text.offsetByCodePoints(at, 1);
            String character = text.substring(at, end);
            out.append(inWord ? character.toLowerCase(Locale.ROOT) : titleCase(character));
            inWord = isCased(text.codePointAt(at));
            at = end;
        }
        return out.toString();
    }

    static String swap(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            String character = Character.toString(c);
            out.append(Character.isUpperCase(c)
                    ? character.toLowerCase(Locale.ROOT)
                    : Character.isLowerCase(c) ? character.toUpperCase(Locale.ROOT) : character);
        });
        return out.toString();
    }

    static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    static boolean isLower(String text) {
        return text.codePoints().anyMatch(Cases::isCased)
                && text.codePoints().filter(Cases::isCased).allMatch(Character::isLowerCase);
    }

    static boolean isUpper(String text) {
        return text.codePoints().anyMatch(Cases::isCased)
                && text.codePoints().filter(Cases::isCased).allMatch(Character::isUpperCase);
    }

    static boolean isTitle(String text) {
        boolean inWord = false;
        boolean any = false;
        for (int c : text.codePoints().toArray()) {
            boolean upper = Character.isUpperCase(c) || Character.isTitleCase(c);
            if (inWord ? upper : Character.isLowerCase(c)) {
                return false;
            }
            inWord = isCased(c);
            any |= inWord;
        }
        return any;
    }

    static boolean isIdentifier(String text) {
        if (text.isEmpty()) {
            return false;
        }
        int first = text.codePointAt(0);
        return (first == '_' || Character.isUnicodeIdentifierStart(first)) && text.codePoints().skip(1).allMatch(
                c -> c == '_' || (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c)));
    }

    /** Decimal digits, and the raised, lowered and circled ones that Unicode calls digits. */
    static boolean isDigit(int c) {
        return Character.isDigit(c) || "²³¹⁰".indexOf(c) >= 0 || (c >= 0x2074 && c <= 0x2079)
                || (c >= 0x2080 && c <= 0x2089) || (c >= 0x2460 && c <= 0x2468) || (c >= 0x2474 && c <= 0x247c)
                || (c >= 0x2488 && c <= 0x2490) || c == 0x24ea || (c >= 0x2776 && c <= 0x277e);
    }

    /** Whatever has a numeric value, among them the Chinese numerals. */
    static boolean isNumeric(int c) {
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> "一二三四五六七八九十百千万億兆〇零壱弐参拾".indexOf(c) >= 0;
        };
    }
}
