package dev.mekiki.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names and their values; what a scope does not know, the one around it may. */
final class Scope {
    private final Map<String, Value> values = new HashMap<>();
    private final @Nullable Scope outer;
    private final Set<String> hidden;

    /** @param hidden names that are undefined here until they are set, whatever they mean outside */
    Scope(@Nullable Scope outer, Set<String> hidden) {
        this.outer = outer;
        this.hidden = hidden;
    }

    void set(String name, Value value) {
        values.put(name, value);
    }

    @Nullable
    Value get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.values.get(name);
            if (value != null) {
                return value;
            }
            if (scope.hidden.contains(name)) {
                return null;
            }
        }
        return null;
    }
}
