package dev.mekiki.jinja;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Lists, tuples and dictionaries. None can change, so each knows its weight: what walking all of it costs, shared parts
 * counted as often as they are reached. Work on values is charged by weight before it begins.
 */
sealed interface Container extends Value {
    long weight();

    int depth();

    static long weigh(Value value) {
        return switch (value) {
            case Container container -> container.weight();
            case Value.Str(String text, boolean _) -> 1 + text.length() / 32;
            case Value.View(Value.ViewKind _, DictValue dict) -> dict.weight();
            default -> 1;
        };
    }

    private static long sum(Collection<Value> items) {
        long weight = 1;
        for (Value item : items) {
            weight = Math.min(weight + weigh(item), Long.MAX_VALUE / 4);
        }
        return weight;
    }

    private static int deepest(Collection<Value> items) {
        int depth = 0;
        for (Value item : items) {
            if (item instanceof Container container) {
                depth = Math.max(depth, container.depth());
            }
        }
        return depth + 1;
    }

    /** Lists and tuples. */
    sealed interface Sequence extends Container {
        List<Value> items();
    }

    record ListValue(List<Value> items, long weight, int depth) implements Sequence {
        ListValue(List<Value> items) {
            this(items, sum(items), deepest(items));
        }
    }

    /**
     * A tuple.
     *
     * @param group whether it comes from {@code groupby}, and its parts are also called {@code grouper} and {@code list}
     */
    record TupleValue(List<Value> items, boolean group, long weight, int depth) implements Sequence {
        TupleValue(List<Value> items, boolean group) {
            this(items, group, sum(items), deepest(items));
        }

        static TupleValue of(Value... items) {
            return new TupleValue(List.of(items), false);
        }
    }

    /**
     * A dictionary in order of insertion.
     *
     * @param entries what {@link Keys#of} makes of a key, to the entry as written
     */
    record DictValue(Map<Object, DictEntry> entries, long weight, int depth) implements Container {
        DictValue(Map<Object, DictEntry> entries) {
            List<Value> parts = entries.values().stream()
                    .flatMap(entry -> java.util.stream.Stream.of(entry.key(), entry.value())).toList();
            this(entries, sum(parts), deepest(parts));
        }
    }

    record DictEntry(Value key, Value value) {}
}
