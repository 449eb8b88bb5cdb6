package dev.mekiki.jinja;

import org.jspecify.annotations.Nullable;

/** What a template can call. */
non-sealed interface Callable extends Value {
    Value call(Session session, Arguments arguments);

    /** How Python's {@code repr} shows it. */
    String shown();

    /** Python's name of its type. */
    String typeName();

    /** Its attribute of this name, if it has one. */
    default @Nullable Value attribute(String name) {
        return null;
    }
}
