package dev.mekiki.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one kind of value that templates can change. */
final class Namespace implements Value {
    private final Map<String, Value> attributes = new LinkedHashMap<>();
    private final boolean guarded;

    /** @param guarded whether names that begin with an underscore are refused, as transformers does */
    Namespace(boolean guarded) {
        this.guarded = guarded;
    }

    Map<String, Value> attributes() {
        return attributes;
    }

    void set(Session session, String name, Value value) {
        if (guarded && name.startsWith("_")) {
            throw Failure
                    .security("Chat templates cannot store underscore-prefixed attributes on a namespace, but got '"
                            + name + "'. Please rename the attribute.");
        }
        session.checkItems(attributes.size() + 1L);
        attributes.put(name, value);
    }
}
