package dev.mekiki.jinja;

import dev.mekiki.jinja.Expr.BinaryOperator;
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
    private final PostfixParser postfixes;

    ExpressionParser(TokenStream stream) {
        this.stream = stream;
        this.postfixes = new PostfixParser(stream, this);
    }

    /** A filter's name and arguments, after its bar. */
    Expr.Filter filter(@Nullable Expr input) {
        return postfixes.filter(input);
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
        expr = postfixes.postfixes(expr);
        return withFilters ? postfixes.filters(expr) : expr;
    }

    Expr primary(boolean namespaces) {
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
    boolean more(boolean first, String close) {
        if (!first && !stream.atOperator(close)) {
            stream.expectOperator(",");
        }
        return !stream.skipOperator(close);
    }
}
