package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Worked examples shown before the question: drawn from {@code pool}, never the sample itself. */
public record Shots(List<Item> pool, int count, Pick pick) {
    /** How examples are drawn. */
    public enum Pick {
        /** The first ones of the pool. */
        FIRST,
        /** Per sample, from (seed, task, sample id) alone. */
        SEEDED
    }

    public Shots {
        pool = List.copyOf(pool);
        requireNonNull(pick, "pick");
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative");
        }
    }
}
