package dev.mekiki.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements. Each names its line. */
sealed interface Stmt {
    int line();

    record Data(String text, int line) implements Stmt {}

    record Print(Expr value, int line) implements Stmt {}

    record If(Expr test, List<Stmt> then, List<If> elifs, List<Stmt> otherwise, int line) implements Stmt {}

    record For(Expr target, Expr iterable, @Nullable Expr test, boolean recursive, Body body, Body otherwise,
            int line) implements Stmt {}

    record Assign(Expr target, Expr value, int line) implements Stmt {}

    record AssignBlock(Expr target, Expr.@Nullable Filter filter, Body body, int line) implements Stmt {}

    record Parameter(String name, @Nullable Expr defaultValue) {}

    record MacroDefinition(String name, List<Parameter> parameters, Body body, int line) implements Stmt {}

    record CallBlock(Expr.Call call, List<Parameter> parameters, Body body, int line) implements Stmt {}

    /** What only counts tokens of the assistant in transformers: renders its body in a scope of its own. */
    record Generation(Body body, int line) implements Stmt {}

    record FilterBlock(Expr.Filter filter, Body body, int line) implements Stmt {}

    record With(List<Expr> targets, List<Expr> values, Body body, int line) implements Stmt {}

    record Autoescape(Expr enabled, Body body, int line) implements Stmt {}

    record Block(String name, boolean scoped, Body body, int line) implements Stmt {}

    /** A tag that needs other templates, of which there are none. */
    record Load(String tag, List<String> names, Expr template, int line) implements Stmt {}

    record Break(int line) implements Stmt {}

    record Continue(int line) implements Stmt {}

    /** Statements with a scope of their own. Compared by identity: a scope's names are looked up by it. */
    final class Body {
        private final List<Stmt> statements;

        Body(List<Stmt> statements) {
            this.statements = List.copyOf(statements);
        }

        List<Stmt> statements() {
            return statements;
        }

        boolean isEmpty() {
            return statements.isEmpty();
        }
    }
}
