package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions. */
final class Evaluator {
    private final Session session;
    private final Map<String, Callable> blocks;

    Evaluator(Session session, Map<String, Callable> blocks) {
        this.session = session;
        this.blocks = blocks;
    }

    Value evaluate(Expr expr, Scope scope) {
        session.step();
        return switch (expr) {
            case Expr.Const(Value value) -> value;
            case Expr.Name(String name) -> name(name, scope);
            case Expr.NamespaceTarget(String namespace, String attribute) -> Attributes.attribute(session,
                    name(namespace, scope), attribute);
            case Expr.ListLiteral(List<Expr> items) -> session.list(evaluateAll(items, scope));
            case Expr.TupleLiteral(List<Expr> items) -> session.tuple(evaluateAll(items, scope));
            case Expr.DictLiteral(List<Expr.Pair> pairs) -> {
                DictBuilder builder = new DictBuilder(session);
                for (Expr.Pair pair : pairs) {
                    Value key = evaluate(pair.key(), scope);
                    builder.put(key, evaluate(pair.value(), scope));
                }
                yield builder.build();
            }
            case Expr.Unary(Expr.UnaryOperator operator, Expr operand) -> Arithmetic.unary(operator,
                    evaluate(operand, scope));
            case Expr.Binary(Expr.BinaryOperator operator, Expr left, Expr right) -> {
                Value first = evaluate(left, scope);
                yield Arithmetic.binary(session, operator, first, evaluate(right, scope));
            }
            case Expr.Concat(List<Expr> parts) -> concat(parts, scope);
            case Expr.Not(Expr operand) -> Value.of(!truth(operand, scope));
            case Expr.And(Expr left, Expr right) -> {
                Value first = evaluate(left, scope);
                yield Protocols.truth(first) ? evaluate(right, scope) : first;
            }
            case Expr.Or(Expr left, Expr right) -> {
                Value first = evaluate(left, scope);
                yield Protocols.truth(first) ? first : evaluate(right, scope);
            }
            case Expr.Compare(Expr first, List<Expr.Operand> rest) -> compare(first, rest, scope);
            case Expr.Conditional conditional -> conditional(conditional, scope);
            case Expr.Attribute(Expr object, String name) -> Attributes.attribute(session, evaluate(object, scope),
                    name);
            case Expr.Item(Expr object, Expr.Slice slice) -> {
                Value sliced = evaluate(object, scope);
                yield Protocols.slice(session, sliced, orNone(slice.start(), scope), orNone(slice.stop(), scope),
                        orNone(slice.step(), scope));
            }
            case Expr.Item(Expr object, Expr key) -> {
                Value container = evaluate(object, scope);
                yield Attributes.item(session, container, evaluate(key, scope));
            }
            case Expr.Slice _ -> throw Failure.type("unhashable type: 'slice'");
            case Expr.Call call -> call(call, scope, null);
            case Expr.Filter filter -> filter(filter, scope, null);
            case Expr.Test test -> {
                Value input = evaluate(test.input(), scope);
                Arguments arguments = arguments(test.arguments(), scope, null);
                yield Value.of(Tests.check(session, test.name(), input, arguments));
            }
        };
    }

    boolean truth(Expr expr, Scope scope) {
        return Protocols.truth(evaluate(expr, scope));
    }

    private Value orNone(@Nullable Expr expr, Scope scope) {
        return expr == null ? Value.None.NONE : evaluate(expr, scope);
    }

    private List<Value> evaluateAll(List<Expr> exprs, Scope scope) {
        List<Value> values = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            values.add(evaluate(expr, scope));
        }
        return values;
    }

    private Value name(String name, Scope scope) {
        Value value = scope.get(name);
        if (value != null) {
            return value;
        }
        return name.equals("self") && !blocks.isEmpty() ? Globals.self(blocks) : session.undefinedName(name);
    }

    private Value concat(List<Expr> parts, Scope scope) {
        List<String> texts = new ArrayList<>(parts.size());
        for (Value value : evaluateAll(parts, scope)) {
            texts.add(Repr.str(session, value));
        }
        return Value.text(StringMethods.joined(session, "", texts));
    }

    private Value compare(Expr first, List<Expr.Operand> rest, Scope scope) {
        Value left = evaluate(first, scope);
        for (Expr.Operand operand : rest) {
            Value right = evaluate(operand.right(), scope);
            if (!holds(operand.comparator(), left, right)) {
                return Value.Bool.FALSE;
            }
            left = right;
        }
        return Value.Bool.TRUE;
    }

    private boolean holds(Expr.Comparator comparator, Value left, Value right) {
        return switch (comparator) {
            case EQ -> Comparison.equal(session, left, right);
            case NE -> !Comparison.equal(session, left, right);
            case LT -> Comparison.ordered(session, left, right, "<");
            case LE -> Comparison.ordered(session, left, right, "<=");
            case GT -> Comparison.ordered(session, left, right, ">");
            case GE -> Comparison.ordered(session, left, right, ">=");
            case IN -> Comparison.contains(session, right, left);
            case NOT_IN -> !Comparison.contains(session, right, left);
        };
    }

    private Value conditional(Expr.Conditional conditional, Scope scope) {
        if (truth(conditional.test(), scope)) {
            return evaluate(conditional.then(), scope);
        }
        return conditional.otherwise() != null
                ? evaluate(conditional.otherwise(), scope)
                : session.undefined("the inline if-expression on line " + conditional.line()
                        + " evaluated to false and no else section was defined.");
    }

    /** Calls, with the body of a call block as {@code caller} if there is one. */
    Value call(Expr.Call call, Scope scope, @Nullable Value caller) {
        Value callee = evaluate(call.callee(), scope);
        Arguments arguments = arguments(call.arguments(), scope, caller);
        try {
            return switch (callee) {
                case Callable callable -> callable.call(session, arguments);
                case Value.Undefined undefined -> throw undefined.failure();
                default -> throw Failure.type("'" + Protocols.typeName(callee) + "' object is not callable");
            };
        } catch (Failure e) {
            throw e.at(call.line());
        }
    }

    /** Applies a filter; a block's text stands for the input that a block's filter lacks. */
    Value filter(Expr.Filter filter, Scope scope, @Nullable Value block) {
        Value input;
        if (filter.input() instanceof Expr.Filter inner && block != null) {
            input = filter(inner, scope, block);
        } else if (filter.input() != null) {
            input = evaluate(filter.input(), scope);
        } else {
            input = block == null ? Value.text("") : block;
        }
        Arguments arguments = arguments(filter.arguments(), scope, null);
        try {
            return Filters.apply(session, filter.name(), input, arguments);
        } catch (Failure e) {
            throw e.at(filter.line());
        }
    }

    private Arguments arguments(Expr.CallArguments call, Scope scope, @Nullable Value caller) {
        if (call.isEmpty() && caller == null) {
            return Arguments.NONE;
        }
        List<Value> positional = evaluateAll(call.positional(), scope);
        Map<String, Value> named = new LinkedHashMap<>();
        for (Expr.Keyword keyword : call.named()) {
            named(named, keyword.name(), evaluate(keyword.value(), scope));
        }
        if (caller != null) {
            named(named, "caller", caller);
        }
        if (call.rest() != null) {
            positional.addAll(Protocols.listOf(session, evaluate(call.rest(), scope)));
        }
        if (call.namedRest() != null) {
            if (!(evaluate(call.namedRest(), scope) instanceof Container.DictValue dict)) {
                throw Failure.type("argument after ** must be a mapping");
            }
            for (Container.DictEntry entry : dict.entries().values()) {
                named(named, Protocols.requireText(entry.key()).text(), entry.value());
            }
        }
        return new Arguments(positional, named);
    }

    private static void named(Map<String, Value> named, String name, Value value) {
        if (named.put(name, value) != null) {
            throw Failure.type("got multiple values for keyword argument '" + name + "'");
        }
    }
}
