package dev.mekiki.jinja;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The C conversions e, f and g of a finite, non-negative float, exact for any precision. */
final class FloatText {
    private static final int MAX_PRECISION = 5_000;

    private FloatText() {}

    static String of(char conversion, double number, int precision, boolean alternate) {
        if (precision > MAX_PRECISION) {
            throw Failure.limit("a precision above " + MAX_PRECISION);
        }
        char lower = Character.toLowerCase(conversion);
        String text = Double.isNaN(number) ? "nan" : Double.isInfinite(number) ? "inf" : switch (lower) {
            case 'e' -> exponent(number, precision, alternate);
            case 'f' -> fixed(number, precision, alternate);
            default -> general(number, Math.max(1, precision), alternate);
        };
        return lower == conversion ? text : text.toUpperCase(java.util.Locale.ROOT);
    }

    private static String fixed(double number, int precision, boolean alternate) {
        String text = new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return alternate && precision == 0 ? text + "." : text;
    }

    private static String exponent(double number, int precision, boolean alternate) {
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String digits = number == 0 ? "0" : rounded.unscaledValue().toString();
        int exponent = number == 0 ? 0 : digits.length() - 1 - rounded.scale();
        digits = digits.length() > precision + 1
                ? digits.substring(0, precision + 1)
                : digits + "0".repeat(precision + 1 - digits.length());
        String mantissa = digits.charAt(0) + (precision > 0 || alternate ? "." : "") + digits.substring(1);
        return mantissa + exponentText(exponent);
    }

    private static String exponentText(int exponent) {
        return "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private static String general(double number, int precision, boolean alternate) {
        String scientific = exponent(number, precision - 1, alternate);
        int mark = scientific.indexOf('e');
        int exponent = Integer.parseInt(scientific.substring(mark + 1));
        if (exponent < -4 || exponent >= precision) {
            return (alternate ? scientific.substring(0, mark) : trimmed(scientific.substring(0, mark)))
                    + scientific.substring(mark);
        }
        String plain = fixed(number, precision - 1 - exponent, alternate);
        return alternate ? plain : trimmed(plain);
    }

    private static String trimmed(String digits) {
        return digits.indexOf('.') < 0 ? digits : digits.replaceFirst("\\.?0+$", "");
    }
}
