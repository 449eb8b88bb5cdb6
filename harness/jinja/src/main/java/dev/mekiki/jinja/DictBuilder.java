package dev.mekiki.jinja;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes dictionaries: a later value replaces an earlier one, the earlier key stays. */
final class DictBuilder {
    private final Session session;
    private final Map<Object, Container.DictEntry> entries = new LinkedHashMap<>();

    DictBuilder(Session session) {
        this.session = session;
    }

    void put(Value key, Value value) {
        session.work(Container.weigh(key));
        entries.merge(Keys.of(key), new Container.DictEntry(key, value),
                (old, now) -> new Container.DictEntry(old.key(), now.value()));
        if ((entries.size() & 0xff) == 0) {
            session.checkItems(entries.size());
        }
    }

    /** What {@code dict(value)} takes: a dictionary, or pairs. */
    void putAll(Value source) {
        if (source instanceof Container.DictValue dict) {
            dict.entries().values().forEach(entry -> put(entry.key(), entry.value()));
            return;
        }
        for (Value pair : Protocols.listOf(session, source)) {
            var parts = Protocols.listOf(session, pair);
            if (parts.size() != 2) {
                throw Failure.value("dictionary update sequence element has length " + parts.size()
                        + "; 2 is required");
            }
            put(parts.get(0), parts.get(1));
        }
    }

    Container.DictValue build() {
        session.checkItems(entries.size());
        return session.bounded(new Container.DictValue(Collections.unmodifiableMap(entries)));
    }
}
