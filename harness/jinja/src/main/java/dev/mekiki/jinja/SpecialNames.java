package dev.mekiki.jinja;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds which of a macro's special names its body reads, at any depth. */
final class SpecialNames {
    private static final Set<String> SPECIAL = Set.of("caller", "kwargs", "varargs");

    private final Set<String> found = new HashSet<>();

    private SpecialNames() {}

    static Set<String> in(List<Stmt> statements) {
        SpecialNames names = new SpecialNames();
        statements.forEach(names::statement);
        return names.found;
    }

    private void all(Stmt.Body body) {
        body.statements().forEach(this::statement);
    }

    private void statement(Stmt statement) {
        switch (statement) {
            case Stmt.Print print -> expression(print.value());
            case Stmt.If branch -> {
                expression(branch.test());
                branch.then().forEach(this::statement);
                branch.elifs().forEach(this::statement);
                branch.otherwise().forEach(this::statement);
            }
            case Stmt.For loop -> {
                expression(loop.iterable());
                if (loop.test() != null) {
                    expression(loop.test());
                }
                all(loop.body());
                all(loop.otherwise());
            }
            case Stmt.Assign assign -> expression(assign.value());
            case Stmt.AssignBlock assign -> {
                if (assign.filter() != null) {
                    expression(assign.filter());
                }
                all(assign.body());
            }
            case Stmt.MacroDefinition macro -> {
                macro.parameters().forEach(this::parameter);
                all(macro.body());
            }
            case Stmt.CallBlock call -> {
                expression(call.call());
                call.parameters().forEach(this::parameter);
                all(call.body());
            }
            case Stmt.Generation generation -> all(generation.body());
            case Stmt.FilterBlock block -> {
                expression(block.filter());
                all(block.body());
            }
            case Stmt.With with -> {
                with.values().forEach(this::expression);
                all(with.body());
            }
            case Stmt.Autoescape block -> all(block.body());
            case Stmt.Load load -> expression(load.template());
            case Stmt.Data _,Stmt.Block _,Stmt.Break _,Stmt.Continue _ -> {
            }
        }
    }

    private void parameter(Stmt.Parameter parameter) {
        if (parameter.defaultValue() != null) {
            expression(parameter.defaultValue());
        }
    }

    private void expression(Expr expr) {
        if (expr instanceof Expr.Name(String name) && SPECIAL.contains(name)) {
            found.add(name);
        }
        expr.children().forEach(this::expression);
    }
}
