package dev.mekiki.analysis;

import dev.mekiki.domain.Calibration;
import dev.mekiki.domain.Calibration.Figure;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.JournalEvent.SampleJudged;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the judge said of one task's answers and labelled texts; the newest judgement of each counts. */
final class Judgements {
    private static final double CONFIDENCE = 0.95;

    /**
     * @param position of its line in the recording
     * @param answer digest of the answer that was judged
     * @param scores by metric
     */
    record Judgement(long position, String answer, Map<String, Score> scores) {
        /** Whether it is this answer that was judged, not an earlier one to the same sample. */
        boolean about(Sampled sampled) {
            return sampled.outcome() instanceof Outcome.Answered(Outcome.Answer.Text(String text))
                    && SampleJudged.digest(text).equals(answer);
        }
    }

    /** A text that people have judged. */
    private record Labelled(double value, Map<String, Score> scores) {}

    private final Map<String, Map<String, Judgement>> byCandidate = new HashMap<>();
    private final SortedMap<String, Labelled> labelled = new TreeMap<>();

    void add(long position, SampleJudged told, Map<String, Score> scores) {
        String sample = told.judgement().sample();
        told.candidate().ifPresentOrElse(
                candidate -> byCandidate.computeIfAbsent(candidate, _ -> new HashMap<>()).put(sample,
                        new Judgement(position, told.answer(), scores)),
                () -> labelled.put(sample,
                        new Labelled(told.value().orElse(0), scores)));
    }

    Optional<Judgement> of(String candidate, String sample) {
        return Optional.ofNullable(byCandidate.getOrDefault(candidate, Map.of()).get(sample));
    }

    /**
     * How often a judge that says 0 or 1 differs from people, where it was asked about texts of both kinds. What it gave no verdict on counts for
     * nothing, and is told.
     */
    Optional<Calibration> calibration(String metric, String judge) {
        int falsePositives = 0;
        int negatives = 0;
        int falseNegatives = 0;
        int positives = 0;
        int silent = 0;
        for (Labelled text : labelled.values()) {
            OptionalDouble given = text.scores().get(metric) instanceof Score.Scored(double value)
                    ? OptionalDouble.of(value)
                    : OptionalDouble.empty();
            if (given.isEmpty()) {
                silent++;
            } else if (text.value() == 1) {
                positives++;
                falseNegatives += given.getAsDouble() == 1 ? 0 : 1;
            } else {
                negatives++;
                falsePositives += given.getAsDouble() == 1 ? 1 : 0;
            }
        }
        if (positives == 0 || negatives == 0) {
            return Optional.empty();
        }
        return Optional.of(Calibration.of(falsePositives, negatives, falseNegatives, positives,
                figures(falsePositives, negatives, falseNegatives, positives),
                (positives + negatives) + " texts that people have judged, asked of " + judge + " in this run"
                        + (silent == 0 ? "" : "; no verdict on " + silent + " more")));
    }

    /** Precision and recall with Wilson's interval, and Cohen's κ. */
    private static Map<String, Figure> figures(int falsePositives, int negatives, int falseNegatives, int positives) {
        int hits = positives - falseNegatives;
        Map<String, Figure> figures = new HashMap<>();
        figures.put("recall", share(hits, positives));
        if (hits + falsePositives > 0) {
            figures.put("precision", share(hits, hits + falsePositives));
        }
        Kappa.of(hits, falsePositives, falseNegatives, negatives - falsePositives, CONFIDENCE)
                .ifPresent(kappa -> figures.put("kappa", kappa));
        return figures;
    }

    private static Figure share(int count, int of) {
        Interval interval = Proportions.wilson(count, of, CONFIDENCE);
        return new Figure((double) count / of, interval.low(), interval.high());
    }
}
