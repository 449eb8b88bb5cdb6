package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.port.Metric.Aggregate;
import dev.mekiki.port.Metric.SampleValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Percentile bootstrap of a value that comes from all samples at once, such as a perplexity: whole clusters are drawn where samples
 * share one.
 */
final class CorpusInterval {
    private static final int RESAMPLES = 1_000;
    /** Values drawn in all, so that large tasks stay fast. */
    private static final long MOST_DRAWS = 20_000_000;

    private CorpusInterval() {}

    /** Empty for fewer than two units, or where no interval can be computed in reasonable time. */
    static Optional<Interval> of(Aggregate aggregate, Collection<SampleValue> entries, long seed) {
        List<List<SampleValue>> units = units(entries);
        int resamples = (int) Math.min(RESAMPLES, MOST_DRAWS / Math.max(1, entries.size()));
        if (units.size() < 2 || resamples < 100) {
            return Optional.empty();
        }
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        Aggregate drawn = aggregate.drawnFrom(entries);
        double[] values = new double[resamples];
        int kept = 0;
        for (int i = 0; i < resamples; i++) {
            List<SampleValue> resample = new ArrayList<>(entries.size());
            for (int j = 0; j < units.size(); j++) {
                resample.addAll(units.get(random.nextInt(units.size())));
            }
            double value = drawn.value(resample);
            if (Double.isFinite(value)) {
                values[kept++] = value;
            }
        }
        if (kept < resamples * 0.99) {
            return Optional.empty();
        }
        double[] sorted = Arrays.copyOf(values, kept);
        Arrays.sort(sorted);
        double tail = (1 - Bootstrap.LEVEL) / 2;
        return Optional.of(new Interval(sorted[(int) Math.floor(tail * (kept - 1))],
                sorted[(int) Math.ceil((1 - tail) * (kept - 1))], Bootstrap.LEVEL, "bootstrap-percentile"));
    }

    private static List<List<SampleValue>> units(Collection<SampleValue> entries) {
        List<List<SampleValue>> units = new ArrayList<>();
        Map<String, List<SampleValue>> clusters = new LinkedHashMap<>();
        for (SampleValue value : entries) {
            Optional<String> cluster = value.sampled().cluster();
            if (cluster.isEmpty()) {
                units.add(List.of(value));
            } else {
                clusters.computeIfAbsent(cluster.get(), _ -> {
                    List<SampleValue> members = new ArrayList<>();
                    units.add(members);
                    return members;
                }).add(value);
            }
        }
        return units;
    }
}
