package dev.mekiki.jinja;

/** A function that is built in, or a method bound to its object. */
record Function(String name, Code code) implements Callable {
    /** What it does. */
    interface Code {
        Value call(Session session, Arguments arguments);
    }

    @Override
    public Value call(Session session, Arguments arguments) {
        return code.call(session, arguments);
    }

    @Override
    public String shown() {
        return "<function " + name + ">";
    }

    @Override
    public String typeName() {
        return "function";
    }
}
