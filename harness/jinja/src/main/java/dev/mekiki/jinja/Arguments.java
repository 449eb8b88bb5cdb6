package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments of a call, evaluated. */
record Arguments(List<Value> positional, Map<String, Value> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Value... values) {
        return new Arguments(List.of(values), Map.of());
    }

    /** These arguments without the first positional ones. */
    Arguments after(int count) {
        return new Arguments(positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }

    /** The same, refused if any argument is named. */
    Bound positionalOnly(String function, int required, int allowed) {
        if (!named.isEmpty()) {
            throw Failure.type(function + "() takes no keyword arguments");
        }
        String[] names = new String[allowed];
        java.util.Arrays.setAll(names, i -> "argument " + (i + 1));
        return bind(function, required, names);
    }

    /** Assigns arguments to parameters in Python's way. */
    Bound bind(String function, int required, String... parameters) {
        if (positional.size() > parameters.length) {
            throw Failure.type(function + "() takes at most " + parameters.length + " arguments (" + positional.size()
                    + " given)");
        }
        List<@Nullable Value> values = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < parameters.length; i++) {
            Value byName = named.get(parameters[i]);
            if (byName != null) {
                used++;
            }
            if (i < positional.size() && byName != null) {
                throw Failure.type(function + "() got multiple values for argument '" + parameters[i] + "'");
            }
            Value value = i < positional.size() ? positional.get(i) : byName;
            if (value == null && i < required) {
                throw Failure.type(function + "() missing required argument '" + parameters[i] + "'");
            }
            values.add(value);
        }
        if (used < named.size()) {
            String unknown = named.keySet().stream().filter(name -> !List.of(parameters).contains(name)).findFirst()
                    .orElse("");
            throw Failure.type(function + "() got an unexpected keyword argument '" + unknown + "'");
        }
        return new Bound(values);
    }

    /** Arguments in the order of the parameters; absent ones are null. */
    record Bound(List<@Nullable Value> values) {
        @Nullable
        Value get(int index) {
            return values.get(index);
        }

        /** A required argument. */
        Value value(int index) {
            return value(index, Value.None.NONE);
        }

        Value value(int index, Value absent) {
            Value value = values.get(index);
            return value == null ? absent : value;
        }

        /** Whether the argument is absent or None. */
        boolean isNone(int index) {
            Value value = values.get(index);
            return value == null || value == Value.None.NONE;
        }

        boolean truth(int index) {
            Value value = values.get(index);
            return value != null && Protocols.truth(value);
        }

        int integer(int index, int absent) {
            Value value = values.get(index);
            return value == null ? absent : Numbers.index(value);
        }

        String text(int index) {
            return Protocols.requireText(value(index)).text();
        }

        String text(int index, String absent) {
            return values.get(index) == null ? absent : text(index);
        }
    }
}
