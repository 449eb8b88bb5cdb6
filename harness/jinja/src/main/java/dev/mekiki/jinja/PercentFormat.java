package dev.mekiki.jinja;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Python's {@code format % arguments}. */
final class PercentFormat {
    private final Session session;
    private final String format;
    private final boolean safe;
    private final Value arguments;
    private final List<Value> positional;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;
    private boolean keyed;

    private PercentFormat(Session session, Value.Str format, Value arguments) {
        this.session = session;
        this.format = format.text();
        this.safe = format.safe();
        this.arguments = arguments;
        this.positional = arguments instanceof Container.TupleValue tuple ? tuple.items() : List.of(arguments);
    }

    static Value format(Session session, Value.Str format, Value arguments) {
        PercentFormat formatter = new PercentFormat(session, format, arguments);
        formatter.run();
        return new Value.Str(formatter.out.toString(), format.safe());
    }

    private void run() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                conversion();
            } else {
                out.append(c);
            }
        }
        boolean mapping = arguments instanceof Container.DictValue || arguments instanceof Container.ListValue;
        if (!keyed && used < positional.size() && !mapping) {
            throw Failure.type("not all arguments converted during string formatting");
        }
        session.checkChars(out.length());
    }

    private char peek() {
        if (at >= format.length()) {
            throw Failure.value("incomplete format");
        }
        return format.charAt(at);
    }

    private void conversion() {
        Value value = null;
        if (peek() == '(') {
            value = byKey();
        }
        boolean left = false;
        boolean zero = false;
        boolean alternate = false;
        String sign = "";
        for (; "-+ #0".indexOf(peek()) >= 0; at++) {
            switch (peek()) {
                case '-' -> left = true;
                case '0' -> zero = true;
                case '#' -> alternate = true;
                case '+' -> sign = "+";
                default -> sign = sign.isEmpty() ? " " : sign;
            }
        }
        int width = number();
        if (width < 0) {
            left = true;
            width = -width;
        }
        int precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(0, number());
        }
        while ("hlL".indexOf(peek()) >= 0) {
            at++;
        }
        char conversion = peek();
        at++;
        if (conversion == '%') {
            out.append('%');
            return;
        }
        if (value == null) {
            value = next();
        }
        pad(convert(conversion, value, precision, alternate, sign), width, left,
                zero && "sra c".indexOf(conversion) < 0);
    }

    private Value byKey() {
        int depth = 1;
        int start = ++at;
        while (depth > 0) {
            char c = peek();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
        if (!(arguments instanceof Container.DictValue)) {
            throw Failure.type("format requires a mapping");
        }
        keyed = true;
        String key = format.substring(start, at - 1);
        Value value = Protocols.subscript(session, arguments, Value.text(key));
        if (value == null) {
            throw new Failure(Failure.Kind.LOOKUP, Repr.quote(key));
        }
        return value;
    }

    private Value next() {
        if (used >= positional.size()) {
            throw Failure.type("not enough arguments for format string");
        }
        return positional.get(used++);
    }

    private int number() {
        if (peek() == '*') {
            at++;
            return Numbers.index(next());
        }
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at - start > 9) {
            throw Failure.value("width too big");
        }
        return at == start ? 0 : Integer.parseInt(format.substring(start, at));
    }

    private String convert(char conversion, Value value, int precision, boolean alternate, String sign) {
        return switch (conversion) {
            case 's', 'r', 'a' -> {
                String text = conversion == 's'
                        ? safe ? Html.escape(session, value) : Repr.str(session, value)
                        : FormatSpec.shown(session, value, conversion);
                if (conversion == 's' && safe) {
                    session.checkChars(text.length());
                }
                yield precision >= 0 && precision < Text.length(text)
                        ? text.substring(0, Text.offset(text, precision))
                        : text;
            }
            case 'c' -> value instanceof Value.Str(String text, boolean _) && Text.length(text) == 1
                    ? text
                    : FormatSpec.character(value);
            case 'd', 'i', 'u' -> signed(truncated(conversion, value), 10, "", precision, sign);
            case 'x' -> signed(whole(conversion, value), 16, alternate ? "0x" : "", precision, sign);
            case 'X' -> signed(whole(conversion, value), 16, alternate ? "0x" : "", precision, sign)
                    .toUpperCase(Locale.ROOT);
            case 'o' -> signed(whole(conversion, value), 8, alternate ? "0o" : "", precision, sign);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                if (!Numbers.isNumber(value)) {
                    throw Failure.type("must be real number, not " + Protocols.typeName(value));
                }
                double number = Numbers.toDouble(value);
                boolean negative = number < 0 || (number == 0 && 1 / number < 0);
                yield (negative ? "-" : sign)
                        + FloatText.of(conversion, Math.abs(number), precision < 0 ? 6 : precision, alternate);
            }
            default -> throw Failure.value("unsupported format character '" + conversion + "'");
        };
    }

    private static BigInteger truncated(char conversion, Value value) {
        return value instanceof Value.Flt(double number) ? Numbers.truncate(number) : whole(conversion, value);
    }

    private static BigInteger whole(char conversion, Value value) {
        if (!Numbers.isInteger(value)) {
            throw Failure.type("%" + conversion + " format: a real number is required, not "
                    + Protocols.typeName(value));
        }
        return Numbers.integer(value);
    }

    private String signed(BigInteger number, int radix, String prefix, int precision, String sign) {
        String digits = number.abs().toString(radix);
        session.checkChars(Math.max(0, precision));
        String zeros = "0".repeat(Math.max(0, precision - digits.length()));
        return (number.signum() < 0 ? "-" : sign) + prefix + zeros + digits;
    }

    private void pad(String text, int width, boolean left, boolean zero) {
        int missing = width - Text.length(text);
        session.checkChars((long) out.length() / 64 + Math.max(0, missing) + text.length());
        if (missing <= 0) {
            out.append(text);
        } else if (left) {
            out.append(text).repeat(' ', missing);
        } else if (zero) {
            int digits = FormatSpec.digitsStart(text);
            out.append(text, 0, digits).repeat('0', missing).append(text, digits, text.length());
        } else {
            out.repeat(' ', missing).append(text);
        }
    }
}
