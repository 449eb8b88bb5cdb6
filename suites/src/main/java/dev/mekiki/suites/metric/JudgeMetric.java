package dev.mekiki.suites.metric;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Outcome.Answer;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.domain.Score.Unscored;
import dev.mekiki.domain.ScoreRange;
import dev.mekiki.port.Extractor.Extraction;
import dev.mekiki.port.JudgedMetric;
import dev.mekiki.port.Metric;
import dev.mekiki.suites.extract.AnswerExtractor;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a judge gave the answer. A judge that says nothing that can be read leaves the answer without a score, with the reason: it does not drop out
 * unseen, and does not count as the lowest.
 *
 * @param steps that take the score out of the judge's words
 * @param values words that stand for scores; empty where the judge gives numbers
 * @param scale the lowest and the highest number that may be given; empty where words are
 */
public record JudgeMetric(List<ExtractStep> steps, Map<String, Double> values, List<Double> scale, Better better)
        implements
            JudgedMetric,
            GeneratedText {
    private static final AnswerExtractor EXTRACTOR = new AnswerExtractor();
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}(?:\\.[0-9]{1,9})?");

    public JudgeMetric {
        steps = List.copyOf(steps);
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        scale = List.copyOf(scale);
    }

    /** As the registry lists it: only of use with a task's settings. */
    static JudgeMetric unset() {
        return new JudgeMetric(List.of(), Map.of(), List.of(), Better.HIGHER);
    }

    @Override
    public String name() {
        return "judge";
    }

    @Override
    public String summary() {
        return "what a judge model gives the answer, on the scale that the task's judge: names; the plan names the judge";
    }

    @Override
    public boolean proportion() {
        return !values.isEmpty() && values.values().stream().allMatch(value -> value == 0 || value == 1);
    }

    /** Words may stand for any numbers; their ends are the scale. */
    @Override
    public Optional<ScoreRange> range() {
        Collection<Double> ends = scale.isEmpty() ? values.values() : scale;
        return ends.isEmpty() || proportion()
                ? Optional.empty()
                : Optional.of(new ScoreRange(Collections.min(ends), Collections.max(ends)));
    }

    @Override
    public boolean needsTarget() {
        return false;
    }

    /** Before it is judged. */
    @Override
    public Score score(Sampled sampled, Optional<String> extracted) {
        return sampled.outcome() instanceof Outcome.Answered(Answer.Text _)
                ? new Unscored("not judged yet")
                : Outcomes.withoutText(sampled.outcome());
    }

    @Override
    public Score judged(Sampled judgement) {
        return switch (judgement.outcome()) {
            case Outcome.Answered(Answer.Text(String words)) -> read(words);
            case Outcome.Answered _ -> new Unscored("the judge wrote no text");
            case Outcome.Truncated cut -> new Unscored(judgement.unclosed()
                    ? "the judge was cut within its reasoning"
                    : "the judge was cut at " + cut.maxTokens() + " tokens");
            case Outcome.Refused _ -> new Unscored("the judge refused");
            case Outcome.TimedOut _ -> new Unscored("the judge timed out");
            case Outcome.Failed _ -> new Unscored("the judge failed");
        };
    }

    private Score read(String words) {
        return switch (EXTRACTOR.extract(words, true, steps)) {
            case Extraction.Missing(String reason) -> new Unscored("the judge gave no verdict: " + reason);
            case Extraction.Extracted extracted -> value(folded(extracted.text()));
        };
    }

    private Score value(String said) {
        if (!values.isEmpty()) {
            return values.entrySet().stream().filter(entry -> folded(entry.getKey()).equals(said)).findFirst()
                    .<Score>map(entry -> new Scored(entry.getValue()))
                    .orElseGet(() -> new Unscored("the judge gave no verdict that the task knows"));
        }
        Optional<Double> number = number(said);
        if (number.isEmpty()) {
            return new Unscored("the judge gave no number");
        }
        return scale.isEmpty() || (number.get() >= scale.get(0) && number.get() <= scale.get(1))
                ? new Scored(number.get())
                : new Unscored("the judge gave a number that is not on the scale");
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
    }

    /** A plain decimal number; empty if the text is anything else. */
    public static Optional<Double> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    /** As plain values, from which {@link #with} makes it again. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("extract",
                steps.stream().map(step -> step.argument().<Object>map(text -> Map.of(step.name(), text))
                        .orElse(step.name())).toList());
        settings.put("values", values);
        settings.put("scale", scale);
        settings.put("better", better.name());
        return settings;
    }

    @Override
    public Optional<Metric> with(Map<String, Object> settings) {
        if (settings.isEmpty()) {
            return Optional.of(this);
        }
        try {
            List<ExtractStep> steps = new ArrayList<>();
            for (Object step : (List<?>) Objects.requireNonNull(settings.get("extract"))) {
                if (step instanceof Map<?, ?> mapping) {
                    mapping.forEach((name, text) -> steps
                            .add(new ExtractStep(String.valueOf(name), Optional.of(String.valueOf(text)))));
                } else {
                    steps.add(new ExtractStep(String.valueOf(step), Optional.empty()));
                }
            }
            Map<String, Double> values = new TreeMap<>();
            ((Map<?, ?>) Objects.requireNonNull(settings.get("values")))
                    .forEach((word, value) -> values.put(String.valueOf(word), ((Number) value).doubleValue()));
            List<Double> scale = ((List<?>) Objects.requireNonNull(settings.get("scale"))).stream()
                    .map(value -> ((Number) value).doubleValue()).toList();
            return steps.stream().anyMatch(step -> EXTRACTOR.problem(step).isPresent())
                    ? Optional.empty()
                    : Optional.of(new JudgeMetric(steps, values, scale,
                            Better.valueOf(String.valueOf(settings.get("better")))));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
