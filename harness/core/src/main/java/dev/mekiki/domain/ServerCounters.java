package dev.mekiki.domain;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a server counts, at one moment. Names are Mekiki's, the same for every server: {@code prompt_tokens}, {@code output_tokens},
 * {@code prefix_cache_queried_tokens}, {@code prefix_cache_hit_tokens}, {@code preemptions}, {@code draft_tokens}, {@code accepted_tokens},
 * {@code ttft_s} and {@code ttft_requests}, {@code queue_s} and {@code queue_requests}; of the moment {@code running}, {@code waiting},
 * {@code kv_cache_share}.
 *
 * @param counters that only grow
 * @param gauges of the moment
 */
public record ServerCounters(SortedMap<String, Double> counters, SortedMap<String, Double> gauges) {
    public ServerCounters {
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        gauges = Collections.unmodifiableSortedMap(new TreeMap<>(gauges));
    }

    /** What was counted since then; what was not there before, or went back because the server was started again, is left out. */
    public SortedMap<String, Double> since(ServerCounters before) {
        SortedMap<String, Double> difference = new TreeMap<>();
        counters.forEach((name, value) -> {
            Double then = before.counters().get(name);
            if (then != null && value >= then) {
                difference.put(name, value - then);
            }
        });
        return difference;
    }
}
