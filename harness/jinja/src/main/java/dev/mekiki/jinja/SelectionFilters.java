package dev.mekiki.jinja;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code map}, {@code select} and their kin: generators, which do nothing until they are walked. */
final class SelectionFilters {
    private SelectionFilters() {}

    static void register(Map<String, Filters.Code> all) {
        all.put("map", (session, value, arguments) -> lazy("sync_do_map", session, value,
                () -> mapping(session, arguments), null));
        all.put("select", (session, value, arguments) -> select("select", session, value, arguments, true, false));
        all.put("reject", (session, value, arguments) -> select("reject", session, value, arguments, false, false));
        all.put("selectattr",
                (session, value, arguments) -> select("selectattr", session, value, arguments, true, true));
        all.put("rejectattr",
                (session, value, arguments) -> select("rejectattr", session, value, arguments, false, true));
        all.put("unique", SelectionFilters::unique);
    }

    private interface Prepare<T> {
        T prepare();
    }

    private static Function<Value, Value> mapping(Session session, Arguments arguments) {
        if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
            Arguments.Bound bound = arguments.bind("map", 0, "attribute", "default");
            Value absent = bound.isNone(1) ? null : bound.get(1);
            return new Selector(session, bound.value(0), false, false, absent)::get;
        }
        if (arguments.positional().isEmpty()) {
            throw Failure.value("map requires a filter argument");
        }
        String name = Protocols.requireText(arguments.positional().getFirst()).text();
        Arguments rest = arguments.after(1);
        return item -> Filters.apply(session, name, item, rest);
    }

    private static Value select(String name, Session session, Value value, Arguments arguments, boolean wanted,
            boolean byAttribute) {
        return lazy("sync_do_" + name, session, value, null, () -> {
            Predicate<Value> predicate = predicate(session, arguments, byAttribute);
            return item -> predicate.test(item) == wanted;
        });
    }

    private static Predicate<Value> predicate(Session session, Arguments arguments, boolean byAttribute) {
        List<Value> positional = arguments.positional();
        if (byAttribute && positional.isEmpty()) {
            throw Failure.value("Missing parameter for attribute name");
        }
        Function<Value, Value> part = byAttribute
                ? new Selector(session, positional.getFirst(), false, false, null)::get
                : Function.identity();
        int used = byAttribute ? 1 : 0;
        if (positional.size() == used) {
            return item -> Protocols.truth(part.apply(item));
        }
        String test = Protocols.requireText(positional.get(used)).text();
        Arguments rest = arguments.after(used + 1);
        return item -> Tests.check(session, test, part.apply(item), rest);
    }

    private static Value unique(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("unique", 0, "case_sensitive", "attribute");
        return lazy("sync_do_unique", session, value, null, () -> {
            Selector selector = new Selector(session, bound.value(1), false, !bound.truth(0), null);
            Map<Object, Boolean> seen = new HashMap<>();
            return item -> {
                Value key = selector.get(item);
                session.work(Container.weigh(key));
                return seen.put(Keys.of(key), true) == null;
            };
        });
    }

    private static Value lazy(String name, Session session, Value value,
            @Nullable Prepare<Function<Value, Value>> mapping, @Nullable Prepare<Predicate<Value>> selection) {
        return new Value.Lazy(name, new Walk(session, value, mapping, selection));
    }

    /** Maps or selects as it goes. */
    private static final class Walk implements Iterator<Value> {
        private final Session session;
        private final Value source;
        private final @Nullable Prepare<Function<Value, Value>> mapping;
        private final @Nullable Prepare<Predicate<Value>> selection;
        private @Nullable Iterator<Value> items;
        private Function<Value, Value> map = Function.identity();
        private Predicate<Value> select = _ -> true;
        private @Nullable Value next;

        Walk(Session session, Value source, @Nullable Prepare<Function<Value, Value>> mapping,
                @Nullable Prepare<Predicate<Value>> selection) {
            this.session = session;
            this.source = source;
            this.mapping = mapping;
            this.selection = selection;
        }

        /** Python's generators look at their arguments only now, and not at all when there is nothing to walk. */
        private Iterator<Value> start() {
            if (items != null) {
                return items;
            }
            Iterator<Value> started = List.<Value>of().iterator();
            if (Protocols.truth(source)) {
                map = mapping == null ? map : mapping.prepare();
                select = selection == null ? select : selection.prepare();
                started = Protocols.iterate(source);
            }
            items = started;
            return started;
        }

        @Override
        public boolean hasNext() {
            session.enter();
            Iterator<Value> from = start();
            while (next == null && from.hasNext()) {
                session.step();
                Value item = from.next();
                if (select.test(item)) {
                    next = map.apply(item);
                }
            }
            session.leave();
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
}
