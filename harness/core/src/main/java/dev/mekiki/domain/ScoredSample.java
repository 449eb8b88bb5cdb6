package dev.mekiki.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A sample and its scores.
 *
 * @param extracted the answer as the metrics saw it
 */
public record ScoredSample(Sampled sampled, Optional<String> extracted, Map<String, Score> scores) {
    public ScoredSample {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
