package dev.mekiki.port;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.Calibration;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.MetricUse;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.ScoreRange;
import dev.mekiki.domain.ScoredSample.Reading;
import dev.mekiki.domain.Scoring;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Scores one sample. A pure function. */
public interface Metric extends Named {
    Better better();

    /** Whether a sample's score is 0 or 1, so that the task's value is a proportion. */
    boolean proportion();

    /** What its scores lie between, where it is not 0 and 1. */
    default Optional<ScoreRange> range() {
        return Optional.empty();
    }

    /** Ways of answering it can score. */
    Set<AnswerMode> answers();

    /** Of a task with choices, the ways of choosing whose answers it can score. */
    default Set<ChoiceWay> ways() {
        return Set.of(ChoiceWay.LOGLIKELIHOOD);
    }

    /** Whether it compares with the item's right choices or accepted answers; a task without them is then refused. */
    default boolean needsTarget() {
        return true;
    }

    /** Whether it checks the item's instructions; a task without them is then refused. */
    default boolean needsInstructions() {
        return false;
    }

    /** How many equal parts (such as instructions) a sample's score is the mean of; a task's value is then over these, not over samples. */
    default int parts(Sampled sampled) {
        return 1;
    }

    /** What it takes the answer for, and by which rule, where it reads an amount or a choice out of it. */
    default Optional<Reading> reading(Sampled sampled, String extracted) {
        return Optional.empty();
    }

    /** As below, with what the task says about comparing. */
    default Score score(Sampled sampled, Optional<String> extracted, Scoring scoring) {
        return score(sampled, extracted);
    }

    /** What reasons begin with where a complete response holds nothing that the metric can read. */
    String UNEXTRACTABLE = "unextractable";

    /**
     * @param extracted the answer's text after the task's extraction steps; empty for {@link AnswerMode#CHOICE}, and for text
     *     that was cut short before the steps had all they need
     */
    Score score(Sampled sampled, Optional<String> extracted);

    /**
     * This metric with a task's settings.
     *
     * @return empty if it takes none, or not these
     */
    default Optional<Metric> with(Map<String, Object> settings) {
        return settings.isEmpty() ? Optional.of(this) : Optional.empty();
    }

    /** The metric of this name in a task, settings applied; empty if there is none. */
    static Optional<Metric> of(String name, List<MetricUse> uses, Registry<Metric> known) {
        return uses.stream()
                .filter(use -> use.name().equals(name))
                .findFirst()
                .map(use -> known.find(use.metric()).flatMap(metric -> metric.with(use.settings())))
                .orElseGet(() -> known.find(name));
    }

    /** How a task's value comes from its samples, where it is not the mean of their scores. */
    default Optional<Aggregate> aggregate() {
        return Optional.empty();
    }

    /** A task's value from its scored samples, of which there is at least one; NaN where they give none. */
    @FunctionalInterface
    interface Aggregate {
        double value(List<SampleValue> samples);

        /** The same for anything drawn out of these samples, however often, with what each one costs spent once. */
        default Aggregate drawnFrom(Collection<SampleValue> samples) {
            return this;
        }
    }

    /** A sample and its score. */
    record SampleValue(Sampled sampled, double value) {}

    /** How often this metric is known to be wrong, measured on labelled data: for metrics that classify text. */
    default Optional<Calibration> knownError() {
        return Optional.empty();
    }
}
