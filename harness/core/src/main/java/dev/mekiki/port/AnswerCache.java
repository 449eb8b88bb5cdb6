package dev.mekiki.port;

import dev.mekiki.domain.Course;
import dev.mekiki.domain.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Answers given before, by all that decides them. Safe for use by several threads. */
public interface AnswerCache {
    /**
     * @param request everything that the answer depends on, in one canonical text: an answer is only ever given for the very same text
     * @return empty also where the place cannot be read
     */
    Optional<CachedAnswer> find(String request);

    /** Keeps an answer, if it can. */
    void put(String request, CachedAnswer answer);

    /**
     * @param outcome a whole or a truncated answer
     * @param answeredAt when the model gave it
     * @param latencyMs what it took then: no timing of a later run
     */
    record CachedAnswer(Outcome outcome, Instant answeredAt, double latencyMs, OptionalInt inputTokens,
            OptionalInt outputTokens, Optional<Course> course) {
        public CachedAnswer(Outcome outcome, Instant answeredAt, double latencyMs, OptionalInt inputTokens,
                OptionalInt outputTokens) {
            this(outcome, answeredAt, latencyMs, inputTokens, outputTokens, Optional.empty());
        }
    }
}
