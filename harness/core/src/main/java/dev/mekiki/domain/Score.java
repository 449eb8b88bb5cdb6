package dev.mekiki.domain;

/** A sample's score under one metric: a number, or why there is none. */
public sealed interface Score {
    record Scored(double value) implements Score {
        public Scored {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a score is finite; use Unscored for " + value);
            }
        }
    }

    record Unscored(String reason) implements Score {}
}
