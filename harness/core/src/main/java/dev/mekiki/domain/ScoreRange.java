package dev.mekiki.domain;

/** The least and the greatest score that a metric gives. */
public record ScoreRange(double least, double most) {
    /** Shares, and most other scores. */
    public static final ScoreRange UNIT = new ScoreRange(0, 1);

    public ScoreRange {
        if (!(least < most)) {
            throw new IllegalArgumentException("a range is expected, not " + least + " to " + most);
        }
    }

    public boolean holds(double value) {
        return value >= least && value <= most;
    }
}
