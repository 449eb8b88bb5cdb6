package dev.mekiki.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Python's integers and floats: conversions and shortest representation. */
final class Numbers {
    /** Python itself refuses to print longer ones (4300 digits). */
    private static final int MAX_BITS = 14_284;

    private Numbers() {}

    static BigInteger bounded(BigInteger value) {
        if (value.bitLength() > MAX_BITS) {
            throw Failure.limit("an integer of more than " + MAX_BITS + " bits");
        }
        return value;
    }

    static Value of(BigInteger value) {
        return new Value.Int(bounded(value));
    }

    static boolean isInteger(Value value) {
        return value instanceof Value.Int || value instanceof Value.Bool;
    }

    static boolean isNumber(Value value) {
        return isInteger(value) || value instanceof Value.Flt;
    }

    /** An integer or boolean as an integer. */
    static BigInteger integer(Value value) {
        return switch (value) {
            case Value.Int(BigInteger number) -> number;
            case Value.Bool(boolean bool) -> bool ? BigInteger.ONE : BigInteger.ZERO;
            case Value.Undefined undefined -> throw undefined.failure();
            default -> throw Failure
                    .type("'" + Protocols.typeName(value) + "' object cannot be interpreted as an integer");
        };
    }

    /** An integer that fits in 32 bits. */
    static int index(Value value) {
        BigInteger number = integer(value);
        if (number.bitLength() > 31) {
            throw new Failure(Failure.Kind.OVERFLOW, "Python int too large");
        }
        return number.intValue();
    }

    /** An integer as a bound of a slice; what is out of reach is brought near. */
    static long clamped(Value value) {
        if (!isInteger(value)) {
            if (value instanceof Value.Undefined undefined) {
                throw undefined.failure();
            }
            throw Failure.type("slice indices must be integers or None or have an __index__ method");
        }
        BigInteger number = integer(value);
        return number.bitLength() > 40 ? number.signum() * (1L << 40) : number.longValue();
    }

    static double toDouble(Value value) {
        if (value instanceof Value.Flt(double number)) {
            return number;
        }
        double number = integer(value).doubleValue();
        if (Double.isInfinite(number)) {
            throw new Failure(Failure.Kind.OVERFLOW, "int too large to convert to float");
        }
        return number;
    }

    /** A float's integer part, as {@code int()} makes it. */
    static BigInteger truncate(double number) {
        if (Double.isNaN(number)) {
            throw Failure.value("cannot convert float NaN to integer");
        }
        if (Double.isInfinite(number)) {
            throw new Failure(Failure.Kind.OVERFLOW, "cannot convert float infinity to integer");
        }
        return new BigDecimal(number).toBigInteger();
    }

    /** Python's {@code repr} of a float. */
    static String repr(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(number))).stripTrailingZeros();
        String sign = number < 0 ? "-" : "";
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        if (point > -4 && point <= 16) {
            String plain = shortest.toPlainString();
            return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
        }
        int exponent = point - 1;
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** What {@code int(text, base)} reads, or empty where Python raises ValueError. */
    static Optional<BigInteger> parseInteger(String text, int base) {
        if (base != 0 && (base < 2 || base > 36)) {
            throw Failure.value("int() base must be >= 2 and <= 36, or 0");
        }
        String digits = asciiDigits(Text.strip(text, null));
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        int radix = base;
        String prefix = digits.length() > 1 ? digits.substring(0, 2).toLowerCase(java.util.Locale.ROOT) : "";
        int prefixed = switch (prefix) {
            case "0x" -> 16;
            case "0o" -> 8;
            case "0b" -> 2;
            default -> 0;
        };
        if (prefixed != 0 && (base == 0 || base == prefixed)) {
            digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
            radix = prefixed;
        } else if (base == 0) {
            radix = 10;
        }
        if (digits.isEmpty() || digits.startsWith("_") || digits.endsWith("_") || digits.contains("__")
                || digits.length() > 4300) {
            return Optional.empty();
        }
        String plain = digits.replace("_", "");
        for (int i = 0; i < plain.length(); i++) {
            if (Character.digit(plain.charAt(i), radix) < 0) {
                return Optional.empty();
            }
        }
        BigInteger value = bounded(new BigInteger(plain, radix));
        return Optional.of(negative ? value.negate() : value);
    }

    /** What {@code float(text)} reads, or null where Python raises ValueError. */
    static @Nullable Double parseFloat(String text) {
        String number = asciiDigits(Text.strip(text, null)).toLowerCase(java.util.Locale.ROOT);
        String unsigned = number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
        double sign = number.startsWith("-") ? -1 : 1;
        return switch (unsigned) {
            case "nan" -> Double.valueOf(Double.NaN);
            case "inf", "infinity" -> Double.valueOf(sign * Double.POSITIVE_INFINITY);
            default -> isDecimal(unsigned)
                    ? Double.valueOf(sign * Double.parseDouble(unsigned.replace("_", "")))
                    : null;
        };
    }

    private static boolean isDecimal(String text) {
        boolean digits = false;
        boolean point = false;
        boolean exponent = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean between = i > 0 && i + 1 < text.length() && isDigit(text.charAt(i - 1))
                    && isDigit(text.charAt(i + 1));
            if (isDigit(c)) {
                digits = true;
            } else if (c == '.' && !point && !exponent) {
                point = true;
            } else if (c == 'e' && digits && !exponent) {
                exponent = true;
                digits = false;
                if (i + 1 < text.length() && (text.charAt(i + 1) == '-' || text.charAt(i + 1) == '+')) {
                    i++;
                }
            } else if (c != '_' || !between) {
                return false;
            }
        }
        return digits;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Digits of any script, among them ０ to ９, as Python reads them. */
    private static String asciiDigits(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
                out.append(Character.digit(c, 10));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
