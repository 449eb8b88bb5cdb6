package dev.mekiki.jinja;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that every template knows. */
final class Globals {
    private static final long MAX_RANGE = 100_000;
    private static final Map<String, Value> SHARED = Map.of("range", new Function("range", Globals::range), "dict",
            new DictFactory(), "namespace", new Function("namespace", Globals::namespace), "cycler",
            new Function("cycler", Globals::cycler), "joiner", new Function("joiner", Globals::joiner), "lipsum",
            new Function("lipsum", (_, _) -> {
                throw new Failure(Failure.Kind.RUNTIME, "lipsum is random, and not supported");
            }));
    private static final Map<String, Value> CHAT = Map.of("raise_exception",
            new Function("raise_exception", (session, arguments) -> {
                throw new Failure(Failure.Kind.RAISED,
                        Repr.str(session, arguments.bind("raise_exception", 1, "message").value(0)));
            }), "strftime_now", new Function("strftime_now", (session, arguments) -> session.text(
                    Strftime.format(LocalDateTime.now(session.settings().clock()),
                            arguments.bind("strftime_now", 1, "format").text(0)))));

    private Globals() {}

    /** The outermost scope of a rendering. */
    static Scope scope(Settings.Dialect dialect) {
        Scope scope = new Scope(null, Set.of());
        SHARED.forEach(scope::set);
        if (dialect == Settings.Dialect.CHAT) {
            CHAT.forEach(scope::set);
        }
        return scope;
    }

    private static Value range(Session session, Arguments arguments) {
        Arguments.Bound bound = arguments.positionalOnly("range", 1, 3);
        boolean single = bound.get(1) == null;
        long start = single ? 0 : whole(bound.value(0));
        long stop = whole(bound.value(single ? 0 : 1));
        long step = bound.get(2) == null ? 1 : whole(bound.value(2));
        if (step == 0) {
            throw Failure.value("range() arg 3 must not be zero");
        }
        Value.Range range = new Value.Range(start, stop, step);
        if (range.length() > MAX_RANGE) {
            throw new Failure(Failure.Kind.OVERFLOW,
                    "Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + MAX_RANGE + ").");
        }
        return range;
    }

    private static long whole(Value value) {
        var number = Numbers.integer(value);
        if (number.bitLength() > 61) {
            throw new Failure(Failure.Kind.OVERFLOW, "Python int too large to convert to C ssize_t");
        }
        return number.longValue();
    }

    /** {@code dict}, and {@code dict.fromkeys}. */
    private record DictFactory() implements Callable {
        @Override
        public Value call(Session session, Arguments arguments) {
            if (arguments.positional().size() > 1) {
                throw Failure.type("dict expected at most 1 argument, got " + arguments.positional().size());
            }
            DictBuilder builder = new DictBuilder(session);
            arguments.positional().forEach(builder::putAll);
            arguments.named().forEach((name, value) -> builder.put(Value.text(name), value));
            return builder.build();
        }

        @Override
        public @Nullable Value attribute(String name) {
            return name.equals("fromkeys") ? Attributes.FROM_KEYS : null;
        }

        @Override
        public String shown() {
            return "<class 'dict'>";
        }

        @Override
        public String typeName() {
            return "type";
        }
    }

    private static Value namespace(Session session, Arguments arguments) {
        Namespace namespace = new Namespace(session.chat());
        Value source = new DictFactory().call(session, arguments);
        if (source instanceof Container.DictValue dict) {
            for (Container.DictEntry entry : dict.entries().values()) {
                namespace.set(session, Protocols.requireText(entry.key()).text(), entry.value());
            }
        }
        return namespace;
    }

    private static Value cycler(Session session, Arguments arguments) {
        List<Value> items = arguments.positional();
        if (items.isEmpty()) {
            throw new Failure(Failure.Kind.RUNTIME, "at least one item has to be provided");
        }
        Namespace state = new Namespace(false);
        int[] at = {0};
        state.set(session, "current", items.getFirst());
        state.set(session, "next", new Function("next", (inner, _) -> {
            Value now = items.get(at[0]);
            at[0] = (at[0] + 1) % items.size();
            state.set(inner, "current", items.get(at[0]));
            return now;
        }));
        state.set(session, "reset", new Function("reset", (inner, _) -> {
            at[0] = 0;
            state.set(inner, "current", items.getFirst());
            return Value.None.NONE;
        }));
        return new Holder("Cycler", state.attributes());
    }

    private static Value joiner(Session session, Arguments arguments) {
        Value separator = arguments.bind("joiner", 0, "sep").value(0, Value.text(", "));
        boolean[] used = {false};
        return new Function("joiner", (_, _) -> {
            boolean first = !used[0];
            used[0] = true;
            return first ? Value.text("") : separator;
        });
    }

    /** An object with attributes that only it changes. */
    private record Holder(String typeName, Map<String, Value> attributes) implements Callable {
        @Override
        public Value call(Session session, Arguments arguments) {
            throw Failure.type("'" + typeName + "' object is not callable");
        }

        @Override
        public @Nullable Value attribute(String name) {
            return attributes.get(name);
        }

        @Override
        public String shown() {
            return "<" + typeName + ">";
        }
    }

    /** Blocks of a template by name, as {@code self} offers them. */
    static Value self(Map<String, Callable> blocks) {
        return new Holder("TemplateReference", new LinkedHashMap<>(blocks));
    }
}
