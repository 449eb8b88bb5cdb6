package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Filters that make or take sequences and mappings. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void register(Map<String, Filters.Code> all) {
        Filters.Code length = (_, value, arguments) -> {
            arguments.bind("length", 0);
            return Value.of(Protocols.length(value));
        };
        all.put("length", length);
        all.put("count", length);
        all.put("list", (session, value, arguments) -> {
            arguments.bind("list", 0);
            return session.list(Protocols.listOf(session, value));
        });
        Filters.Code orElse = (_, value, arguments) -> {
            Arguments.Bound bound = arguments.bind("default", 0, "default_value", "boolean");
            boolean absent = value instanceof Value.Undefined || (bound.truth(1) && !Protocols.truth(value));
            return absent ? bound.value(0, Value.text("")) : value;
        };
        all.put("default", orElse);
        all.put("d", orElse);
        all.put("first", (session, value, _) -> {
            Iterator<Value> items = Protocols.iterate(value);
            return items.hasNext() ? items.next() : session.undefined("No first item, sequence was empty.");
        });
        all.put("last", SequenceFilters::last);
        all.put("join", SequenceFilters::join);
        all.put("items", (session, value, _) -> items(session, value));
        all.put("dictsort", SequenceFilters::dictSort);
        all.put("sort", SequenceFilters::sort);
        all.put("min", (session, value, arguments) -> extreme(session, value, arguments, false));
        all.put("max", (session, value, arguments) -> extreme(session, value, arguments, true));
        all.put("sum", SequenceFilters::sum);
        all.put("reverse", SequenceFilters::reverse);
        all.put("batch", SequenceFilters::batch);
        all.put("slice", SequenceFilters::slice);
        all.put("groupby", SequenceFilters::groupBy);
        all.put("attr", (session, value, arguments) -> {
            String name = arguments.bind("attr", 1, "name").text(0);
            Value found = Attributes.find(session, value, name);
            return found != null ? found : session.missing(value, Value.text(name));
        });
    }

    private static Value items(Session session, Value value) {
        return switch (value) {
            case Container.DictValue dict -> new Value.Lazy("do_items",
                    Protocols.iterate(new Value.View(Value.ViewKind.ITEMS, dict)));
            case Value.Undefined _ -> new Value.Lazy("do_items", List.<Value>of().iterator());
            // Python's generator fails when it is walked, which every use of it does
            default -> {
                session.step();
                throw Failure.type("Can only get item pairs from a mapping.");
            }
        };
    }

    private static Value last(Session session, Value value, Arguments arguments) {
        arguments.bind("last", 0);
        if (value instanceof Value.Lazy) {
            throw Failure.type("'generator' object is not reversible");
        }
        List<Value> items = Protocols.listOf(session, value);
        return items.isEmpty() ? session.undefined("No last item, sequence was empty.") : items.getLast();
    }

    private static Value join(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("join", 0, "d", "attribute");
        Selector selector = new Selector(session, bound.value(1), false, false, null);
        List<String> parts = new ArrayList<>();
        for (Value item : Protocols.listOf(session, value)) {
            parts.add(Repr.str(session, selector.get(item)));
        }
        String separator = bound.get(0) == null ? "" : Repr.str(session, bound.value(0));
        return Value.text(StringMethods.joined(session, separator, parts));
    }

    private static Value dictSort(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("dictsort", 0, "case_sensitive", "by", "reverse");
        String by = bound.text(1, "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw Failure.value("You can only sort by either \"key\" or \"value\"");
        }
        if (!(value instanceof Container.DictValue dict)) {
            throw value instanceof Value.Undefined undefined
                    ? undefined.failure()
                    : Failure.type("'" + Protocols.typeName(value) + "' object has no attribute 'items'");
        }
        List<Value> keys = new ArrayList<>();
        List<Value> pairs = new ArrayList<>();
        for (Container.DictEntry entry : dict.entries().values()) {
            Value key = by.equals("key") ? entry.key() : entry.value();
            keys.add(!bound.truth(0) && key instanceof Value.Str(String text, boolean _)
                    ? Value.text(text.toLowerCase(Locale.ROOT))
                    : key);
            pairs.add(Container.TupleValue.of(entry.key(), entry.value()));
        }
        return session.list(Comparison.sorted(session, pairs, keys, bound.truth(2)));
    }

    private static Value sort(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sort", 0, "reverse", "case_sensitive", "attribute");
        Selector selector = new Selector(session, bound.value(2), true, !bound.truth(1), null);
        List<Value> items = Protocols.listOf(session, value);
        List<Value> keys = items.stream().map(selector::getAll).toList();
        return session.list(Comparison.sorted(session, items, keys, bound.truth(0)));
    }

    private static Value extreme(Session session, Value value, Arguments arguments, boolean greatest) {
        Arguments.Bound bound = arguments.bind(greatest ? "max" : "min", 0, "case_sensitive", "attribute");
        Selector selector = new Selector(session, bound.value(1), false, !bound.truth(0), null);
        Value best = null;
        Value bestKey = null;
        for (Value item : Protocols.listOf(session, value)) {
            Value key = selector.get(item);
            if (best == null || bestKey == null
                    || Comparison.ordered(session, key, bestKey, greatest ? ">" : "<")) {
                best = item;
                bestKey = key;
            }
        }
        return best == null ? session.undefined("No aggregated item, sequence was empty.") : best;
    }

    private static Value sum(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sum", 0, "attribute", "start");
        Selector selector = new Selector(session, bound.value(0), false, false, null);
        Value sum = bound.value(1, Value.of(0));
        if (sum instanceof Value.Str) {
            throw Failure.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        for (Value item : Protocols.listOf(session, value)) {
            sum = Arithmetic.binary(session, Expr.BinaryOperator.ADD, sum, selector.get(item));
        }
        return sum;
    }

    private static Value reverse(Session session, Value value, Arguments arguments) {
        arguments.bind("reverse", 0);
        if (value instanceof Value.Str(String text, boolean safe)) {
            session.checkChars(text.length());
            int length = Text.length(text);
            return new Value.Str(Text.slice(text, new Value.Range(length - 1L, -1, -1)), safe);
        }
        List<Value> reversed = Protocols.listOf(session, value).reversed();
        return value instanceof Value.Lazy
                ? session.list(reversed)
                : new Value.Lazy("reversed", reversed.iterator());
    }

    private static Value batch(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("batch", 1, "linecount", "fill_with");
        int size = bound.integer(0, 1);
        List<Value> batches = new ArrayList<>();
        List<Value> batch = new ArrayList<>();
        for (Value item : Protocols.listOf(session, value)) {
            if (batch.size() == size) {
                batches.add(session.list(batch));
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) {
            session.checkItems(size);
            while (!bound.isNone(1) && batch.size() < size) {
                batch.add(bound.value(1));
            }
            batches.add(session.list(batch));
        }
        return new Value.Lazy("do_batch", batches.iterator());
    }

    private static Value slice(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("slice", 1, "slices", "fill_with");
        int slices = bound.integer(0, 1);
        List<Value> items = Protocols.listOf(session, value);
        if (slices == 0) {
            throw new Failure(Failure.Kind.ZERO_DIVISION, "integer division or modulo by zero");
        }
        session.checkItems(Math.max(0, slices));
        List<Value> parts = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < slices; i++) {
            boolean extra = i < items.size() % slices;
            int end = at + items.size() / slices + (extra ? 1 : 0);
            List<Value> part = new ArrayList<>(items.subList(at, end));
            if (!bound.isNone(1) && !extra) {
                part.add(bound.value(1));
            }
            parts.add(session.list(part));
            at = end;
        }
        return new Value.Lazy("sync_do_slice", parts.iterator());
    }

    private static Value groupBy(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("groupby", 1, "attribute", "default", "case_sensitive");
        Value absent = bound.isNone(1) ? null : bound.get(1);
        Selector key = new Selector(session, bound.value(0), false, !bound.truth(2), absent);
        Selector shown = new Selector(session, bound.value(0), false, false, absent);
        List<Value> items = Protocols.listOf(session, value);
        List<Value> sorted = Comparison.sorted(session, items, items.stream().map(key::get).toList(), false);
        List<Value> groups = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || !Comparison.equal(session, key.get(sorted.get(start)), key.get(sorted.get(i)))) {
                Value members = session.list(sorted.subList(start, i));
                groups.add(session.bounded(new Container.TupleValue(
                        List.of(shown.get(sorted.get(start)), members), true)));
                start = i;
            }
        }
        return session.list(groups);
    }
}
