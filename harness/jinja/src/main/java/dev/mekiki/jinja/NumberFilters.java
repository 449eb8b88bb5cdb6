package dev.mekiki.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;

/** Filters that make or take numbers. */
final class NumberFilters {
    private static final String[] DECIMAL = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
    private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};

    private NumberFilters() {}

    static void register(Map<String, Filters.Code> all) {
        all.put("abs", (_, value, arguments) -> {
            arguments.bind("abs", 0);
            return absolute(value);
        });
        all.put("int", NumberFilters::integer);
        all.put("float", NumberFilters::floating);
        all.put("round", NumberFilters::round);
        all.put("filesizeformat", NumberFilters::fileSize);
    }

    private static Value absolute(Value value) {
        if (Numbers.isInteger(value)) {
            return new Value.Int(Numbers.integer(value).abs());
        }
        if (value instanceof Value.Flt(double number)) {
            return new Value.Flt(Math.abs(number));
        }
        throw Failure.type("bad operand type for abs(): '" + Protocols.typeName(value) + "'");
    }

    private static Value integer(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("int", 0, "default", "base");
        Value absent = bound.value(0, Value.of(0));
        return switch (value) {
            case Value.Int _,Value.Bool _ -> new Value.Int(Numbers.integer(value));
            case Value.Flt(double number) -> {
                if (Double.isInfinite(number)) {
                    throw new Failure(Failure.Kind.OVERFLOW, "cannot convert float infinity to integer");
                }
                yield Double.isNaN(number) ? absent : new Value.Int(Numbers.truncate(number));
            }
            case Value.Str(String text, boolean _) -> {
                session.work(text.length());
                var whole = Numbers.parseInteger(text, bound.integer(1, 10));
                if (whole.isPresent()) {
                    yield new Value.Int(whole.get());
                }
                Double number = Numbers.parseFloat(text);
                yield number == null || number.isNaN() || number.isInfinite()
                        ? absent
                        : new Value.Int(Numbers.truncate(number));
            }
            case Value.Undefined undefined -> throw undefined.failure();
            default -> absent;
        };
    }

    private static Value floating(Session session, Value value, Arguments arguments) {
        Value absent = arguments.bind("float", 0, "default").value(0, new Value.Flt(0));
        return switch (value) {
            case Value.Flt _,Value.Int _,Value.Bool _ -> new Value.Flt(Numbers.toDouble(value));
            case Value.Str(String text, boolean _) -> {
                session.work(text.length());
                Double number = Numbers.parseFloat(text);
                yield number == null ? absent : new Value.Flt(number);
            }
            case Value.Undefined undefined -> throw undefined.failure();
            default -> absent;
        };
    }

    private static Value round(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("round", 0, "precision", "method");
        int precision = bound.integer(0, 0);
        String method = bound.text(1, "common");
        if (Math.abs((long) precision) > 4_000) {
            throw Failure.limit("a precision beyond 4000");
        }
        return switch (method) {
            case "common" -> common(value, precision);
            case "ceil", "floor" -> {
                Value factor = Arithmetic.binary(session, Expr.BinaryOperator.POWER, Value.of(10), Value.of(precision));
                Value scaled = Arithmetic.binary(session, Expr.BinaryOperator.MULTIPLY, value, factor);
                if (!Numbers.isNumber(scaled)) {
                    throw Failure.type("must be real number, not " + Protocols.typeName(value));
                }
                Value whole = scaled instanceof Value.Flt(double number)
                        ? new Value.Int(
                                Numbers.truncate(method.equals("ceil") ? Math.ceil(number) : Math.floor(number)))
                        : scaled;
                yield Arithmetic.binary(session, Expr.BinaryOperator.DIVIDE, whole, factor);
            }
            default -> throw Failure.value("method must be common, ceil or floor");
        };
    }

    private static Value common(Value value, int precision) {
        if (Numbers.isInteger(value)) {
            BigInteger number = Numbers.integer(value);
            return precision >= 0
                    ? new Value.Int(number)
                    : Numbers.of(new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toBigInteger());
        }
        if (value instanceof Value.Flt(double number)) {
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                return value;
            }
            double rounded = new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).doubleValue();
            return new Value.Flt(rounded == 0 ? Math.copySign(0.0, number) : rounded);
        }
        if (value instanceof Value.Undefined undefined) {
            throw undefined.failure();
        }
        throw Failure.type("type " + Protocols.typeName(value) + " doesn't define __round__ method");
    }

    private static Value fileSize(Session session, Value value, Arguments arguments) {
        boolean binary = arguments.bind("filesizeformat", 0, "binary").truth(0);
        Double size = value instanceof Value.Str(String text, boolean _)
                ? Numbers.parseFloat(text)
                : Double.valueOf(Numbers.toDouble(value));
        if (size == null) {
            throw Failure.value("could not convert string to float: " + Repr.repr(session, value));
        }
        double base = binary ? 1024 : 1000;
        if (size == 1) {
            return Value.text("1 Byte");
        }
        if (size < base) {
            return Value.text(Numbers.truncate(size) + " Bytes");
        }
        double unit = base;
        int prefix = -1;
        do {
            prefix++;
            unit *= base;
        } while (prefix < 7 && size >= unit);
        return Value.text(FloatText.of('f', base * size / unit, 1, false) + " " + (binary ? BINARY : DECIMAL)[prefix]);
    }
}
