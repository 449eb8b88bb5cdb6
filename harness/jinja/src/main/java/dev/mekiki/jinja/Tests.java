package dev.mekiki.jinja;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** What may follow {@code is}. */
final class Tests {
    /** A test. */
    interface Check {
        boolean holds(Session session, Value value, Arguments arguments);
    }

    private interface Simple {
        boolean holds(Value value);
    }

    private static final Map<String, Check> ALL = tests();

    private Tests() {}

    static boolean exists(String name) {
        return ALL.containsKey(name);
    }

    static boolean check(Session session, String name, Value value, Arguments arguments) {
        Check check = ALL.get(name);
        if (check == null) {
            throw new Failure(Failure.Kind.RUNTIME, "No test named '" + name + "'.");
        }
        return check.holds(session, value, arguments);
    }

    private static Map<String, Check> tests() {
        Map<String, Check> all = new HashMap<>();
        simple(all, "defined", value -> !(value instanceof Value.Undefined));
        simple(all, "undefined", value -> value instanceof Value.Undefined);
        simple(all, "none", value -> value == Value.None.NONE);
        simple(all, "boolean", value -> value instanceof Value.Bool);
        simple(all, "true", value -> value instanceof Value.Bool(boolean bool) && bool);
        simple(all, "false", value -> value instanceof Value.Bool(boolean bool) && !bool);
        simple(all, "integer", value -> value instanceof Value.Int);
        simple(all, "float", value -> value instanceof Value.Flt);
        simple(all, "number", Numbers::isNumber);
        simple(all, "string", value -> value instanceof Value.Str);
        simple(all, "mapping", value -> value instanceof Container.DictValue);
        simple(all, "sequence", Tests::isSequence);
        simple(all, "iterable", Protocols::isIterable);
        simple(all, "callable", value -> value instanceof Callable || value instanceof Value.Undefined);
        simple(all, "escaped", value -> value instanceof Value.Str(String _, boolean safe) && safe);
        all.put("odd",
                (session, value, arguments) -> remainder(session, value, arguments, "odd").equals(BigInteger.ONE));
        all.put("even", (session, value, arguments) -> remainder(session, value, arguments, "even").signum() == 0);
        all.put("divisibleby", (session, value, arguments) -> !Protocols.truth(Arithmetic.binary(session,
                Expr.BinaryOperator.MODULO, value, arguments.bind("divisibleby", 1, "num").value(0))));
        all.put("lower", (session, value, _) -> Cases.isLower(Repr.str(session, value)));
        all.put("upper", (session, value, _) -> Cases.isUpper(Repr.str(session, value)));
        all.put("sameas", (_, value, arguments) -> Comparison.identical(value,
                arguments.bind("sameas", 1, "other").value(0)));
        all.put("in", (session, value, arguments) -> Comparison.contains(session,
                arguments.bind("in", 1, "seq").value(0), value));
        all.put("filter", (session, value, _) -> value instanceof Value.Str(String name, boolean _)
                && Filters.exists(name, session.settings().dialect()));
        all.put("test", (_, value, _) -> value instanceof Value.Str(String name, boolean _) && exists(name));
        equality(all, true, "eq", "==", "equalto");
        equality(all, false, "ne", "!=");
        order(all, "<", "<", "lt", "lessthan");
        order(all, "<=", "<=", "le");
        order(all, ">", ">", "gt", "greaterthan");
        order(all, ">=", ">=", "ge");
        return Map.copyOf(all);
    }

    private static void simple(Map<String, Check> all, String name, Simple simple) {
        all.put(name, (_, value, arguments) -> {
            arguments.bind("test " + name, 0);
            return simple.holds(value);
        });
    }

    private static void equality(Map<String, Check> all, boolean wanted, String... names) {
        for (String name : names) {
            all.put(name, (session, value, arguments) -> wanted == Comparison.equal(session, value,
                    arguments.positionalOnly(name, 1, 1).value(0)));
        }
    }

    private static void order(Map<String, Check> all, String operator, String... names) {
        for (String name : names) {
            all.put(name, (session, value, arguments) -> Comparison.ordered(session, value,
                    arguments.positionalOnly(name, 1, 1).value(0), operator));
        }
    }

    private static boolean isSequence(Value value) {
        return switch (value) {
            case Value.Str _,Container _,Value.Range _ -> true;
            case Value.Undefined undefined -> !undefined.strict();
            case Value.None _,Value.Bool _,Value.Int _,Value.Flt _,Value.View _,Value.Lazy _,Namespace _,Callable _ ->
                false;
        };
    }

    private static BigInteger remainder(Session session, Value value, Arguments arguments, String test) {
        arguments.bind("test " + test, 0);
        Value remainder = Arithmetic.binary(session, Expr.BinaryOperator.MODULO, value, Value.of(2));
        return Keys.of(remainder) instanceof Long whole ? BigInteger.valueOf(whole) : BigInteger.TWO;
    }
}
