package dev.mekiki.jinja;

import dev.mekiki.jinja.Expr.BinaryOperator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's operators on numbers, strings and sequences. */
final class Arithmetic {
    private Arithmetic() {}

    static Value binary(Session session, BinaryOperator operator, Value left, Value right) {
        if (operator == BinaryOperator.MODULO && left instanceof Value.Str format) {
            return PercentFormat.format(session, format, right);
        }
        if (left instanceof Value.Undefined undefined) {
            throw undefined.failure();
        }
        if (right instanceof Value.Undefined undefined) {
            throw undefined.failure();
        }
        if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
            return integers(operator, Numbers.integer(left), Numbers.integer(right));
        }
        if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
            return floats(operator, Numbers.toDouble(left), Numbers.toDouble(right));
        }
        return switch (operator) {
            case ADD -> add(session, left, right);
            case MULTIPLY -> repeat(session, left, right);
            case SUBTRACT, DIVIDE, FLOOR_DIVIDE, MODULO, POWER -> throw unsupported(operator, left, right);
        };
    }

    private static Failure unsupported(BinaryOperator operator, Value left, Value right) {
        return Failure.type("unsupported operand type(s) for " + operator.symbol() + ": '" + Protocols.typeName(left)
                + "' and '" + Protocols.typeName(right) + "'");
    }

    private static Value integers(BinaryOperator operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case ADD -> Numbers.of(a.add(b));
            case SUBTRACT -> Numbers.of(a.subtract(b));
            case MULTIPLY -> Numbers.of(a.multiply(b));
            case DIVIDE -> {
                requireNonZero(b.signum() == 0, "division by zero");
                double quotient = new java.math.BigDecimal(a)
                        .divide(new java.math.BigDecimal(b), new java.math.MathContext(400)).doubleValue();
                if (Double.isInfinite(quotient)) {
                    throw new Failure(Failure.Kind.OVERFLOW, "integer division result too large for a float");
                }
                yield new Value.Flt(quotient);
            }
            case FLOOR_DIVIDE -> {
                requireNonZero(b.signum() == 0, "integer division or modulo by zero");
                BigInteger[] parts = a.divideAndRemainder(b);
                yield Numbers.of(parts[1].signum() != 0 && parts[1].signum() != b.signum()
                        ? parts[0].subtract(BigInteger.ONE)
                        : parts[0]);
            }
            case MODULO -> {
                requireNonZero(b.signum() == 0, "integer modulo by zero");
                BigInteger remainder = a.remainder(b);
                yield Numbers.of(remainder.signum() != 0 && remainder.signum() != b.signum()
                        ? remainder.add(b)
                        : remainder);
            }
            case POWER -> integerPower(a, b);
        };
    }

    private static void requireNonZero(boolean zero, String message) {
        if (zero) {
            throw new Failure(Failure.Kind.ZERO_DIVISION, message);
        }
    }

    private static Value integerPower(BigInteger a, BigInteger b) {
        if (b.signum() < 0) {
            return floats(BinaryOperator.POWER, Numbers.toDouble(new Value.Int(a)), Numbers.toDouble(new Value.Int(b)));
        }
        boolean small = a.bitLength() <= 1;
        if (!small && (b.bitLength() > 31 || (long) (a.bitLength() - 1) * b.intValue() > 20_000)) {
            throw Failure.limit("the power is too large");
        }
        int exponent = small && b.bitLength() > 31 ? (b.testBit(0) ? 1 : 2) : b.intValue();
        return Numbers.of(a.pow(exponent));
    }

    private static Value floats(BinaryOperator operator, double a, double b) {
        return new Value.Flt(switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> {
                requireNonZero(b == 0, "float division by zero");
                yield a / b;
            }
            case FLOOR_DIVIDE -> {
                requireNonZero(b == 0, "float floor division by zero");
                double floored = Math.rint((a - modulo(a, b)) / b);
                yield floored == 0 ? Math.copySign(0.0, a / b) : floored;
            }
            case MODULO -> {
                requireNonZero(b == 0, "float modulo");
                yield modulo(a, b);
            }
            case POWER -> power(a, b);
        });
    }

    private static double modulo(double a, double b) {
        double remainder = a % b;
        if (remainder == 0) {
            return Math.copySign(0.0, b);
        }
        return remainder < 0 != b < 0 ? remainder + b : remainder;
    }

    private static double power(double a, double b) {
        requireNonZero(a == 0 && b < 0, "0.0 cannot be raised to a negative power");
        double result = Math.pow(a, b);
        if (Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
            throw new Failure(Failure.Kind.OVERFLOW, "(34, 'Numerical result out of range')");
        }
        if (Double.isNaN(result) && !Double.isNaN(a) && !Double.isNaN(b)) {
            throw Failure.value("complex numbers are not supported");
        }
        return a == 1 ? 1 : result;
    }

    private static Value add(Session session, Value left, Value right) {
        if (left instanceof Value.Str(String a, boolean safe)
                && right instanceof Value.Str(String b, boolean alsoSafe)) {
            session.checkChars((long) a.length() + b.length());
            if (safe || alsoSafe) {
                return new Value.Str(Html.escape(session, left) + Html.escape(session, right), true);
            }
            return Value.text(a + b);
        }
        if (left instanceof Container.ListValue a && right instanceof Container.ListValue b) {
            return session.list(joined(session, a, b));
        }
        if (left instanceof Container.TupleValue a && right instanceof Container.TupleValue b) {
            return session.tuple(joined(session, a, b));
        }
        if (left instanceof Value.Str || left instanceof Container.Sequence) {
            String type = Protocols.typeName(left);
            throw Failure.type("can only concatenate " + type + " (not \"" + Protocols.typeName(right) + "\") to "
                    + type);
        }
        throw unsupported(BinaryOperator.ADD, left, right);
    }

    private static List<Value> joined(Session session, Container.Sequence a, Container.Sequence b) {
        session.checkItems((long) a.items().size() + b.items().size());
        List<Value> items = new ArrayList<>(a.items());
        items.addAll(b.items());
        return items;
    }

    private static Value repeat(Session session, Value left, Value right) {
        boolean countLeft = Numbers.isInteger(left);
        Value repeated = countLeft ? right : left;
        Value count = countLeft ? left : right;
        if (!(repeated instanceof Value.Str || repeated instanceof Container.Sequence)) {
            throw unsupported(BinaryOperator.MULTIPLY, left, right);
        }
        if (!Numbers.isInteger(count)) {
            throw Failure.type("can't multiply sequence by non-int of type '" + Protocols.typeName(count) + "'");
        }
        long times = Math.max(0, Math.min(Numbers.clamped(count), Integer.MAX_VALUE));
        if (repeated instanceof Value.Str(String text, boolean safe)) {
            session.checkChars(text.length() * times);
            return new Value.Str(text.repeat((int) times), safe);
        }
        Container.Sequence sequence = (Container.Sequence) repeated;
        session.checkItems(sequence.items().size() * times);
        List<Value> items = new ArrayList<>();
        if (!sequence.items().isEmpty()) {
            for (long i = 0; i < times; i++) {
                items.addAll(sequence.items());
            }
        }
        return sequence instanceof Container.ListValue ? session.list(items) : session.tuple(items);
    }

    static Value unary(Expr.UnaryOperator operator, Value operand) {
        if (operand instanceof Value.Undefined undefined) {
            throw undefined.failure();
        }
        boolean negate = operator == Expr.UnaryOperator.NEGATE;
        if (Numbers.isInteger(operand)) {
            BigInteger number = Numbers.integer(operand);
            return new Value.Int(negate ? number.negate() : number);
        }
        if (operand instanceof Value.Flt(double number)) {
            return new Value.Flt(negate ? -number : number);
        }
        throw Failure.type("bad operand type for unary " + (negate ? "-" : "+") + ": '" + Protocols.typeName(operand)
                + "'");
    }
}
