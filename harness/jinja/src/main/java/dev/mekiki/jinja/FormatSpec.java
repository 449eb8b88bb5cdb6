package dev.mekiki.jinja;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's format specifications, as in {@code "{:>8.2f}"}. */
final class FormatSpec {
    private static final Pattern SHAPE = Pattern
            .compile("(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\\d{0,9})([,_])?(?:\\.(\\d{1,9}))?(.)?", Pattern.DOTALL);

    private final @Nullable String fill;
    private final char align;
    private final String sign;
    private final boolean alternate;
    private final int width;
    private final @Nullable String grouping;
    private final int precision;
    private final char type;

    private FormatSpec(Matcher parts) {
        boolean zero = parts.group(6) != null;
        fill = parts.group(1) != null ? parts.group(1) : zero ? "0" : " ";
        align = parts.group(2) != null ? parts.group(2).charAt(0) : zero ? '=' : 0;
        sign = parts.group(3) == null || parts.group(3).equals("-") ? "" : parts.group(3);
        alternate = parts.group(5) != null;
        width = parts.group(7).isEmpty() ? 0 : Integer.parseInt(parts.group(7));
        grouping = parts.group(8);
        precision = parts.group(9) == null ? -1 : Integer.parseInt(parts.group(9));
        type = parts.group(10) == null ? 0 : parts.group(10).charAt(0);
    }

    static String format(Session session, Value value, String spec) {
        if (spec.isEmpty()) {
            return Repr.str(session, value);
        }
        Matcher parts = SHAPE.matcher(spec);
        if (!parts.matches()) {
            throw Failure.value("Invalid format specifier");
        }
        FormatSpec format = new FormatSpec(parts);
        session.checkChars(format.width);
        return switch (value) {
            case Value.Str(String text, boolean _) -> format.text(text);
            case Value.Int _,Value.Bool _ -> format.integer(value);
            case Value.Flt(double number) -> format.number(number);
            case Value.Undefined undefined -> throw undefined.strict()
                    ? undefined.failure()
                    : format.unsupported(value);
            default -> throw format.unsupported(value);
        };
    }

    private Failure unsupported(Value value) {
        return Failure.type("unsupported format string passed to " + Protocols.typeName(value) + ".__format__");
    }

    private Failure unknown(String typeName) {
        return Failure.value("Unknown format code '" + type + "' for object of type '" + typeName + "'");
    }

    private String text(String text) {
        if (type != 0 && type != 's') {
            throw unknown("str");
        }
        if (!sign.isEmpty() || alternate || grouping != null || (align == '=' && !"0".equals(fill))) {
            throw Failure.value("not allowed in string format specifier");
        }
        String cut = precision >= 0 && precision < Text.length(text)
                ? text.substring(0, Text.offset(text, precision))
                : text;
        return pad("", cut, align == 0 || align == '=' ? '<' : align);
    }

    private String integer(Value value) {
        BigInteger number = Numbers.integer(value);
        switch (type) {
            case 'e', 'E', 'f', 'F', 'g', 'G', '%' -> {
                return number(Numbers.toDouble(value));
            }
            case 'c' -> {
                return pad("", character(value), align == 0 ? '<' : align);
            }
            default -> {
            }
        }
        if (precision >= 0) {
            throw Failure.value("Precision not allowed in integer format specifier");
        }
        BigInteger size = number.abs();
        String digits = switch (type) {
            case 0, 'd', 'n' -> grouped(size.toString(), 3);
            case 'b' -> prefixed("0b", grouped(size.toString(2), 4));
            case 'o' -> prefixed("0o", grouped(size.toString(8), 4));
            case 'x' -> prefixed("0x", grouped(size.toString(16), 4));
            case 'X' -> prefixed("0x", grouped(size.toString(16), 4)).toUpperCase(Locale.ROOT);
            default -> throw unknown(Protocols.typeName(value));
        };
        return pad(number.signum() < 0 ? "-" : sign, digits, align == 0 ? '>' : align);
    }

    private String prefixed(String prefix, String digits) {
        return alternate ? prefix + digits : digits;
    }

    private String number(double number) {
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        double size = Math.abs(number);
        String digits = switch (type) {
            case 'e', 'E', 'f', 'F', 'g', 'G' -> FloatText.of(type, size, precision < 0 ? 6 : precision, alternate);
            case 'n' -> FloatText.of('g', size, precision < 0 ? 6 : precision, alternate);
            case '%' -> FloatText.of('f', size * 100, precision < 0 ? 6 : precision, alternate) + "%";
            case 0 -> precision < 0 ? Numbers.repr(size) : shortest(size);
            default -> throw unknown("float");
        };
        int end = 0;
        while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        String whole = grouped(digits.substring(0, end), 3) + digits.substring(end);
        return pad(negative ? "-" : sign, whole, align == 0 ? '>' : align);
    }

    /** Without a type, a precision means g with at least one digit after the point. */
    private String shortest(double size) {
        String text = FloatText.of('g', size, precision, alternate);
        if (text.indexOf('e') >= 0 || text.indexOf('.') >= 0 || text.indexOf('n') >= 0) {
            return text;
        }
        return text.length() >= Math.max(1, precision) && size != 0
                ? FloatText.of('e', size, Math.max(0, precision - 1), alternate).replaceFirst("\\.?0*e", "e")
                : text + ".0";
    }

    private String grouped(String digits, int size) {
        if (grouping == null) {
            return digits;
        }
        StringBuilder out = new StringBuilder(digits);
        for (int i = digits.length() - size; i > 0; i -= size) {
            out.insert(i, grouping);
        }
        return out.toString();
    }

    private String pad(String sign, String body, char where) {
        int missing = width - sign.length() - Text.length(body);
        if (missing <= 0) {
            return sign + body;
        }
        String filling = fill == null ? " " : fill;
        return switch (where) {
            case '<' -> sign + body + filling.repeat(missing);
            case '^' -> filling.repeat(missing / 2) + sign + body + filling.repeat(missing - missing / 2);
            case '=' -> sign + filling.repeat(missing) + body;
            default -> filling.repeat(missing) + sign + body;
        };
    }

    /** Where the digits of a number begin, after its sign and prefix. */
    static int digitsStart(String text) {
        int at = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
        return text.startsWith("0x", at) || text.startsWith("0o", at) || text.startsWith("0X", at) ? at + 2 : at;
    }

    static String character(Value value) {
        int code = Numbers.index(value);
        if (!Character.isValidCodePoint(code)) {
            throw new Failure(Failure.Kind.OVERFLOW, "character code not in range(0x110000)");
        }
        return Character.toString(code);
    }

    /** A value as the conversions s, r and a show it. */
    static String shown(Session session, Value value, char conversion) {
        return switch (conversion) {
            case 's' -> Repr.str(session, value);
            case 'r' -> Repr.repr(session, value);
            case 'a' -> {
                StringBuilder ascii = new StringBuilder();
                Repr.repr(session, value).codePoints().forEach(c -> ascii.append(c < 0x80
                        ? Character.toString(c)
                        : c < 0x100
                                ? String.format("\\x%02x", c)
                                : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c)));
                session.checkChars(ascii.length());
                yield ascii.toString();
            }
            default -> throw Failure.value("Unknown conversion specifier '" + conversion + "'");
        };
    }
}
