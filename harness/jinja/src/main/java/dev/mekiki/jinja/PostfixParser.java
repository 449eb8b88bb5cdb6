package dev.mekiki.jinja;

import dev.mekiki.jinja.Expr.CallArguments;
import dev.mekiki.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what follows a value: attributes, subscripts, calls, filters and tests. */
final class PostfixParser {
    private final TokenStream stream;
    private final ExpressionParser expressions;

    PostfixParser(TokenStream stream, ExpressionParser expressions) {
        this.stream = stream;
        this.expressions = expressions;
    }

    Expr postfixes(Expr start) {
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

    Expr filters(Expr start) {
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
            start = expressions.expression();
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
        return stream.atOperator(":") || stream.atOperator("]") || stream.atOperator(",")
                ? null
                : expressions.expression();
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
        while (expressions.more(first, ")")) {
            first = false;
            boolean valid = namedRest == null;
            if (stream.skipOperator("*")) {
                valid &= rest == null;
                rest = expressions.expression();
            } else if (stream.skipOperator("**")) {
                namedRest = expressions.expression();
            } else if (stream.at(Kind.NAME) && stream.look().isOperator("=")) {
                String name = stream.next().text();
                stream.next();
                named.add(new Expr.Keyword(name, expressions.expression()));
            } else {
                valid &= rest == null && named.isEmpty();
                positional.add(expressions.expression());
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
            arguments = new CallArguments(List.of(postfixes(expressions.primary(false))), List.of(), null, null);
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
