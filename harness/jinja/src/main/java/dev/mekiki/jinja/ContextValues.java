package dev.mekiki.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies what a caller passes into values; nothing else of Java ever becomes one. */
final class ContextValues {
    private final Session session;

    ContextValues(Session session) {
        this.session = session;
    }

    Value convert(@Nullable Object object) {
        session.step();
        return switch (object) {
            case null -> Value.None.NONE;
            case Boolean bool -> Value.of(bool);
            case Integer number -> Value.of(number);
            case Long number -> Value.of(number);
            case Short number -> Value.of(number);
            case Byte number -> Value.of(number);
            case BigInteger number -> Numbers.of(number);
            case Double number -> new Value.Flt(number);
            case Float number -> new Value.Flt(number);
            case BigDecimal number -> new Value.Flt(number.doubleValue());
            case String text -> Value.text(text);
            case List<?> items -> list(items);
            case Map<?, ?> map -> map(map);
            default -> throw Failure.type("a value of type " + object.getClass().getName()
                    + " cannot be passed to a template");
        };
    }

    private Value list(List<?> items) {
        session.enter();
        session.checkItems(items.size());
        List<Value> values = new ArrayList<>(items.size());
        for (Object item : items) {
            values.add(convert(item));
        }
        session.leave();
        return session.list(values);
    }

    private Value map(Map<?, ?> map) {
        session.enter();
        DictBuilder builder = new DictBuilder(session);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw Failure.type("keys passed to a template must be strings");
            }
            builder.put(Value.text(key), convert(entry.getValue()));
        }
        session.leave();
        return builder.build();
    }
}
