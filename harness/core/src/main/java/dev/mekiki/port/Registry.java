package dev.mekiki.port;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Named things of one kind, in the order of their names. */
public final class Registry<T extends Named> {
    private final SortedMap<String, T> byName;

    private Registry(SortedMap<String, T> byName) {
        this.byName = Collections.unmodifiableSortedMap(byName);
    }

    /** @throws IllegalArgumentException if two have the same name */
    public static <T extends Named> Registry<T> of(Iterable<? extends T> things) {
        SortedMap<String, T> byName = new TreeMap<>();
        for (T thing : things) {
            if (byName.putIfAbsent(thing.name(), thing) != null) {
                throw new IllegalArgumentException("two of the name " + thing.name());
            }
        }
        return new Registry<>(byName);
    }

    /** All that {@link ServiceLoader} finds. */
    public static <T extends Named> Registry<T> load(Class<T> kind) {
        return of(ServiceLoader.load(kind));
    }

    public Optional<T> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<T> all() {
        return byName.values();
    }

    public Collection<String> names() {
        return byName.keySet();
    }
}
