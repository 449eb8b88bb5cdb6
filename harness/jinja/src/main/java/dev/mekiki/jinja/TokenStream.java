package dev.mekiki.jinja;

import dev.mekiki.jinja.Token.Kind;
import java.util.List;

/** A cursor over tokens, and the guard of how deeply the parser nests. */
final class TokenStream {
    /** Longest chain of operators or postfixes: each link is a level of the tree that evaluation descends. */
    private static final int MAX_CHAIN = 1000;

    private final List<Token> tokens;
    private final int maxDepth;
    private int position;
    private int depth;

    TokenStream(List<Token> tokens, int maxDepth) {
        this.tokens = tokens;
        this.maxDepth = maxDepth;
    }

    Token current() {
        return tokens.get(position);
    }

    Token look() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        if (position < tokens.size() - 1) {
            position++;
        }
        return token;
    }

    int line() {
        return current().line();
    }

    boolean at(Kind kind) {
        return current().kind() == kind;
    }

    boolean atName(String name) {
        return current().isName(name);
    }

    boolean atOperator(String operator) {
        return current().isOperator(operator);
    }

    boolean skipName(String name) {
        boolean found = atName(name);
        if (found) {
            next();
        }
        return found;
    }

    boolean skipOperator(String operator) {
        boolean found = atOperator(operator);
        if (found) {
            next();
        }
        return found;
    }

    Token expect(Kind kind, String what) {
        if (!at(kind)) {
            throw fail("expected " + what + ", got " + current().describe());
        }
        return next();
    }

    String expectName() {
        return expect(Kind.NAME, "a name").text();
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw fail("expected '" + name + "', got " + current().describe());
        }
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw fail("expected '" + operator + "', got " + current().describe());
        }
    }

    Failure fail(String message) {
        return Failure.syntax(message, line());
    }

    void enter() {
        if (++depth > maxDepth) {
            throw new Failure(Failure.Kind.LIMIT, "nested deeper than " + maxDepth + " levels", line());
        }
    }

    void leave() {
        depth--;
    }

    void chain(int links) {
        if (links > MAX_CHAIN) {
            throw new Failure(Failure.Kind.LIMIT, "more than " + MAX_CHAIN + " operators in a row", line());
        }
    }
}
