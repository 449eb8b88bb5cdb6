package dev.mekiki.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code attribute="a.b.0"} out of items, as many filters do. */
final class Selector {
    private final Session session;
    private final List<List<Value>> paths = new ArrayList<>();
    private final boolean foldCase;
    private final @Nullable Value absent;

    /**
     * @param attribute a path of names and numbers, several with commas, a number, or None for the item itself
     * @param absent    what stands for undefined attributes
     */
    Selector(Session session, Value attribute, boolean several, boolean foldCase, @Nullable Value absent) {
        this.session = session;
        this.foldCase = foldCase;
        this.absent = absent;
        if (several && attribute instanceof Value.Str(String text, boolean _)) {
            Text.split(text, ",", -1).forEach(part -> paths.add(path(Value.text(part))));
        } else {
            paths.add(path(attribute));
        }
    }

    private static List<Value> path(Value attribute) {
        if (attribute == Value.None.NONE) {
            return List.of();
        }
        if (!(attribute instanceof Value.Str(String text, boolean _))) {
            return List.of(attribute);
        }
        return Text.split(text, ".", -1).stream()
                .map(part -> !part.isEmpty() && part.length() < 10 && part.chars().allMatch(c -> c >= '0' && c <= '9')
                        ? Value.of(Integer.parseInt(part))
                        : Value.text(part))
                .toList();
    }

    private Value along(List<Value> path, Value item) {
        Value value = item;
        for (Value part : path) {
            value = Attributes.item(session, value, part);
            if (absent != null && value instanceof Value.Undefined) {
                value = absent;
            }
        }
        return foldCase && value instanceof Value.Str(String text, boolean safe)
                ? new Value.Str(text.toLowerCase(Locale.ROOT), safe)
                : value;
    }

    Value get(Value item) {
        return along(paths.getFirst(), item);
    }

    /** All of several paths, as a list that sorting can compare. */
    Value getAll(Value item) {
        return session.list(paths.stream().map(path -> along(path, item)).toList());
    }
}
