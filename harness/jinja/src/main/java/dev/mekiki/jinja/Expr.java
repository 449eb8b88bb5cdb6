package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions. */
sealed interface Expr {
    /** Direct parts, in order of evaluation. */
    List<Expr> children();

    record Const(Value value) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of();
        }
    }

    record Name(String name) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of();
        }
    }

    /** {@code namespace.attribute} as the target of an assignment. */
    record NamespaceTarget(String namespace, String attribute) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of();
        }
    }

    record ListLiteral(List<Expr> items) implements Expr {
        @Override
        public List<Expr> children() {
            return items;
        }
    }

    record TupleLiteral(List<Expr> items) implements Expr {
        @Override
        public List<Expr> children() {
            return items;
        }
    }

    record Pair(Expr key, Expr value) {}

    record DictLiteral(List<Pair> pairs) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>();
            for (Pair pair : pairs) {
                all.add(pair.key());
                all.add(pair.value());
            }
            return all;
        }
    }

    enum UnaryOperator {
        NEGATE, PLUS
    }

    record Unary(UnaryOperator operator, Expr operand) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(operand);
        }
    }

    enum BinaryOperator {
        ADD("+"), SUBTRACT("-"), MULTIPLY("*"), DIVIDE("/"), FLOOR_DIVIDE("//"), MODULO("%"), POWER("** or pow()");

        private final String symbol;

        BinaryOperator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    record Binary(BinaryOperator operator, Expr left, Expr right) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(left, right);
        }
    }

    record Concat(List<Expr> parts) implements Expr {
        @Override
        public List<Expr> children() {
            return parts;
        }
    }

    record Not(Expr operand) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(operand);
        }
    }

    record And(Expr left, Expr right) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(left, right);
        }
    }

    record Or(Expr left, Expr right) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(left, right);
        }
    }

    enum Comparator {
        EQ, NE, LT, LE, GT, GE, IN, NOT_IN
    }

    record Operand(Comparator comparator, Expr right) {}

    /** A chain of comparisons, each operand evaluated once. */
    record Compare(Expr first, List<Operand> rest) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>();
            all.add(first);
            rest.forEach(operand -> all.add(operand.right()));
            return all;
        }
    }

    record Conditional(Expr test, Expr then, @Nullable Expr otherwise, int line) implements Expr {
        @Override
        public List<Expr> children() {
            return otherwise == null ? List.of(test, then) : List.of(test, then, otherwise);
        }
    }

    record Attribute(Expr object, String name) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(object);
        }
    }

    record Item(Expr object, Expr key) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(object, key);
        }
    }

    /** A slice, which only occurs as the key of an {@link Item}. */
    record Slice(@Nullable Expr start, @Nullable Expr stop, @Nullable Expr step) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>();
            for (Expr part : new Expr[]{start, stop, step}) {
                if (part != null) {
                    all.add(part);
                }
            }
            return all;
        }
    }

    record Keyword(String name, Expr value) {}

    /** Arguments of a call: positional, named, {@code *rest} and {@code **named}. */
    record CallArguments(List<Expr> positional, List<Keyword> named, @Nullable Expr rest, @Nullable Expr namedRest) {
        static final CallArguments NONE = new CallArguments(List.of(), List.of(), null, null);

        boolean isEmpty() {
            return positional.isEmpty() && named.isEmpty() && rest == null && namedRest == null;
        }

        List<Expr> children() {
            List<Expr> all = new ArrayList<>(positional);
            named.forEach(keyword -> all.add(keyword.value()));
            if (rest != null) {
                all.add(rest);
            }
            if (namedRest != null) {
                all.add(namedRest);
            }
            return all;
        }
    }

    record Call(Expr callee, CallArguments arguments, int line) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>(arguments.children());
            all.addFirst(callee);
            return all;
        }
    }

    /** A filter; without an input inside filter blocks and block assignments, where the block's text is the input. */
    record Filter(@Nullable Expr input, String name, CallArguments arguments, int line) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>(arguments.children());
            if (input != null) {
                all.addFirst(input);
            }
            return all;
        }
    }

    record Test(Expr input, String name, CallArguments arguments, int line) implements Expr {
        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>(arguments.children());
            all.addFirst(input);
            return all;
        }
    }
}
