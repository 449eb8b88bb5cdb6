package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Data, prompt and scoring.
 *
 * @param suite the suite's name
 * @param name unique in the suite
 * @param delimiter between prompt and answer or continuation, where the layout says
 * @param generation for {@link AnswerMode#GENERATE}
 * @param extract steps that take the answer out of a response, in order
 * @param metrics names of metrics, or of {@code uses}
 * @param floor coverage under which a score is withheld, 0 to 1
 * @param uses metrics with settings of this task's own
 * @param choosing for {@link AnswerMode#CHOICE}
 * @param judging where a model judges the answers
 */
public record Task(String suite, String name, AnswerMode answer, ChatMode chat, String delimiter,
        GenerationSettings generation, List<ExtractStep> extract, List<String> metrics, double floor,
        Optional<Shots> shots, Scoring scoring, List<Item> items, Layout layout, List<MetricUse> uses,
        Choosing choosing, Optional<Judging> judging) {
    public Task {
        requireNonNull(suite, "suite");
        requireNonNull(name, "name");
        requireNonNull(answer, "answer");
        requireNonNull(chat, "chat");
        requireNonNull(delimiter, "delimiter");
        requireNonNull(generation, "generation");
        extract = List.copyOf(extract);
        metrics = List.copyOf(metrics);
        requireNonNull(shots, "shots");
        requireNonNull(scoring, "scoring");
        items = List.copyOf(items);
        requireNonNull(layout, "layout");
        uses = List.copyOf(uses);
        requireNonNull(choosing, "choosing");
        requireNonNull(judging, "judging");
    }

    /** With choices compared by log-likelihood alone. */
    public Task(String suite, String name, AnswerMode answer, ChatMode chat, String delimiter,
            GenerationSettings generation, List<ExtractStep> extract, List<String> metrics, double floor,
            Optional<Shots> shots, Scoring scoring, List<Item> items, Layout layout, List<MetricUse> uses) {
        this(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, scoring, items, layout,
                uses, Choosing.BY_LIKELIHOOD, Optional.empty());
    }

    /** With {@link Scoring#USUAL}. */
    public Task(String suite, String name, AnswerMode answer, ChatMode chat, String delimiter,
            GenerationSettings generation, List<ExtractStep> extract, List<String> metrics, double floor,
            Optional<Shots> shots, List<Item> items, Layout layout, List<MetricUse> uses) {
        this(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, Scoring.USUAL, items,
                layout, uses);
    }

    /** In Mekiki's own layout, where metrics need no settings. */
    public Task(String suite, String name, AnswerMode answer, ChatMode chat, String delimiter,
            GenerationSettings generation, List<ExtractStep> extract, List<String> metrics, double floor,
            Optional<Shots> shots, Scoring scoring, List<Item> items) {
        this(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, scoring, items,
                Layout.own(delimiter, Layout.ShotsAs.TURNS), List.of());
    }

    /** In Mekiki's own layout with {@link Scoring#USUAL}, where metrics need no settings. */
    public Task(String suite, String name, AnswerMode answer, ChatMode chat, String delimiter,
            GenerationSettings generation, List<ExtractStep> extract, List<String> metrics, double floor,
            Optional<Shots> shots, List<Item> items) {
        this(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, Scoring.USUAL, items);
    }

    /** {@code suite/task}. */
    public String path() {
        return suite + "/" + name;
    }

    public Task withItems(List<Item> others) {
        return new Task(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, scoring,
                others, layout, uses, choosing, judging);
    }

    public Task withShots(Optional<Shots> others) {
        return new Task(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, others, scoring,
                items, layout, uses, choosing, judging);
    }

    public Task withChat(ChatMode other) {
        return new Task(suite, name, answer, other, delimiter, generation, extract, metrics, floor, shots, scoring,
                items, layout, uses, choosing, judging);
    }

    public Task withLayout(Layout other) {
        return new Task(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, scoring,
                items, other, uses, choosing, judging);
    }

    public Task withGeneration(GenerationSettings other) {
        return new Task(suite, name, answer, chat, delimiter, other, extract, metrics, floor, shots, scoring, items,
                layout, uses, choosing, judging);
    }

    public Task withChoosing(Choosing other) {
        return new Task(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, scoring,
                items,
                layout, uses, other, judging);
    }

    public Task withScoring(Scoring other) {
        return new Task(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, other, items,
                layout, uses, choosing, judging);
    }

    /** With answers judged by a model. */
    public Task withJudging(Judging other, MetricUse use) {
        return new Task(suite, name, answer, chat, delimiter, generation, extract, metrics, floor, shots, scoring,
                items, layout, Stream.concat(uses.stream(), Stream.of(use)).toList(),
                choosing, Optional.of(other));
    }
}
