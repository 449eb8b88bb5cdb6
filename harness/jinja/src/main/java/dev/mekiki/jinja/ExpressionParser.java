package dev.mekiki.jinja;

import dev.mekiki.jinja.Expr.BinaryOperator;
import dev.mekiki.jinja.Expr.CallArguments;
import dev.mekiki.jinja.Expr.Comparator;
import dev.mekiki.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses expressions with Jinja2's precedence. */
final class ExpressionParser {
    private static final Map<String, Comparator> COMPARATORS = Map.of("==", Comparator.EQ, "!=", Comparator.NE, "<",
            Comparator.LT, "<=", Comparator.LE, ">", Comparator.GT, ">=", Comparator.GE);
    private static final Map<String, BinaryOperator> SUMS = Map.of("+", BinaryOperator.ADD, "-",
            BinaryOperator.SUBTRACT);
    private static final Map<String, BinaryOperator> PRODUCTS = Map.of("*", BinaryOperator.MULTIPLY, "/",
            BinaryOperator.DIVIDE, "//", BinaryOperator.FLOOR_DIVIDE, "%", BinaryOperator.MODULO);
    private static final Map<String, BinaryOperator> POWERS = Map.of("**", BinaryOperator.POWER);

    private final TokenStream stream;

    ExpressionParser(TokenStream stream) {
        this.stream = stream;
    }

    Expr expression() {
        stream.enter();
        int line = stream.line();
        Expr expr = or();
        int links = 0;
        while (stream.skipName("if")) {
            stream.chain(++links);
            Expr test = or();
            Expr otherwise = stream.skipName("else") ? expression() : null;
            expr = new Expr.Conditional(test, expr, otherwise, line);
        }
        stream.leave();
        return expr;
    }

    /** One expression, or several with commas as a tuple, up to the end of a tag or the given name. */
    Expr tuple(boolean conditional, @Nullable String endName, boolean parenthesized) {
        return tuple(conditional ? this::expression : this::or, endName, parenthesized);
    }

    private Expr tuple(Supplier<Expr> part, @Nullable String endName, boolean parenthesized) {
        List<Expr> items = new ArrayList<>();
        boolean comma = false;
        while (true) {
            if (!items.isEmpty()) {
                stream.expectOperator(",");
            }
            if (stream.at(Kind.VARIABLE_END) || stream.at(Kind.BLOCK_END) || stream.atOperator(")")
                    || (endName != null && stream.atName(endName))) {
                break;
            }
            items.add(part.get());
            if (!stream.atOperator(",")) {
                break;
            }
            comma = true;
        }
        if (!comma && !items.isEmpty()) {
            return items.getFirst();
        }
        if (!comma && !parenthesized) {
            throw stream.fail("expected an expression, got " + stream.current().describe());
        }
        return new Expr.TupleLiteral(items);
    }

    /** What may stand left of an assignment: names, tuples of them and, if allowed, attributes of namespaces. */
    Expr target(boolean namespaces, @Nullable String endName) {
        int line = stream.line();
        Expr target = tuple(() -> primary(namespaces), endName, false);
        requireAssignable(target, line);
        return target;
    }

    private static void requireAssignable(Expr target, int line) {
        switch (target) {
            case Expr.TupleLiteral(List<Expr> items) -> items.forEach(item -> requireAssignable(item, line));
            case Expr.Name _,Expr.NamespaceTarget _ -> {
            }
            default -> throw Failure.syntax("can't assign to this expression", line);
        }
    }

    private Expr or() {
        stream.enter();
        Expr left = and();
        for (int links = 1; stream.skipName("or"); links++) {
            stream.chain(links);
            left = new Expr.Or(left, and());
        }
        stream.leave();
        return left;
    }

    private Expr and() {
        Expr left = not();
        for (int links = 1; stream.skipName("and"); links++) {
            stream.chain(links);
            left = new Expr.And(left, not());
        }
        return left;
    }

    private Expr not() {
        if (!stream.skipName("not")) {
            return comparison();
        }
        stream.enter();
        Expr operand = not();
        stream.leave();
        return new Expr.Not(operand);
    }

    private Expr comparison() {
        Expr first = sum();
        List<Expr.Operand> rest = new ArrayList<>();
        while (true) {
            Comparator comparator = stream.at(Kind.OPERATOR) ? COMPARATORS.get(stream.current().text()) : null;
            if (comparator != null) {
                stream.next();
            } else if (stream.skipName("in")) {
                comparator = Comparator.IN;
            } else if (stream.atName("not") && stream.look().isName("in")) {
                stream.next();
                stream.next();
                comparator = Comparator.NOT_IN;
            } else {
                return rest.isEmpty() ? first : new Expr.Compare(first, List.copyOf(rest));
            }
            rest.add(new Expr.Operand(comparator, sum()));
        }
    }

    private Expr sum() {
        return binary(SUMS, this::concat);
    }

    private Expr concat() {
        Expr first = product();
        if (!stream.atOperator("~")) {
            return first;
        }
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (stream.skipOperator("~")) {
            parts.add(product());
        }
        return new Expr.Concat(List.copyOf(parts));
    }

    private Expr product() {
        return binary(PRODUCTS, () -> binary(POWERS, () -> unary(true)));
    }

    private Expr binary(Map<String, BinaryOperator> operators, Supplier<Expr> operand) {
        Expr left = operand.get();
        int links = 0;
        while (stream.at(Kind.OPERATOR)) {
            BinaryOperator operator = operators.get(stream.current().text());
            if (operator == null) {
                break;
            }
            stream.chain(++links);
            stream.next();
            left = new Expr.Binary(operator, left, operand.get());
        }
        return left;
    }

    private Expr unary(boolean withFilters) {
        Expr expr;
        if (stream.atOperator("-") || stream.atOperator("+")) {
            stream.enter();
            Expr.UnaryOperator operator = stream.next().text().equals("-")
                    ? Expr.UnaryOperator.NEGATE
                    : Expr.UnaryOperator.PLUS;
            expr = new Expr.Unary(operator, unary(false));
            stream.leave();
        } else {
            expr = primary(false);
        }
        expr = postfixes(expr);
        return withFilters ? filters(expr) : expr;
    }

    private Expr primary(boolean namespaces) {
        Token token = stream.next();
        return switch (token.kind()) {
            case NAME -> named(token, namespaces);
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (stream.at(Kind.STRING)) {
                    text.append(stream.next().text());
                }
                yield new Expr.Const(Value.text(text.toString()));
            }
            case INTEGER, FLOAT -> new Expr.Const(Lexer.valueOf(token));
            case OPERATOR -> bracketed(token);
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> throw unexpected(token);
        };
    }

    private static Failure unexpected(Token token) {
        return Failure.syntax("unexpected " + token.describe(), token.line());
    }

    private Expr named(Token token, boolean namespaces) {
        return switch (token.text()) {
            case "true", "True" -> new Expr.Const(Value.Bool.TRUE);
            case "false", "False" -> new Expr.Const(Value.Bool.FALSE);
            case "none", "None" -> new Expr.Const(Value.None.NONE);
            default -> namespaces && stream.skipOperator(".")
                    ? new Expr.NamespaceTarget(token.text(), stream.expectName())
                    : new Expr.Name(token.text());
        };
    }

    private Expr bracketed(Token token) {
        return switch (token.text()) {
            case "(" -> {
                stream.enter();
                Expr expr = tuple(true, null, true);
                stream.expectOperator(")");
                stream.leave();
                yield expr;
            }
            case "[" -> {
                List<Expr> items = new ArrayList<>();
                while (more(items.isEmpty(), "]")) {
                    items.add(expression());
                }
                yield new Expr.ListLiteral(List.copyOf(items));
            }
            case "{" -> {
                List<Expr.Pair> pairs = new ArrayList<>();
                while (more(pairs.isEmpty(), "}")) {
                    Expr key = expression();
                    stream.expectOperator(":");
                    pairs.add(new Expr.Pair(key, expression()));
                }
                yield new Expr.DictLiteral(List.copyOf(pairs));
            }
            default -> throw unexpected(token);
        };
    }

    /** Whether another element follows; skips its comma, or the closing bracket after an optional last comma. */
    private boolean more(boolean first, String close) {
        if (!first && !stream.atOperator(close)) {
            stream.expectOperator(",");
        }
        return !stream.skipOperator(close);
    }

    private Expr postfixes(Expr start) {
        Expr expr = start;
        for (int links = 1;; links++) {
            stream.chain(links);
            if (stream.atOperator(".")) {
                expr = attribute(expr);
            } else if (stream.skipOperator("[")) {
                expr = subscript(expr);
            } else if (stream.atOperator("(")) {
                expr = call(expr);
            } else {
                return expr;
            }
        }
    }

    private Expr filters(Expr start) {
        Expr expr = start;
        for (int links = 1;; links++) {
            stream.chain(links);
            if (stream.atOperator("|")) {
                stream.next();
                expr = filter(expr);
            } else if (stream.atName("is")) {
                expr = test(expr);
            } else if (stream.atOperator("(")) {
                expr = call(expr);
            } else {
                return expr;
            }
        }
    }

    private Expr attribute(Expr object) {
        stream.next();
        Token name = stream.next();
        if (name.kind() == Kind.NAME) {
            return new Expr.Attribute(object, name.text());
        }
        if (name.kind() == Kind.INTEGER) {
            return new Expr.Item(object, new Expr.Const(Lexer.valueOf(name)));
        }
        throw Failure.syntax("expected name or number", name.line());
    }

    private Expr subscript(Expr object) {
        List<Expr> keys = new ArrayList<>();
        while (!stream.atOperator("]")) {
            if (!keys.isEmpty()) {
                stream.expectOperator(",");
            }
            keys.add(subscribed());
        }
        stream.expectOperator("]");
        return new Expr.Item(object, keys.size() == 1 ? keys.getFirst() : new Expr.TupleLiteral(List.copyOf(keys)));
    }

    private Expr subscribed() {
        Expr start = null;
        if (!stream.atOperator(":")) {
            start = expression();
            if (!stream.atOperator(":")) {
                return start;
            }
        }
        stream.expectOperator(":");
        Expr stop = slicePart();
        Expr step = stream.skipOperator(":") ? slicePart() : null;
        return new Expr.Slice(start, stop, step);
    }

    private @Nullable Expr slicePart() {
        return stream.atOperator(":") || stream.atOperator("]") || stream.atOperator(",") ? null : expression();
    }

    private Expr call(Expr callee) {
        int line = stream.line();
        return new Expr.Call(callee, arguments(), line);
    }

    private CallArguments arguments() {
        int line = stream.line();
        stream.expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        List<Expr.Keyword> named = new ArrayList<>();
        Expr rest = null;
        Expr namedRest = null;
        boolean first = true;
        while (more(first, ")")) {
            first = false;
            boolean valid = namedRest == null;
            if (stream.skipOperator("*")) {
                valid &= rest == null;
                rest = expression();
            } else if (stream.skipOperator("**")) {
                namedRest = expression();
            } else if (stream.at(Kind.NAME) && stream.look().isOperator("=")) {
                String name = stream.next().text();
                stream.next();
                named.add(new Expr.Keyword(name, expression()));
            } else {
                valid &= rest == null && named.isEmpty();
                positional.add(expression());
            }
            if (!valid) {
                throw Failure.syntax("invalid syntax for function call expression", line);
            }
        }
        return new CallArguments(List.copyOf(positional), List.copyOf(named), rest, namedRest);
    }

    /** A filter's name and arguments, after its bar. */
    Expr.Filter filter(@Nullable Expr input) {
        int line = stream.line();
        String name = dottedName();
        CallArguments arguments = stream.atOperator("(") ? arguments() : CallArguments.NONE;
        return new Expr.Filter(input, name, arguments, line);
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(stream.expectName());
        while (stream.skipOperator(".")) {
            name.append('.').append(stream.expectName());
        }
        return name.toString();
    }

    private Expr test(Expr input) {
        int line = stream.next().line();
        boolean negated = stream.skipName("not");
        String name = dottedName();
        CallArguments arguments = CallArguments.NONE;
        if (stream.atOperator("(")) {
            arguments = arguments();
        } else if (startsTestArgument()) {
            if (stream.atName("is")) {
                throw stream.fail("You cannot chain multiple tests with is");
            }
            arguments = new CallArguments(List.of(postfixes(primary(false))), List.of(), null, null);
        }
        Expr test = new Expr.Test(input, name, arguments, line);
        return negated ? new Expr.Not(test) : test;
    }

    private boolean startsTestArgument() {
        return switch (stream.current().kind()) {
            case NAME -> !stream.atName("else") && !stream.atName("or") && !stream.atName("and");
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> stream.atOperator("[") || stream.atOperator("{");
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    }
}
