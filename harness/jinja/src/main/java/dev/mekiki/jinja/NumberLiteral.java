package dev.mekiki.jinja;

import java.math.BigInteger;
import java.util.Locale;

/**
 * A number in a template.
 *
 * @param end where the text goes on
 */
record NumberLiteral(Value value, int end) {

    /** The number that begins with the digit at this place. */
    static NumberLiteral at(String source, int pos) {
        int whole = digits(source, pos);
        boolean afterDot = pos > 0 && source.charAt(pos - 1) == '.';
        int end = afterDot ? -1 : floatEnd(source, whole);
        if (end >= 0) {
            return new NumberLiteral(new Value.Flt(Double.parseDouble(source.substring(pos, end).replace("_", ""))),
                    end);
        }
        int radix = radix(source, pos);
        if (radix != 10) {
            end = pos + 2;
            while (isDigit(source, end, radix)
                    || (source.startsWith("_", end) && isDigit(source, end + 1, radix))) {
                end++;
            }
            return integer(source.substring(pos + 2, end), radix, end);
        }
        if (source.charAt(pos) == '0') {
            end = pos + 1;
            while (end < whole && (source.charAt(end) == '0' || source.startsWith("_0", end))) {
                end++;
            }
            return integer("0", 10, end);
        }
        return integer(source.substring(pos, whole), 10, whole);
    }

    private static int radix(String source, int pos) {
        String prefix = source.substring(pos, Math.min(pos + 2, source.length())).toLowerCase(Locale.ROOT);
        int radix = switch (prefix) {
            case "0b" -> 2;
            case "0o" -> 8;
            case "0x" -> 16;
            default -> 10;
        };
        int first = source.startsWith("_", pos + 2) ? pos + 3 : pos + 2;
        return radix != 10 && isDigit(source, first, radix) ? radix : 10;
    }

    private static NumberLiteral integer(String digits, int radix, int end) {
        String plain = digits.replace("_", "");
        if (plain.length() > Numbers.MAX_DIGITS) {
            throw Failure.limit("an integer of more than " + Numbers.MAX_DIGITS + " digits");
        }
        return new NumberLiteral(Numbers.of(new BigInteger(plain, radix)), end);
    }

    private static int digits(String source, int from) {
        int end = from;
        while (isDigit(source, end, 10)
                || (end > from && source.startsWith("_", end) && isDigit(source, end + 1, 10))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(String source, int at, int radix) {
        return at < source.length() && source.charAt(at) < 0x80 && Character.digit(source.charAt(at), radix) >= 0;
    }

    /** Where the float ends whose digits before the point end here, or -1 if it is none. */
    private static int floatEnd(String source, int whole) {
        int end = -1;
        int mantissa = whole;
        if (source.startsWith(".", whole) && isDigit(source, whole + 1, 10)) {
            mantissa = digits(source, whole + 1);
            end = mantissa;
        }
        if (mantissa < source.length() && (source.charAt(mantissa) | 0x20) == 'e') {
            boolean signed = source.startsWith("-", mantissa + 1) || source.startsWith("+", mantissa + 1);
            int exponent = signed ? mantissa + 2 : mantissa + 1;
            if (isDigit(source, exponent, 10)) {
                end = digits(source, exponent);
            }
        }
        return end;
    }
}
