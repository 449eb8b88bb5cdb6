package dev.mekiki.jinja;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Jinja2's compiler finds out about names before anything runs: which names a scope sets before it reads them (they
 * hide the context's from inner scopes even before they are set), which special names a macro uses, and filters and tests
 * that do not exist, which only an {@code if} may keep from being noticed.
 */
final class Frames {
    private final Settings.Dialect dialect;
    private final Map<Stmt.Body, Set<String>> hidden = new HashMap<>();
    private final Map<Stmt.Body, Set<String>> special = new HashMap<>();

    private Frames(Settings.Dialect dialect) {
        this.dialect = dialect;
    }

    static Frames of(Stmt.Body root, Settings.Dialect dialect) {
        Frames frames = new Frames(dialect);
        frames.frame(root, null, Set.of());
        return frames;
    }

    Set<String> hidden(Stmt.Body body) {
        return hidden.getOrDefault(body, Set.of());
    }

    /** Which of caller, kwargs and varargs the body of a macro reads. */
    Set<String> special(Stmt.Body body) {
        return special.getOrDefault(body, Set.of());
    }

    /** The names of one scope. */
    private static final class Names {
        private final @Nullable Names outer;
        private final Set<String> known = new HashSet<>();
        private final Set<String> stored = new HashSet<>();
        private final Set<String> undefined = new HashSet<>();

        Names(@Nullable Names outer) {
            this.outer = outer;
        }

        Names copy() {
            Names copy = new Names(outer);
            copy.known.addAll(known);
            copy.stored.addAll(stored);
            copy.undefined.addAll(undefined);
            return copy;
        }

        boolean knows(String name) {
            return known.contains(name) || (outer != null && outer.knows(name));
        }

        void load(String name) {
            if (!knows(name)) {
                known.add(name);
            }
        }

        void store(String name) {
            stored.add(name);
            if (known.add(name) && (outer == null || !outer.knows(name))) {
                undefined.add(name);
            }
        }

        void parameter(String name) {
            stored.add(name);
            known.add(name);
            undefined.remove(name);
        }

        /** After an if: what only some branch set may still come from outside. */
        void join(List<Names> branches) {
            Set<String> maybe = new HashSet<>();
            branches.forEach(branch -> maybe.addAll(branch.stored));
            maybe.removeAll(stored);
            for (Names branch : branches) {
                known.addAll(branch.known);
                stored.addAll(branch.stored);
                undefined.addAll(branch.undefined);
            }
            undefined.removeAll(maybe);
        }
    }

    private void frame(Stmt.Body body, @Nullable Names outer, Set<String> parameters) {
        Names names = new Names(outer);
        parameters.forEach(names::parameter);
        Names complete = statements(body.statements(), names);
        if (!complete.undefined.isEmpty()) {
            hidden.put(body, Set.copyOf(complete.undefined));
        }
        inner(body.statements(), complete, false);
    }

    private static Names statements(List<Stmt> statements, Names names) {
        for (Stmt statement : statements) {
            statement(statement, names);
        }
        return names;
    }

    private static void statement(Stmt statement, Names names) {
        switch (statement) {
            case Stmt.Print print -> loads(print.value(), names);
            case Stmt.If branch -> branches(branch, names);
            case Stmt.For loop -> loads(loop.iterable(), names);
            case Stmt.Assign assign -> {
                loads(assign.value(), names);
                targets(assign.target(), names);
            }
            case Stmt.AssignBlock assign -> targets(assign.target(), names);
            case Stmt.MacroDefinition macro -> names.store(macro.name());
            case Stmt.CallBlock call -> loads(call.call(), names);
            case Stmt.FilterBlock block -> loads(block.filter(), names);
            case Stmt.With with -> with.values().forEach(value -> loads(value, names));
            case Stmt.Load load -> {
                loads(load.template(), names);
                load.names().forEach(names::store);
            }
            case Stmt.Data _,Stmt.Generation _,Stmt.Autoescape _,Stmt.Block _,Stmt.Break _,Stmt.Continue _ -> {
            }
        }
    }

    private static void branches(Stmt.If branch, Names names) {
        loads(branch.test(), names);
        Names elifs = names.copy();
        branch.elifs().forEach(elif -> branches(elif, elifs));
        names.join(List.of(statements(branch.then(), names.copy()), elifs,
                statements(branch.otherwise(), names.copy())));
    }

    private static void loads(Expr expr, Names names) {
        if (expr instanceof Expr.Name(String name)) {
            names.load(name);
        }
        expr.children().forEach(child -> loads(child, names));
    }

    private static void targets(Expr target, Names names) {
        switch (target) {
            case Expr.Name(String name) -> names.store(name);
            case Expr.NamespaceTarget(String namespace, String _) -> names.load(namespace);
            default -> target.children().forEach(child -> targets(child, names));
        }
    }

    private void inner(List<Stmt> statements, Names names, boolean soft) {
        for (Stmt statement : statements) {
            inner(statement, names, soft);
        }
    }

    private void inner(Stmt statement, Names names, boolean soft) {
        switch (statement) {
            case Stmt.Print print -> check(print.value(), soft);
            case Stmt.If branch -> {
                check(branch.test(), true);
                inner(branch.then(), names, true);
                branch.elifs().forEach(elif -> inner(elif, names, true));
                inner(branch.otherwise(), names, true);
            }
            case Stmt.For loop -> {
                check(loop.iterable(), soft);
                if (loop.test() != null) {
                    check(loop.test(), false);
                }
                Set<String> targets = targetNames(loop.target());
                if (targets.contains("loop") || assigns(loop.body().statements(), "loop")) {
                    throw Failure.syntax("Can't assign to special loop variable in for-loop", loop.line());
                }
                targets.add("loop");
                frame(loop.body(), names, targets);
                frame(loop.otherwise(), names, Set.of());
            }
            case Stmt.Assign assign -> check(assign.value(), soft);
            case Stmt.AssignBlock assign -> {
                if (assign.filter() != null) {
                    check(assign.filter(), false);
                }
                frame(assign.body(), names, Set.of());
            }
            case Stmt.MacroDefinition macro -> macro(macro.parameters(), macro.body(), names, macro.line());
            case Stmt.CallBlock call -> {
                check(call.call(), soft);
                macro(call.parameters(), call.body(), names, call.line());
            }
            case Stmt.Generation generation -> macro(List.of(), generation.body(), names, generation.line());
            case Stmt.FilterBlock block -> {
                check(block.filter(), false);
                frame(block.body(), names, Set.of());
            }
            case Stmt.With with -> {
                with.values().forEach(value -> check(value, soft));
                Set<String> targets = new HashSet<>();
                with.targets().forEach(target -> targets.addAll(targetNames(target)));
                frame(with.body(), names, targets);
            }
            case Stmt.Autoescape block -> frame(block.body(), names, Set.of());
            case Stmt.Block block -> frame(block.body(), block.scoped() ? names : null, Set.of());
            case Stmt.Load load -> check(load.template(), soft);
            case Stmt.Data _,Stmt.Break _,Stmt.Continue _ -> {
            }
        }
    }

    private void macro(List<Stmt.Parameter> parameters, Stmt.Body body, Names names, int line) {
        Set<String> own = new HashSet<>();
        for (Stmt.Parameter parameter : parameters) {
            if (!own.add(parameter.name())) {
                throw Failure.syntax("duplicate argument '" + parameter.name() + "' in function definition", line);
            }
            if (parameter.defaultValue() != null) {
                check(parameter.defaultValue(), false);
            }
        }
        Set<String> used = SpecialNames.in(body.statements());
        boolean bareCaller = parameters.stream().anyMatch(p -> p.name().equals("caller") && p.defaultValue() == null);
        if (used.contains("caller") && bareCaller) {
            throw Failure.syntax("When defining macros or call blocks the special \"caller\" argument must be omitted "
                    + "or be given a default.", line);
        }
        used.removeAll(own);
        special.put(body, Set.copyOf(used));
        own.addAll(used);
        frame(body, names, own);
    }

    private static Set<String> targetNames(Expr target) {
        Set<String> names = new HashSet<>();
        if (target instanceof Expr.Name(String name)) {
            names.add(name);
        }
        target.children().forEach(child -> names.addAll(targetNames(child)));
        return names;
    }

    private static boolean assigns(List<Stmt> statements, String name) {
        return statements.stream().anyMatch(statement -> switch (statement) {
            case Stmt.Assign assign -> targetNames(assign.target()).contains(name);
            case Stmt.AssignBlock assign -> targetNames(assign.target()).contains(name);
            case Stmt.If branch -> assigns(branch.then(), name) || assigns(branch.otherwise(), name)
                    || assigns(List.copyOf(branch.elifs()), name);
            default -> false;
        });
    }

    private void check(Expr expr, boolean soft) {
        switch (expr) {
            case Expr.Filter filter when !soft && !Filters.exists(filter.name(), dialect) -> throw Failure
                    .syntax("No filter named '" + filter.name() + "'.", filter.line());
            case Expr.Test test when !soft && !Tests.exists(test.name()) -> throw Failure
                    .syntax("No test named '" + test.name() + "'.", test.line());
            default -> {
                boolean inside = soft || expr instanceof Expr.Conditional;
                expr.children().forEach(child -> check(child, inside));
            }
        }
    }
}
