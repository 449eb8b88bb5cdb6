package dev.mekiki.domain;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Selection.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is known of something new beside what is in use, as far as a policy asks.
 *
 * @param margins by the key of the rule
 * @param flips by the key of the rule
 * @param missing parts of either run that are not there, in words
 */
public record UpgradeEvidence(CandidateFindings baseline, CandidateFindings candidate, Map<String, Margin> margins,
        Map<String, Flips> flips, List<String> missing) {
    public UpgradeEvidence {
        margins = Map.copyOf(margins);
        flips = Map.copyOf(flips);
        missing = List.copyOf(missing);
    }

    /** With rules that were judged at looks of their own. */
    public UpgradeEvidence withMargins(Map<String, Margin> others) {
        return new UpgradeEvidence(baseline, candidate, others, flips, missing);
    }

    /** A metric on the samples that both have a score for, against a margin. */
    public sealed interface Margin {
        /**
         * @param baseline value over these samples; {@code candidate} likewise
         * @param difference candidate − baseline
         * @param interval of the difference, two-sided, whose ends are the one-sided bounds at the rule's confidence
         * @param notWorse p of “worse by the margin or more”, one-sided, adjusted beside the other rules
         * @param worse p of “not worse by more than the margin”, one-sided, adjusted
         * @param alone {@code notWorse} before adjustment
         * @param needed samples that would decide it with 80 % power; absent where no number would
         */
        record Paired(int n, double baseline, double candidate, double difference, Better better,
                Optional<Interval> interval, OptionalDouble notWorse, OptionalDouble worse, OptionalDouble alone,
                OptionalLong needed) implements Margin {}

        /** Nothing to go by, and why. */
        record None(Reason why) implements Margin {}
    }

    /** Samples that changed sides. */
    public sealed interface Flips {
        /**
         * @param n samples compared
         * @param toFail samples that only the baseline passed, as {@code suite/task/metric sample}
         * @param toPass how many only the candidate passed
         * @param unchecked samples that the baseline passed and that the candidate has no score for
         */
        record Counted(int n, List<String> toFail, int toPass, int unchecked) implements Flips {
            public Counted {
                toFail = List.copyOf(toFail);
            }
        }

        /** Nothing to go by, and why. */
        record None(Reason why) implements Flips {}
    }

}
