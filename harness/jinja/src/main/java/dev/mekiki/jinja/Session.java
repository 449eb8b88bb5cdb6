package dev.mekiki.jinja;

import java.util.List;

/** What one rendering may still use, and how it treats undefined values. */
final class Session {
    private static final int CLOCK_EVERY = 256;

    private final Settings settings;
    private final Limits limits;
    private final long deadline;
    private long steps;
    private long nextLook = CLOCK_EVERY;
    private long chars;
    private int depth;

    Session(Settings settings) {
        this.settings = settings;
        this.limits = settings.limits();
        this.deadline = System.nanoTime() + limits.time().toNanos();
    }

    Settings settings() {
        return settings;
    }

    boolean chat() {
        return settings.dialect() == Settings.Dialect.CHAT;
    }

    int nesting() {
        return limits.nesting();
    }

    void step() {
        work(1);
    }

    /** Charges work, before it is done. */
    void work(long amount) {
        steps += amount;
        if (steps > limits.steps()) {
            throw Failure.limit("more than " + limits.steps() + " evaluation steps");
        }
        if (steps >= nextLook) {
            nextLook = steps + CLOCK_EVERY;
            if (System.nanoTime() - deadline > 0) {
                throw Failure.limit("rendering took longer than " + limits.time());
            }
        }
    }

    /** Charges a string of this length, before it is made. */
    void checkChars(long length) {
        if (length > limits.stringChars()) {
            throw Failure.limit("a string longer than " + limits.stringChars() + " characters");
        }
        chars += length;
        if (chars > limits.workChars()) {
            throw Failure.limit("strings of more than " + limits.workChars() + " characters in all");
        }
        work(length / 64);
    }

    /** Charges a list or dictionary of this size, before it is made. */
    void checkItems(long count) {
        if (count > limits.items()) {
            throw Failure.limit("more than " + limits.items() + " elements");
        }
        work(count / 4);
    }

    void checkOutput(long length) {
        if (length > limits.outputChars()) {
            throw Failure.limit("the output is longer than " + limits.outputChars() + " characters");
        }
    }

    /** Charges the search for one string in another, which may compare all of both. */
    void checkSearch(String text, String part) {
        long places = Math.max(0, text.length() - part.length() + 1L);
        work(text.length() / 64 + (part.length() > 64 ? places * part.length() / 1024 : 0));
    }

    void enter() {
        if (++depth > limits.nesting()) {
            throw Failure.limit("nested deeper than " + limits.nesting() + " levels");
        }
    }

    void leave() {
        depth--;
    }

    Value text(String text) {
        checkChars(text.length());
        return new Value.Str(text, false);
    }

    Value list(List<Value> items) {
        checkItems(items.size());
        return bounded(new Container.ListValue(List.copyOf(items)));
    }

    Value tuple(List<Value> items) {
        checkItems(items.size());
        return bounded(new Container.TupleValue(List.copyOf(items), false));
    }

    /** Refuses values nested so deeply that walking them could exhaust the stack. */
    <C extends Container> C bounded(C container) {
        if (container.depth() > limits.nesting()) {
            throw Failure.limit("a value nested deeper than " + limits.nesting() + " levels");
        }
        return container;
    }

    Value.Undefined undefined(String message) {
        return new Value.Undefined(message, false, settings.strictUndefined());
    }

    Value.Undefined undefinedName(String name) {
        return undefined("'" + name + "' is undefined");
    }

    Value.Undefined unsafe(Value object, String attribute) {
        return new Value.Undefined("access to attribute '" + attribute + "' of '" + Protocols.typeName(object)
                + "' object is unsafe.", true, settings.strictUndefined());
    }

    /** The value of an attribute or element that the object does not have. */
    Value.Undefined missing(Value object, Value key) {
        String type = object == Value.None.NONE ? "None" : Protocols.typeName(object) + " object";
        return key instanceof Value.Str(String name, boolean _)
                ? undefined("'" + type + "' has no attribute " + Repr.quote(name))
                : undefined(type + " has no element " + Repr.repr(this, key));
    }
}
