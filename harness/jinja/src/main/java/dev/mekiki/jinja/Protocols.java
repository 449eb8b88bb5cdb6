package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Python's truth, length, iteration and subscription. */
final class Protocols {
    private Protocols() {}

    static boolean truth(Value value) {
        return switch (value) {
            case Value.None _ -> false;
            case Value.Bool(boolean bool) -> bool;
            case Value.Int(var number) -> number.signum() != 0;
            case Value.Flt(double number) -> number != 0;
            case Value.Str(String text, boolean _) -> !text.isEmpty();
            case Container.Sequence sequence -> !sequence.items().isEmpty();
            case Container.DictValue dict -> !dict.entries().isEmpty();
            case Value.View(Value.ViewKind _, Container.DictValue dict) -> !dict.entries().isEmpty();
            case Value.Range range -> range.length() > 0;
            case Value.Undefined undefined -> {
                undefined.touch();
                yield false;
            }
            case Value.Lazy _,Namespace _,Callable _ -> true;
        };
    }

    static String typeName(Value value) {
        return switch (value) {
            case Value.None _ -> "NoneType";
            case Value.Bool _ -> "bool";
            case Value.Int _ -> "int";
            case Value.Flt _ -> "float";
            case Value.Str(String _, boolean safe) -> safe ? "Markup" : "str";
            case Container.ListValue _ -> "list";
            case Container.TupleValue _ -> "tuple";
            case Container.DictValue _ -> "dict";
            case Value.View(Value.ViewKind kind, Container.DictValue _) -> switch (kind) {
                case KEYS -> "dict_keys";
                case VALUES -> "dict_values";
                case ITEMS -> "dict_items";
            };
            case Value.Range _ -> "range";
            case Value.Undefined undefined -> undefined.strict() ? "StrictUndefined" : "Undefined";
            case Value.Lazy _ -> "generator";
            case Namespace _ -> "Namespace";
            case Callable callable -> callable.typeName();
        };
    }

    /** The length, or -1 for what has none. */
    static long lengthOrNone(Value value) {
        return switch (value) {
            case Value.Str(String text, boolean _) -> Text.length(text);
            case Container.Sequence sequence -> sequence.items().size();
            case Container.DictValue dict -> dict.entries().size();
            case Value.View(Value.ViewKind _, Container.DictValue dict) -> dict.entries().size();
            case Value.Range range -> range.length();
            case Value.Undefined undefined -> {
                undefined.touch();
                yield 0;
            }
            case Loop loop -> loop.length();
            case Value.None _,Value.Bool _,Value.Int _,Value.Flt _,Value.Lazy _,Namespace _,Callable _ -> -1;
        };
    }

    static long length(Value value) {
        long length = lengthOrNone(value);
        if (length < 0) {
            throw Failure.type("object of type '" + typeName(value) + "' has no len()");
        }
        return length;
    }

    static boolean isIterable(Value value) {
        return switch (value) {
            case Value.Str _,Container _,Value.View _,Value.Range _,Value.Lazy _ -> true;
            case Value.Undefined undefined -> {
                undefined.touch();
                yield true;
            }
            case Value.None _,Value.Bool _,Value.Int _,Value.Flt _,Namespace _,Callable _ -> false;
        };
    }

    static Iterator<Value> iterate(Value value) {
        return switch (value) {
            case Value.Str(String text, boolean _) -> characters(text);
            case Container.Sequence sequence -> sequence.items().iterator();
            case Container.DictValue dict -> keys(dict);
            case Value.View(Value.ViewKind kind, Container.DictValue dict) -> switch (kind) {
                case KEYS -> keys(dict);
                case VALUES -> dict.entries().values().stream().map(Container.DictEntry::value).iterator();
                case ITEMS -> dict.entries().values().stream()
                        .map(entry -> (Value) Container.TupleValue.of(entry.key(), entry.value())).iterator();
            };
            case Value.Range range -> LongStream.range(0, range.length()).mapToObj(i -> Value.of(range.at(i)))
                    .iterator();
            case Value.Undefined undefined -> {
                undefined.touch();
                yield List.<Value>of().iterator();
            }
            case Value.Lazy(String _, Iterator<Value> iterator) -> iterator;
            case Value.None _,Value.Bool _,Value.Int _,Value.Flt _,Namespace _,Callable _ -> throw Failure
                    .type("'" + typeName(value) + "' object is not iterable");
        };
    }

    private static Iterator<Value> keys(Container.DictValue dict) {
        return dict.entries().values().stream().map(Container.DictEntry::key).iterator();
    }

    private static Iterator<Value> characters(String text) {
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < text.length();
            }

            @Override
            public Value next() {
                if (at >= text.length()) {
                    throw new NoSuchElementException();
                }
                int end = text.offsetByCodePoints(at, 1);
                String character = text.substring(at, end);
                at = end;
                return Value.text(character);
            }
        };
    }

    /** All elements, charged as they come. */
    static List<Value> listOf(Session session, Value value) {
        List<Value> items = new ArrayList<>();
        Iterator<Value> iterator = iterate(value);
        while (iterator.hasNext()) {
            session.step();
            items.add(iterator.next());
            if ((items.size() & 0xff) == 0) {
                session.checkItems(items.size());
            }
        }
        return items;
    }

    static Value.Str requireText(Value value) {
        if (value instanceof Value.Str text) {
            return text;
        }
        throw Failure.type("expected a string, not " + typeName(value));
    }

    /** {@code object[key]}, or null where Python raises TypeError or LookupError. */
    static @Nullable Value subscript(Session session, Value object, Value key) {
        return switch (object) {
            case Container.DictValue dict -> {
                session.work(Container.weigh(key));
                Object lookup = Keys.orNull(key);
                Container.DictEntry entry = lookup == null ? null : dict.entries().get(lookup);
                yield entry == null ? null : entry.value();
            }
            case Container.Sequence sequence -> {
                int index = place(key, sequence.items().size());
                yield index < 0 ? null : sequence.items().get(index);
            }
            case Value.Str(String text, boolean safe) -> {
                int index = place(key, Text.length(text));
                yield index < 0 ? null : new Value.Str(Text.at(text, index), safe);
            }
            case Value.Range range -> {
                int index = place(key, (int) Math.min(range.length(), Integer.MAX_VALUE));
                yield index < 0 ? null : Value.of(range.at(index));
            }
            case Value.Undefined undefined -> throw undefined.failure();
            case Value.None _,Value.Bool _,Value.Int _,Value.Flt _,Value.View _,Value.Lazy _,Namespace _,Callable _ ->
                null;
        };
    }

    private static int place(Value key, int length) {
        if (!(key instanceof Value.Int || key instanceof Value.Bool)) {
            return -1;
        }
        var index = Numbers.integer(key);
        if (index.bitLength() > 31) {
            return -1;
        }
        long place = index.longValue() < 0 ? index.longValue() + length : index.longValue();
        return place >= 0 && place < length ? (int) place : -1;
    }

    /** {@code object[start:stop:step]}. */
    static Value slice(Session session, Value object, Value start, Value stop, Value step) {
        long length = switch (object) {
            case Value.Str _,Container.Sequence _,Value.Range _ -> length(object);
            case Value.Undefined undefined -> throw undefined.failure();
            case Container.DictValue _ -> throw Failure.type("unhashable type: 'slice'");
            case Value.None _,Value.Bool _,Value.Int _,Value.Flt _,Value.View _,Value.Lazy _,Namespace _,Callable _ ->
                throw Failure
                        .type("'" + typeName(object) + "' object is not subscriptable");
        };
        long by = step == Value.None.NONE ? 1 : Numbers.clamped(step);
        if (by == 0) {
            throw Failure.value("slice step cannot be zero");
        }
        long from = bound(start, length, by, by > 0 ? 0 : length - 1);
        long to = bound(stop, length, by, by > 0 ? length : -1);
        Value.Range picked = new Value.Range(from, to, by);
        session.checkItems(picked.length() / 64);
        return switch (object) {
            case Value.Str(String text, boolean safe) -> {
                session.checkChars(picked.length());
                yield new Value.Str(Text.slice(text, picked), safe);
            }
            case Container.Sequence sequence -> {
                List<Value> items = LongStream.range(0, picked.length())
                        .mapToObj(i -> sequence.items().get((int) picked.at(i))).toList();
                yield sequence instanceof Container.ListValue ? session.list(items) : session.tuple(items);
            }
            case Value.Range range -> new Value.Range(range.start() + from * range.step(),
                    range.start() + to * range.step(), range.step() * by);
            default -> throw new IllegalStateException("checked above");
        };
    }

    private static long bound(Value bound, long length, long step, long absent) {
        if (bound == Value.None.NONE) {
            return absent;
        }
        long value = Numbers.clamped(bound);
        if (value < 0) {
            return Math.max(value + length, step > 0 ? 0 : -1);
        }
        return Math.min(value, step > 0 ? length : length - 1);
    }

    /** A dictionary of these attributes, as {@code kwargs} shows them. */
    static Value dict(Session session, Map<String, Value> named) {
        DictBuilder builder = new DictBuilder(session);
        named.forEach((name, value) -> builder.put(Value.text(name), value));
        return builder.build();
    }
}
