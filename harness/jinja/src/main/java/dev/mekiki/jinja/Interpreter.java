package dev.mekiki.jinja;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs statements. */
final class Interpreter {
    /** How a list of statements ended. */
    private enum Flow {
        NEXT, BREAK, CONTINUE
    }

    private final Session session;
    private final Frames frames;
    private final Map<String, Callable> blocks = new HashMap<>();
    private final Evaluator evaluator;
    private final Scope root;

    Interpreter(Session session, Frames frames, Scope context, Stmt.Body template) {
        this.session = session;
        this.frames = frames;
        this.evaluator = new Evaluator(session, blocks);
        this.root = new Scope(context, frames.hidden(template));
        blocks(template.statements());
    }

    /** Blocks can be rendered from anywhere in the template, so they are found before it runs. */
    private void blocks(List<Stmt> statements) {
        for (Stmt statement : statements) {
            switch (statement) {
                case Stmt.Block block -> {
                    Function function = new Function(block.name(),
                            (_, _) -> Value.text(capture(block.body(), inner(root, block.body()))));
                    if (blocks.put(block.name(), function) != null) {
                        throw Failure.syntax("block '" + block.name() + "' defined twice", block.line());
                    }
                    blocks(block.body().statements());
                }
                case Stmt.If branch -> {
                    blocks(branch.then());
                    blocks(List.copyOf(branch.elifs()));
                    blocks(branch.otherwise());
                }
                case Stmt.For loop -> blocks(loop.body().statements());
                case Stmt.With with -> blocks(with.body().statements());
                default -> {
                }
            }
        }
    }

    String render(Stmt.Body template) {
        StringBuilder out = new StringBuilder();
        run(template.statements(), root, out);
        return out.toString();
    }

    private Scope inner(Scope outer, Stmt.Body body) {
        return new Scope(outer, frames.hidden(body));
    }

    private String capture(Stmt.Body body, Scope scope) {
        StringBuilder out = new StringBuilder();
        run(body.statements(), scope, out);
        session.checkChars(out.length());
        return out.toString();
    }

    private Flow run(List<Stmt> statements, Scope scope, StringBuilder out) {
        for (Stmt statement : statements) {
            Flow flow;
            try {
                flow = run(statement, scope, out);
            } catch (Failure e) {
                throw e.at(statement.line());
            }
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private void write(StringBuilder out, String text) {
        session.checkOutput((long) out.length() + text.length());
        session.work(text.length() / 64);
        out.append(text);
    }

    private Flow run(Stmt statement, Scope scope, StringBuilder out) {
        session.step();
        switch (statement) {
            case Stmt.Data data -> write(out, data.text());
            case Stmt.Print print -> write(out, Repr.str(session, evaluator.evaluate(print.value(), scope)));
            case Stmt.If branch -> {
                return branch(branch, scope, out);
            }
            case Stmt.For loop -> loop(loop, evaluator.evaluate(loop.iterable(), scope), 0, scope, out);
            case Stmt.Assign assign -> assign(assign.target(), evaluator.evaluate(assign.value(), scope), scope);
            case Stmt.AssignBlock block -> {
                Scope inside = inner(scope, block.body());
                Value text = Value.text(capture(block.body(), inside));
                assign(block.target(),
                        block.filter() == null ? text : evaluator.filter(block.filter(), inside, text), scope);
            }
            case Stmt.MacroDefinition macro -> scope.set(macro.name(),
                    macro(macro.name(), macro.parameters(), macro.body(), scope));
            case Stmt.CallBlock block -> {
                Value caller = macro(null, block.parameters(), block.body(), scope);
                write(out, Repr.str(session, evaluator.call(block.call(), scope, caller)));
            }
            case Stmt.Generation block -> write(out, Repr.str(session,
                    macro(null, List.of(), block.body(), scope).call(session, Arguments.NONE)));
            case Stmt.FilterBlock block -> {
                Scope inside = inner(scope, block.body());
                Value text = Value.text(capture(block.body(), inside));
                write(out, Repr.str(session, evaluator.filter(block.filter(), inside, text)));
            }
            case Stmt.With with -> with(with, scope, out);
            case Stmt.Autoescape block -> {
                if (evaluator.truth(block.enabled(), scope)) {
                    throw new Failure(Failure.Kind.RUNTIME, "autoescape is not supported");
                }
                run(block.body().statements(), inner(scope, block.body()), out);
            }
            case Stmt.Block block -> write(out,
                    capture(block.body(), inner(block.scoped() ? scope : root, block.body())));
            case Stmt.Load load -> throw new Failure(Failure.Kind.TYPE, "no loader for this environment specified");
            case Stmt.Break _ -> {
                return Flow.BREAK;
            }
            case Stmt.Continue _ -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.NEXT;
    }

    private Flow branch(Stmt.If branch, Scope scope, StringBuilder out) {
        if (evaluator.truth(branch.test(), scope)) {
            return run(branch.then(), scope, out);
        }
        for (Stmt.If elif : branch.elifs()) {
            session.step();
            if (evaluator.truth(elif.test(), scope)) {
                return run(elif.then(), scope, out);
            }
        }
        return run(branch.otherwise(), scope, out);
    }

    private void with(Stmt.With with, Scope scope, StringBuilder out) {
        Scope inside = inner(scope, with.body());
        for (int i = 0; i < with.targets().size(); i++) {
            assign(with.targets().get(i), evaluator.evaluate(with.values().get(i), scope), inside);
        }
        run(with.body().statements(), inside, out);
    }

    private void loop(Stmt.For loop, Value iterable, int depth, Scope scope, StringBuilder out) {
        Value source = loop.test() == null
                ? iterable
                : new Value.Lazy("loop_filter", new Filtered(loop, loop.test(), Protocols.iterate(iterable), scope));
        Loop.Recursion recursion = loop.recursive() ? (items, level) -> {
            session.enter();
            StringBuilder inside = new StringBuilder();
            loop(loop, items, level, scope, inside);
            session.leave();
            return session.text(inside.toString());
        } : null;
        Loop state = new Loop(session, source, Protocols.iterate(source), recursion, depth);
        boolean completed = false;
        for (Value item = state.advance(); item != null; item = state.advance()) {
            session.step();
            Scope inside = inner(scope, loop.body());
            assign(loop.target(), item, inside);
            inside.set("loop", state);
            Flow flow = run(loop.body().statements(), inside, out);
            if (flow == Flow.BREAK) {
                break;
            }
            // As compiled by Jinja2: an iteration that was cut short does not count for the else branch
            completed |= flow == Flow.NEXT;
        }
        if (!completed && !loop.otherwise().isEmpty()) {
            run(loop.otherwise().statements(), inner(scope, loop.otherwise()), out);
        }
    }

    /** The items of a loop that pass its inline test, found as the loop goes. */
    private final class Filtered implements Iterator<Value> {
        private final Stmt.For loop;
        private final Expr test;
        private final Iterator<Value> items;
        private final Scope scope;
        private @Nullable Value next;

        Filtered(Stmt.For loop, Expr test, Iterator<Value> items, Scope scope) {
            this.loop = loop;
            this.test = test;
            this.items = items;
            this.scope = scope;
        }

        @Override
        public boolean hasNext() {
            while (next == null && items.hasNext()) {
                session.step();
                Value item = items.next();
                Scope inside = new Scope(scope, Set.of());
                assign(loop.target(), item, inside);
                if (evaluator.truth(test, inside)) {
                    next = item;
                }
            }
            return next != null;
        }

        @Override
        public Value next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            Value item = next;
            next = null;
            return item;
        }
    }

    private void assign(Expr target, Value value, Scope scope) {
        switch (target) {
            case Expr.Name(String name) -> scope.set(name, value);
            case Expr.NamespaceTarget(String name, String attribute) -> {
                if (!(scope.get(name) instanceof Namespace namespace)) {
                    throw new Failure(Failure.Kind.RUNTIME, "cannot assign attribute on non-namespace object");
                }
                namespace.set(session, attribute, value);
            }
            case Expr.TupleLiteral(List<Expr> targets) -> {
                List<Value> values = Protocols.listOf(session, value);
                if (values.size() != targets.size()) {
                    throw Failure.value(values.size() < targets.size()
                            ? "not enough values to unpack (expected " + targets.size() + ", got " + values.size() + ")"
                            : "too many values to unpack (expected " + targets.size() + ")");
                }
                for (int i = 0; i < targets.size(); i++) {
                    assign(targets.get(i), values.get(i), scope);
                }
            }
            default -> throw new IllegalStateException("the parser lets no other target through");
        }
    }

    private Macro macro(@Nullable String name, List<Stmt.Parameter> parameters, Stmt.Body body, Scope scope) {
        List<String> names = parameters.stream().map(Stmt.Parameter::name).toList();
        return new Macro(name, names, frames.special(body), given -> {
            Scope inside = inner(scope, body);
            Map<String, Value> values = new LinkedHashMap<>(given);
            // A parameter hides what its name means outside, even from defaults before it
            for (String parameter : names) {
                inside.set(parameter, values.getOrDefault(parameter, session.undefinedName(parameter)));
            }
            values.keySet().stream().filter(special -> !names.contains(special))
                    .forEach(special -> inside.set(special, given.getOrDefault(special, Value.None.NONE)));
            for (Stmt.Parameter parameter : parameters) {
                if (!values.containsKey(parameter.name())) {
                    inside.set(parameter.name(), parameter.defaultValue() == null
                            ? session.undefined("parameter '" + parameter.name() + "' was not provided")
                            : evaluator.evaluate(parameter.defaultValue(), inside));
                }
            }
            return Value.text(capture(body, inside));
        });
    }
}
