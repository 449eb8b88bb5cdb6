package dev.mekiki.domain;

import dev.mekiki.domain.Findings.Distribution;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * More of a load profile's result; the names are those of findings.json, with their units.
 *
 * @param latencies further distributions: {@code ttfr_ms}, {@code ttft_sched_ms}, …
 * @param figures single numbers: {@code steady_output_tokens_per_s}, {@code goodput_per_s}, …
 * @param results how many requests ended how: {@code ok}, {@code http-error}, {@code timeout}, …
 * @param finishes the reasons that the server gave for an answer's end
 * @param curve how the run went, second by second
 */
public record LoadDetail(SortedMap<String, Distribution> latencies, SortedMap<String, Double> figures,
        SortedMap<String, Integer> results, SortedMap<String, Integer> finishes, List<Moment> curve,
        Optional<ClientVerdict> client) {
    public LoadDetail {
        latencies = Collections.unmodifiableSortedMap(new TreeMap<>(latencies));
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
        results = Collections.unmodifiableSortedMap(new TreeMap<>(results));
        finishes = Collections.unmodifiableSortedMap(new TreeMap<>(finishes));
        curve = List.copyOf(curve);
    }

    /** A second, or several where the run was long. */
    public record Moment(double fromS, double running, double outputTokensPerS, int failed) {}

    /**
     * Whether the client's own error matters.
     *
     * @param verdict {@code valid}, {@code degraded} or {@code invalid}
     * @param why reasons, where it is not {@code valid}
     */
    public record ClientVerdict(LoadClient client, String verdict, List<String> why) {
        public ClientVerdict {
            why = List.copyOf(why);
        }
    }
}
