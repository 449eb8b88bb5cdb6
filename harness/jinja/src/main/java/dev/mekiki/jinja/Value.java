package dev.mekiki.jinja;

import java.math.BigInteger;
import java.util.Iterator;

/** What expressions evaluate to: Python's values, as far as templates can make them. */
sealed interface Value permits Value.None, Value.Bool, Value.Int, Value.Flt, Value.Str, Value.Undefined, Value.Range,
        Value.Lazy, Value.View, Container, Namespace, Callable {

    static Value text(String text) {
        return new Str(text, false);
    }

    static Value of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    static Value of(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    enum None implements Value {
        NONE
    }

    record Bool(boolean value) implements Value {
        static final Bool TRUE = new Bool(true);
        static final Bool FALSE = new Bool(false);
    }

    record Int(BigInteger value) implements Value {}

    record Flt(double value) implements Value {}

    /**
     * A string.
     *
     * @param safe whether it is Markup: then what is joined to it is escaped for HTML
     */
    record Str(String text, boolean safe) implements Value {}

    /**
     * A value that is not there.
     *
     * @param message  what to say when it is used
     * @param security whether the sandbox hid it
     * @param strict   whether printing, testing and iterating it are uses
     */
    record Undefined(String message, boolean security, boolean strict) implements Value {
        Failure failure() {
            return new Failure(security ? Failure.Kind.SECURITY : Failure.Kind.UNDEFINED, message);
        }

        /** Fails if this is strict. */
        void touch() {
            if (strict) {
                throw failure();
            }
        }
    }

    record Range(long start, long stop, long step) implements Value {
        long length() {
            long span = step > 0 ? stop - start : start - stop;
            return span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
        }

        long at(long index) {
            return start + index * step;
        }
    }

    /** A generator: can be walked once, and computes as it is walked. */
    record Lazy(String name, Iterator<Value> iterator) implements Value {}

    enum ViewKind {
        KEYS, VALUES, ITEMS
    }

    record View(ViewKind kind, Container.DictValue dict) implements Value {}
}
