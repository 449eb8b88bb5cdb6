package dev.mekiki.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may follow a bar. */
final class Filters {
    /** A filter. */
    interface Code {
        Value apply(Session session, Value value, Arguments arguments);
    }

    private static final Map<String, Code> SHARED = shared();
    private static final Map<String, Code> CHAT = Map.of("tojson", JsonFilters::chat);
    private static final Map<String, Code> PLAIN = Map.of("tojson", JsonFilters::plain, "regex_replace",
            RegexReplace::apply);

    private Filters() {}

    private static Map<String, Code> shared() {
        Map<String, Code> all = new HashMap<>();
        TextFilters.register(all);
        SequenceFilters.register(all);
        SelectionFilters.register(all);
        NumberFilters.register(all);
        return Map.copyOf(all);
    }

    private static @Nullable Code find(String name, Settings.Dialect dialect) {
        Code own = (dialect == Settings.Dialect.CHAT ? CHAT : PLAIN).get(name);
        return own != null ? own : SHARED.get(name);
    }

    static boolean exists(String name, Settings.Dialect dialect) {
        return find(name, dialect) != null;
    }

    static Value apply(Session session, String name, Value value, Arguments arguments) {
        Code code = find(name, session.settings().dialect());
        if (code == null) {
            throw new Failure(Failure.Kind.RUNTIME, "No filter named '" + name + "'.");
        }
        session.work(1 + (value instanceof Value.Str(String text, boolean _) ? text.length() / 64 : 0));
        return code.apply(session, value, arguments);
    }
}
