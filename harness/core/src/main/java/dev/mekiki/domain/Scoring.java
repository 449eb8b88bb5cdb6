package dev.mekiki.domain;

import java.util.Optional;

/**
 * How a task's answers are compared, beyond its metrics' names.
 *
 * @param schema JSON Schema that {@code json_valid} checks answers against, as text
 * @param tolerance greatest relative difference that {@code numeric} accepts, 0 to 1
 * @param unextractableIsWrong whether a complete response without a recognisable answer scores 0 instead of being unscored
 * @param weighing how much the task counts in its suite's value; absent: as much as any other
 */
public record Scoring(Optional<String> schema, double tolerance, boolean unextractableIsWrong,
        Optional<Weighing> weighing) {
    /** How much tasks count in their suite's value. */
    public enum Weighing {
        /** By their samples, so that the suite's value is that of all samples together. */
        BY_SIZE
    }

    public static final Scoring USUAL = new Scoring(Optional.empty(), 0, false);

    /** Counting as much as any other task. */
    public Scoring(Optional<String> schema, double tolerance, boolean unextractableIsWrong) {
        this(schema, tolerance, unextractableIsWrong, Optional.empty());
    }

    public Scoring with(Weighing other) {
        return new Scoring(schema, tolerance, unextractableIsWrong, Optional.of(other));
    }

    public Scoring {
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException("a tolerance is from 0 to 1; found " + tolerance);
        }
    }
}
