package dev.mekiki.reports;

import dev.mekiki.domain.Course;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.ScoredSample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** A sample in the shape that {@code mekiki samples} prints. */
final class SampleRow {
    private SampleRow() {}

    static Map<String, Object> of(ScoredSample sample) {
        Sampled sampled = sample.sampled();
        SequencedMap<String, Object> row = new LinkedHashMap<>();
        row.put("candidate", sampled.candidate());
        row.put("suite", sampled.suite());
        row.put("task", sampled.task());
        row.put("sample", sampled.sample());
        row.put("prompt", sampled.prompt());
        row.put("target", targets(sampled));
        if (!sampled.choices().isEmpty()) {
            row.put("choices", sampled.choices());
        }
        row.put("outcome", Answers.outcome(sampled.outcome()));
        switch (sampled.outcome()) {
            case Outcome.Answered(Outcome.Answer.Text(String text)) -> row.put("response", text);
            case Outcome.Answered(Outcome.Answer.Picked(int choice)) -> {
                row.put("response", Answers.choice(sampled, choice));
                row.put("picked", choice);
            }
            case Outcome.Answered(Outcome.Answer.Ranked ranked) -> row.put("logprobs", ranked.logprobs().stream()
                    .map(each -> Map.of("continuation", each.continuation(), "logprob", each.logprob(), "greedy",
                            each.greedy()))
                    .toList());
            case Outcome.Truncated truncated -> row.put("response", truncated.text());
            case Outcome.Refused refused -> row.put("reason", refused.reason());
            case Outcome.TimedOut late -> row.put("reason", "deadline passed after " + late.afterMs() + " ms");
            case Outcome.Failed failed -> row.put("reason", failed.reason());
        }
        sampled.way().ifPresent(way -> row.put("way", way.id()));
        sampled.course().map(Course::forwardedTokens).filter(OptionalInt::isPresent)
                .ifPresent(tokens -> row.put("forwarded_tokens", tokens.getAsInt()));
        sampled.thought().ifPresent(thought -> {
            row.put("reasoning", thought.text());
            row.put("reasoning_closed", thought.closed());
            thought.tokens().ifPresent(tokens -> row.put("reasoning_tokens", tokens));
        });
        sample.extracted().ifPresent(text -> row.put("extracted", text));
        if (!sample.extractedBy().isEmpty()) {
            row.put("extracted_by", sample.extractedBy());
        }
        sample.unextractable().ifPresent(reason -> row.put("unextractable", reason));
        if (!sample.readings().isEmpty()) {
            Map<String, Object> readings = new LinkedHashMap<>();
            sample.readings().forEach((metric, reading) -> readings.put(metric,
                    Map.of("value", reading.value(), "rule", reading.rule())));
            row.put("read_as", readings);
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        Map<String, String> unscored = new LinkedHashMap<>();
        sample.scores().forEach((metric, score) -> {
            switch (score) {
                case Score.Scored(double value) -> scores.put(metric, value);
                case Score.Unscored(String reason) -> unscored.put(metric, reason);
            }
        });
        row.put("scores", scores);
        if (!unscored.isEmpty()) {
            row.put("unscored", unscored);
        }
        sampled.cached().ifPresentOrElse(at -> row.put("cached", at.toString()),
                () -> row.put("latency_ms", sampled.latencyMs()));
        sampled.inputTokens().ifPresent(tokens -> row.put("input_tokens", tokens));
        sampled.outputTokens().ifPresent(tokens -> row.put("output_tokens", tokens));
        if (!sampled.labels().isEmpty()) {
            row.put("labels", new java.util.TreeMap<>(sampled.labels()));
        }
        return row;
    }

    private static Object targets(Sampled sampled) {
        List<String> targets = sampled.choices().isEmpty()
                ? sampled.accepted()
                : sampled.right().stream().filter(index -> index >= 0 && index < sampled.choices().size())
                        .map(sampled.choices()::get).toList();
        return Optional.of(targets).filter(all -> all.size() == 1).<Object>map(List::getFirst).orElse(targets);
    }
}
