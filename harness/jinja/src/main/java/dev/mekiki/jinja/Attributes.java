package dev.mekiki.jinja;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code object.name} and {@code object[key]}, each falling back on the other, with the sandbox's refusals. */
final class Attributes {
    private static final Set<String> LIST_CHANGES = Set.of("append", "clear", "pop", "reverse", "insert", "sort",
            "extend", "remove");
    private static final Set<String> DICT_CHANGES = Set.of("clear", "pop", "popitem", "setdefault", "update");
    private static final Set<String> INTERNAL = Set.of("__class__", "__doc__", "__init__", "__new__", "__repr__",
            "__str__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__dir__", "__format__",
            "__getattribute__", "__setattr__", "__delattr__", "__reduce__", "__reduce_ex__", "__sizeof__",
            "__subclasshook__", "__init_subclass__");

    private Attributes() {}

    static Value attribute(Session session, Value object, String name) {
        Value found = find(session, object, name);
        if (found != null) {
            return found;
        }
        Value item = Protocols.subscript(session, object, Value.text(name));
        return item != null ? item : session.missing(object, Value.text(name));
    }

    static Value item(Session session, Value object, Value key) {
        Value item = Protocols.subscript(session, object, key);
        if (item != null) {
            return item;
        }
        if (key instanceof Value.Str(String name, boolean _)) {
            Value found = find(session, object, name);
            if (found != null) {
                return found;
            }
        }
        return session.missing(object, key);
    }

    /** What Python's {@code getattr} finds, an unsafe undefined where the sandbox hides it, or null. */
    static @Nullable Value find(Session session, Value object, String name) {
        if (object instanceof Value.Undefined undefined) {
            throw undefined.failure();
        }
        if (object instanceof Namespace namespace) {
            return name.equals("__class__") ? session.unsafe(object, name) : namespace.attributes().get(name);
        }
        if (INTERNAL.contains(name)) {
            return session.unsafe(object, name);
        }
        return switch (object) {
            case Value.Str text -> bound(text, name, StringMethods.METHODS.get(name));
            case Container.ListValue list -> LIST_CHANGES.contains(name)
                    ? session.unsafe(object, name)
                    : name.equals("copy") ? new Function(name, (_, _) -> list) : sequence(list, name);
            case Container.TupleValue tuple -> tuple.group() && name.equals("grouper")
                    ? tuple.items().get(0)
                    : tuple.group() && name.equals("list") ? tuple.items().get(1) : sequence(tuple, name);
            case Container.DictValue dict -> DICT_CHANGES.contains(name)
                    ? session.unsafe(object, name)
                    : dict(dict, name);
            case Value.Int _,Value.Bool _ -> integer(object, name);
            case Value.Flt(double number) -> floating(number, name);
            case Value.Range range -> switch (name) {
                case "start" -> Value.of(range.start());
                case "stop" -> Value.of(range.stop());
                case "step" -> Value.of(range.step());
                default -> null;
            };
            case Callable callable -> callable.attribute(name);
            case Value.None _,Value.View _,Value.Lazy _,Value.Undefined _,Namespace _ -> null;
        };
    }

    private static @Nullable Value bound(Value.Str self, String name, StringMethods.@Nullable Method method) {
        return method == null ? null : new Function(name, (session, arguments) -> {
            session.work(self.text().length() / 64);
            return method.call(session, self, arguments);
        });
    }

    private static @Nullable Value sequence(Container.Sequence self, String name) {
        return switch (name) {
            case "index" -> new Function(name, (session, arguments) -> {
                Arguments.Bound bound = arguments.positionalOnly(name, 1, 3);
                int size = self.items().size();
                int from = Math.max(0, place(bound.integer(1, 0), size));
                int to = Math.min(size, place(bound.integer(2, size), size));
                for (int i = from; i < to; i++) {
                    if (Comparison.equal(session, self.items().get(i), bound.value(0))) {
                        return Value.of(i);
                    }
                }
                throw Failure.value(Repr.repr(session, bound.value(0)) + " is not in " + Protocols.typeName(self));
            });
            case "count" -> new Function(name, (session, arguments) -> {
                Value wanted = arguments.positionalOnly(name, 1, 1).value(0);
                return Value.of(
                        self.items().stream().filter(item -> Comparison.equal(session, item, wanted)).count());
            });
            default -> null;
        };
    }

    private static int place(int index, int size) {
        return index < 0 ? index + size : index;
    }

    private static @Nullable Value dict(Container.DictValue self, String name) {
        return switch (name) {
            case "keys" -> view(name, Value.ViewKind.KEYS, self);
            case "values" -> view(name, Value.ViewKind.VALUES, self);
            case "items" -> view(name, Value.ViewKind.ITEMS, self);
            case "copy" -> new Function(name, (_, arguments) -> {
                arguments.positionalOnly(name, 0, 0);
                return self;
            });
            case "get" -> new Function(name, (session, arguments) -> {
                Arguments.Bound bound = arguments.positionalOnly(name, 1, 2);
                session.work(Container.weigh(bound.value(0)));
                Container.DictEntry entry = self.entries().get(Keys.of(bound.value(0)));
                return entry == null ? bound.value(1) : entry.value();
            });
            case "fromkeys" -> FROM_KEYS;
            default -> null;
        };
    }

    /** {@code dict.fromkeys}. */
    static final Function FROM_KEYS = new Function("fromkeys", (session, arguments) -> {
        Arguments.Bound bound = arguments.positionalOnly("fromkeys", 1, 2);
        DictBuilder builder = new DictBuilder(session);
        Protocols.listOf(session, bound.value(0)).forEach(key -> builder.put(key, bound.value(1)));
        return builder.build();
    });

    private static Value view(String name, Value.ViewKind kind, Container.DictValue dict) {
        return new Function(name, (_, arguments) -> {
            arguments.positionalOnly(name, 0, 0);
            return new Value.View(kind, dict);
        });
    }

    private static @Nullable Value integer(Value self, String name) {
        var number = Numbers.integer(self);
        return switch (name) {
            case "real", "numerator" -> new Value.Int(number);
            case "imag" -> Value.of(0);
            case "denominator" -> Value.of(1);
            case "bit_length" -> constant(name, Value.of(number.abs().bitLength()));
            case "bit_count" -> constant(name, Value.of(number.abs().bitCount()));
            case "conjugate" -> constant(name, new Value.Int(number));
            default -> null;
        };
    }

    private static @Nullable Value floating(double self, String name) {
        return switch (name) {
            case "real" -> new Value.Flt(self);
            case "imag" -> new Value.Flt(0);
            case "is_integer" -> constant(name, Value.of(!Double.isInfinite(self) && self == Math.rint(self)));
            case "conjugate" -> constant(name, new Value.Flt(self));
            default -> null;
        };
    }

    private static Function constant(String name, Value value) {
        return new Function(name, (_, arguments) -> {
            arguments.positionalOnly(name, 0, 0);
            return value;
        });
    }
}
