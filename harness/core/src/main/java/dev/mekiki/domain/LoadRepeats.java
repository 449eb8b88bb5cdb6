package dev.mekiki.domain;

import dev.mekiki.domain.Findings.Interval;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A load profile that was measured several times, each time as a level of its own; nothing of different repeats is pooled.
 *
 * @param profile its name in the plan
 * @param planned repeats
 * @param runs names of the repeats that have a result, those that are invalid left out
 * @param measures by the names that policies use, such as {@code ttft_ms/p95} or {@code output_tokens_per_s}
 * @param verdict {@code valid}, {@code degraded} or {@code invalid}
 * @param why reasons, where the verdict is not {@code valid}
 */
public record LoadRepeats(String profile, int planned, List<String> runs, SortedMap<String, Spread> measures,
        String verdict, List<String> why) {
    /**
     * One measure over the repeats that have it.
     *
     * @param n such repeats
     * @param mean of their values
     * @param sd the values' standard deviation; absent for a single one
     * @param interval of the mean, by Student's t with n − 1 degrees of freedom; absent for a single value
     */
    public record Spread(int n, double mean, OptionalDouble sd, double least, double most,
            Optional<Interval> interval) {}

    public LoadRepeats {
        runs = List.copyOf(runs);
        measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
        why = List.copyOf(why);
    }

    public Optional<Spread> measure(String name) {
        return Optional.ofNullable(measures.get(name));
    }
}
