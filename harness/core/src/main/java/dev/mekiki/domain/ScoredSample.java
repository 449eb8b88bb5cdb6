package dev.mekiki.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sample and its scores.
 *
 * @param extracted the answer as the metrics saw it
 * @param extractedBy the rules that took it out of the response, in order; empty where nothing was taken
 * @param unextractable why a complete response has no recognisable answer, where it has none
 * @param readings what metrics that read more out of the answer took it for, by metric
 * @param judgement what a judge was asked and said about the answer
 */
public record ScoredSample(Sampled sampled, Optional<String> extracted, List<String> extractedBy,
        Optional<String> unextractable, Map<String, Reading> readings, Map<String, Score> scores,
        Optional<Sampled> judgement) {
    /**
     * What a metric read out of an answer.
     *
     * @param value an amount, a choice
     * @param rule the rule that found it
     */
    public record Reading(String value, String rule) {}

    /** Without rules and readings. */
    public ScoredSample(Sampled sampled, Optional<String> extracted, Map<String, Score> scores) {
        this(sampled, extracted, List.of(), Optional.empty(), Map.of(), scores);
    }

    /** Without a judgement. */
    public ScoredSample(Sampled sampled, Optional<String> extracted, List<String> extractedBy,
            Optional<String> unextractable, Map<String, Reading> readings, Map<String, Score> scores) {
        this(sampled, extracted, extractedBy, unextractable, readings, scores, Optional.empty());
    }

    public ScoredSample with(Sampled judged, Map<String, Score> others) {
        return new ScoredSample(sampled, extracted, extractedBy, unextractable, readings, others,
                Optional.of(judged));
    }

    public ScoredSample {
        extractedBy = List.copyOf(extractedBy);
        readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
