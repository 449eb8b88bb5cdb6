package dev.mekiki.select;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.ScoreRange;
import dev.mekiki.domain.Selection.Reason;
import java.util.Optional;
import java.util.OptionalInt;

/** What the findings say of one metric of one candidate. */
sealed interface Measure {
    /** How sure a number is, and what it can be. */
    enum Kind {
        /** A share of right answers. */
        PROPORTION,
        /** Another score of a suite. */
        SCORE,
        /** A latency, a rate: measured, with spread. */
        MEASURED,
        /** Read or counted; no spread. */
        FACT
    }

    /**
     * A value.
     *
     * @param better absent where neither way is better by itself (parameters)
     * @param n values behind it, where that is one number
     * @param range of scores, what they lie between
     */
    record Known(double value, Optional<Interval> interval, Optional<Better> better, OptionalInt n, Kind kind,
            ScoreRange range)
            implements
                Measure {
        Known(double value, Optional<Interval> interval, Optional<Better> better, OptionalInt n, Kind kind) {
            this(value, interval, better, n, kind, ScoreRange.UNIT);
        }

        static Known fact(double value, Optional<Better> better) {
            return new Known(value, Optional.empty(), better, OptionalInt.empty(), Kind.FACT);
        }
    }

    /**
     * No value, and why.
     *
     * @param least a value that the missing one can't be below: for a percentile that is not supported, a lower one that is
     */
    record Missing(Reason reason, Optional<Known> least) implements Measure {
        static Missing because(String key, String... arguments) {
            return new Missing(ReasonText.of(key, arguments), Optional.empty());
        }
    }
}
