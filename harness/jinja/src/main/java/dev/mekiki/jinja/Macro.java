package dev.mekiki.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A macro, or the body of a call block. */
final class Macro implements Callable {
    /** Renders the body with its parameters; those that are absent were not given. */
    interface Body {
        Value render(Map<String, Value> parameters);
    }

    private final @Nullable String name;
    private final List<String> parameters;
    private final Set<String> special;
    private final Body body;

    Macro(@Nullable String name, List<String> parameters, Set<String> special, Body body) {
        this.name = name;
        this.parameters = parameters;
        this.special = special;
        this.body = body;
    }

    @Override
    public Value call(Session session, Arguments arguments) {
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, Value> named = new LinkedHashMap<>(arguments.named());
        List<Value> positional = arguments.positional();
        for (int i = 0; i < parameters.size(); i++) {
            Value value = i < positional.size() ? positional.get(i) : named.remove(parameters.get(i));
            if (value != null) {
                values.put(parameters.get(i), value);
            }
        }
        if (special.contains("caller")) {
            Value caller = named.remove("caller");
            values.put("caller",
                    caller == null || caller == Value.None.NONE ? session.undefined("No caller defined") : caller);
        }
        if (special.contains("kwargs")) {
            values.put("kwargs", Protocols.dict(session, named));
        } else if (!named.isEmpty()) {
            throw Failure.type("macro " + shownName() + " takes no keyword argument "
                    + Repr.quote(named.keySet().iterator().next()));
        }
        int extra = Math.min(parameters.size(), positional.size());
        if (special.contains("varargs")) {
            values.put("varargs", session.tuple(positional.subList(extra, positional.size())));
        } else if (positional.size() > parameters.size()) {
            throw Failure.type("macro " + shownName() + " takes not more than " + parameters.size() + " argument(s)");
        }
        session.enter();
        Value rendered = body.render(values);
        session.leave();
        return rendered;
    }

    private String shownName() {
        return name == null ? "None" : Repr.quote(name);
    }

    @Override
    public @Nullable Value attribute(String attribute) {
        return switch (attribute) {
            case "name" -> name == null ? Value.None.NONE : Value.text(name);
            case "arguments" -> new Container.TupleValue(parameters.stream().map(Value::text).toList(), false);
            case "catch_kwargs" -> Value.of(special.contains("kwargs"));
            case "catch_varargs" -> Value.of(special.contains("varargs"));
            case "caller" -> Value.of(special.contains("caller"));
            default -> null;
        };
    }

    @Override
    public String shown() {
        return "<Macro " + (name == null ? "anonymous" : Repr.quote(name)) + ">";
    }

    @Override
    public String typeName() {
        return "Macro";
    }
}
