package dev.mekiki.jinja;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What dictionaries and sets look values up by: equal exactly where Python's values are equal and have equal hashes, so
 * {@code 1}, {@code 1.0} and {@code True} are one key. Strings are looked up by themselves, whose order lets hash maps
 * withstand crafted collisions.
 */
final class Keys {
    private Keys() {}

    private record Parts(List<Object> parts) {}

    private record Identity(Value value) {
        @Override
        @SuppressWarnings("ReferenceEquality") // identity is the question
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity(Value that) && that == value;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(value);
        }
    }

    private enum Special {
        NONE, UNDEFINED
    }

    static Object of(Value value) {
        Object key = orNull(value);
        if (key == null) {
            throw Failure.type("unhashable type: '" + unhashable(value) + "'");
        }
        return key;
    }

    private static String unhashable(Value value) {
        if (value instanceof Container.TupleValue tuple) {
            return tuple.items().stream().filter(item -> orNull(item) == null).findFirst().map(Keys::unhashable)
                    .orElse("tuple");
        }
        return Protocols.typeName(value);
    }

    /** The key, or null if the value is unhashable. */
    static @Nullable Object orNull(Value value) {
        return switch (value) {
            case Value.Str(String text, boolean _) -> text;
            case Value.None _ -> Special.NONE;
            case Value.Bool(boolean bool) -> bool ? 1L : 0L;
            case Value.Int(var number) -> number.bitLength() < 64 ? (Object) number.longValue() : number;
            case Value.Flt(double number) -> number(number);
            case Container.TupleValue tuple -> {
                List<@Nullable Object> parts = tuple.items().stream().<@Nullable Object>map(Keys::orNull).toList();
                yield parts.stream().anyMatch(Objects::isNull)
                        ? null
                        : new Parts(parts.stream().map(Objects::requireNonNull).toList());
            }
            case Container.ListValue _,Container.DictValue _ -> null;
            case Value.View(Value.ViewKind kind, Container.DictValue _) -> kind == Value.ViewKind.VALUES
                    ? new Identity(value)
                    : null;
            case Value.Range range -> range;
            case Value.Undefined undefined -> {
                undefined.touch();
                yield Special.UNDEFINED;
            }
            case Value.Lazy _,Namespace _,Callable _ -> new Identity(value);
        };
    }

    private static Object number(double number) {
        if (Double.isInfinite(number) || number != Math.rint(number)) {
            return number;
        }
        var whole = new BigDecimal(number).toBigIntegerExact();
        return whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
    }
}
