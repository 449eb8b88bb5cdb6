package dev.mekiki.jinja;

import dev.mekiki.jinja.Container.Sequence;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Python's equality, order and membership. */
final class Comparison {
    private Comparison() {}

    static boolean equal(Session session, Value a, Value b) {
        session.work(Math.min(Container.weigh(a), Container.weigh(b)));
        return same(a, b);
    }

    private static boolean same(Value a, Value b) {
        if (a instanceof Value.Undefined undefined) {
            undefined.touch();
        }
        if (b instanceof Value.Undefined undefined) {
            undefined.touch();
        }
        return switch (a) {
            case Value.None _ -> b == Value.None.NONE;
            case Value.Bool _,Value.Int _,Value.Flt _ -> Numbers.isNumber(b) && numbers(a, b) == 0;
            case Value.Str(String text, boolean _) -> b instanceof Value.Str(String other, boolean _)
                    && text.equals(other);
            case Container.ListValue list -> b instanceof Container.ListValue other && items(list, other);
            case Container.TupleValue tuple -> b instanceof Container.TupleValue other && items(tuple, other);
            case Container.DictValue dict -> b instanceof Container.DictValue other && entries(dict, other);
            case Value.Range range -> b instanceof Value.Range other && ranges(range, other);
            case Value.Undefined _ -> b instanceof Value.Undefined;
            case Value.View view -> b instanceof Value.View other && view.kind() == other.kind()
                    && view.kind() != Value.ViewKind.VALUES && entries(view.dict(), other.dict());
            case Value.Lazy _,Namespace _,Callable _ -> isOne(a, b);
        };
    }

    private static boolean items(Sequence a, Sequence b) {
        if (isOne(a, b)) {
            return true;
        }
        if (a.items().size() != b.items().size()) {
            return false;
        }
        for (int i = 0; i < a.items().size(); i++) {
            if (!same(a.items().get(i), b.items().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean entries(Container.DictValue a, Container.DictValue b) {
        if (a.entries().size() != b.entries().size()) {
            return false;
        }
        for (var entry : a.entries().entrySet()) {
            Container.DictEntry other = b.entries().get(entry.getKey());
            if (other == null || !same(entry.getValue().value(), other.value())) {
                return false;
            }
        }
        return true;
    }

    private static boolean ranges(Value.Range a, Value.Range b) {
        return a.length() == b.length() && (a.length() == 0
                || (a.start() == b.start() && (a.length() == 1 || a.step() == b.step())));
    }

    /** The order of two numbers, exact across integers and floats; 2 if one is not a number. */
    private static int numbers(Value a, Value b) {
        if (Numbers.isInteger(a) && Numbers.isInteger(b)) {
            return Numbers.integer(a).compareTo(Numbers.integer(b));
        }
        double x = a instanceof Value.Flt(double number) ? number : 0;
        double y = b instanceof Value.Flt(double number) ? number : 0;
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return 2;
        }
        if (Double.isInfinite(x) || Double.isInfinite(y)) {
            return Double.compare(x, y);
        }
        return decimal(a).compareTo(decimal(b));
    }

    private static BigDecimal decimal(Value value) {
        return value instanceof Value.Flt(double number)
                ? new BigDecimal(number)
                : new BigDecimal(Numbers.integer(value));
    }

    /** Whether {@code a operator b} holds, for an order given by its symbol. */
    static boolean ordered(Session session, Value a, Value b, String operator) {
        session.work(Math.min(Container.weigh(a), Container.weigh(b)));
        int order = order(session, a, b, operator);
        if (order == 2) {
            return false;
        }
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static int order(Session session, Value a, Value b, String operator) {
        if (a instanceof Value.Undefined undefined) {
            throw undefined.failure();
        }
        if (b instanceof Value.Undefined undefined) {
            throw undefined.failure();
        }
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return numbers(a, b);
        }
        if (a instanceof Value.Str(String x, boolean _) && b instanceof Value.Str(String y, boolean _)) {
            return Text.compare(x, y);
        }
        if (a instanceof Container.ListValue x && b instanceof Container.ListValue y) {
            return sequences(session, x, y, operator);
        }
        if (a instanceof Container.TupleValue x && b instanceof Container.TupleValue y) {
            return sequences(session, x, y, operator);
        }
        throw Failure.type("'" + operator + "' not supported between instances of '" + Protocols.typeName(a) + "' and '"
                + Protocols.typeName(b) + "'");
    }

    private static int sequences(Session session, Sequence a, Sequence b, String operator) {
        int common = Math.min(a.items().size(), b.items().size());
        for (int i = 0; i < common; i++) {
            if (!same(a.items().get(i), b.items().get(i))) {
                return order(session, a.items().get(i), b.items().get(i), operator);
            }
        }
        return Integer.compare(a.items().size(), b.items().size());
    }

    /** The order that sorting uses. */
    static Comparator<Value> sorting(Session session) {
        return (a, b) -> {
            session.work(Math.min(Container.weigh(a), Container.weigh(b)));
            return order(session, a, b, "<");
        };
    }

    static boolean contains(Session session, Value container, Value item) {
        return switch (container) {
            case Value.Str(String text, boolean _) -> {
                if (!(item instanceof Value.Str(String part, boolean _))) {
                    throw Failure.type("'in <string>' requires string as left operand, not "
                            + Protocols.typeName(item));
                }
                session.checkSearch(text, part);
                yield text.contains(part);
            }
            case Container.DictValue dict -> dict.entries().containsKey(key(session, item));
            case Value.View(Value.ViewKind kind, Container.DictValue dict) when kind == Value.ViewKind.KEYS -> dict
                    .entries().containsKey(key(session, item));
            case Container.Sequence sequence -> any(session, sequence.items().iterator(), item);
            case Value.View _,Value.Lazy _ -> any(session, Protocols.iterate(container), item);
            case Value.Range range -> inRange(range, item);
            case Value.Undefined undefined -> {
                undefined.touch();
                yield false;
            }
            case Value.None _,Value.Bool _,Value.Int _,Value.Flt _,Namespace _,Callable _ -> throw Failure
                    .type("argument of type '" + Protocols.typeName(container) + "' is not iterable");
        };
    }

    private static Object key(Session session, Value item) {
        session.work(Container.weigh(item));
        return Keys.of(item);
    }

    private static boolean any(Session session, Iterator<Value> items, Value item) {
        while (items.hasNext()) {
            Value candidate = items.next();
            if (isOne(candidate, item) || equal(session, candidate, item)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inRange(Value.Range range, Value item) {
        if (!Numbers.isNumber(item) || !(Keys.of(item) instanceof Long number) || range.length() == 0) {
            return false;
        }
        long low = Math.min(range.start(), range.at(range.length() - 1));
        long high = Math.max(range.start(), range.at(range.length() - 1));
        return number >= low && number <= high && (number - range.start()) % range.step() == 0;
    }

    /** Python's {@code is}, as far as it does not depend on how values are stored. */
    static boolean identical(Value a, Value b) {
        return switch (a) {
            case Value.None _,Value.Bool _,Value.Int _,Value.Str _ -> a.equals(b);
            case Value.Flt _,Value.Undefined _,Value.Range _,Value.Lazy _,Value.View _,Container _,Namespace _,Callable _ ->
                isOne(
                        a, b);
        };
    }

    @SuppressWarnings("ReferenceEquality") // identity is the question
    private static boolean isOne(Value a, Value b) {
        return a == b;
    }

    static List<Value> sorted(Session session, List<Value> items, List<Value> keys, boolean reverse) {
        record Keyed(Value key, Value item) {}
        List<Keyed> keyed = new java.util.ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            keyed.add(new Keyed(keys.get(i), items.get(i)));
        }
        Comparator<Keyed> order = Comparator.comparing(Keyed::key, sorting(session));
        try {
            keyed.sort(reverse ? order.reversed() : order);
        } catch (IllegalArgumentException e) {
            throw Failure.value("these values cannot be sorted: " + e.getMessage());
        }
        return keyed.stream().map(Keyed::item).toList();
    }
}
