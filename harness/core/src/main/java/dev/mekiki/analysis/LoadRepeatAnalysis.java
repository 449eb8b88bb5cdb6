package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.LoadRepeats;
import dev.mekiki.domain.LoadRepeats.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What repeats of a load profile have in common, and how far they lie apart: the mean of each measure over the repeats, with Student's t interval. Requests
 * of one run share its luck (the machine's heat, its neighbours, how the server was placed), so only repeats tell how far another run may lie.
 */
public final class LoadRepeatAnalysis {
    private LoadRepeatAnalysis() {}

    /** Of all profiles that were measured several times; others are left out. */
    public static List<LoadRepeats> of(List<LoadFinding> load) {
        Map<String, List<LoadFinding>> repeats = new LinkedHashMap<>();
        load.stream().filter(run -> run.repeat().isPresent())
                .forEach(run -> repeats.computeIfAbsent(run.planned(), _ -> new ArrayList<>()).add(run));
        return repeats.values().stream().map(LoadRepeatAnalysis::repeats).toList();
    }

    private static LoadRepeats repeats(List<LoadFinding> runs) {
        LoadFinding first = runs.getFirst();
        int planned = first.repeat().orElseThrow().count();
        List<LoadFinding> usable = runs.stream().filter(run -> !run.verdict().equals("invalid")).toList();
        SortedMap<String, List<Double>> values = new TreeMap<>();
        usable.forEach(run -> values(run)
                .forEach((measure, value) -> values.computeIfAbsent(measure, _ -> new ArrayList<>()).add(value)));
        SortedMap<String, Spread> measures = new TreeMap<>();
        values.forEach((measure, each) -> measures.put(measure,
                spread(each.stream().mapToDouble(Double::doubleValue).toArray())));
        List<String> why = new ArrayList<>();
        if (usable.size() < planned) {
            why.add("only " + usable.size() + " of " + planned + " repeats have a result");
        }
        runs.forEach(run -> run.why().forEach(each -> why.add("repeat " + run.repeat().orElseThrow().number() + ": "
                + each)));
        return new LoadRepeats(first.planned(), planned, usable.stream().map(LoadFinding::profile).toList(), measures,
                usable.isEmpty() ? "invalid" : why.isEmpty() ? "valid" : "degraded", why);
    }

    private static SortedMap<String, Double> values(LoadFinding run) {
        SortedMap<String, Double> values = new TreeMap<>();
        latency(values, "ttft_ms", run.ttftMs());
        latency(values, "tpot_ms", run.tpotMs());
        latency(values, "itl_ms", run.itlMs());
        latency(values, "e2e_ms", run.e2eMs());
        put(values, "output_tokens_per_s", run.outputTokensPerS());
        put(values, "requests_per_s", run.requestsPerS());
        put(values, "characters_per_s", run.charactersPerS());
        values.put("failed", (double) run.failed());
        run.peakProcessBytes().ifPresent(bytes -> values.put("peak_process_bytes", (double) bytes));
        run.detail().ifPresent(detail -> {
            detail.latencies().forEach((measure, distribution) -> latency(values, measure, distribution));
            values.putAll(detail.figures());
        });
        return values;
    }

    private static void latency(Map<String, Double> values, String measure, Distribution distribution) {
        put(values, measure + "/p50", distribution.p50());
        put(values, measure + "/p90", distribution.p90());
        put(values, measure + "/p95", distribution.p95());
        put(values, measure + "/p99", distribution.p99());
        put(values, measure + "/mean", distribution.mean());
        put(values, measure + "/max", distribution.max());
    }

    private static void put(Map<String, Double> values, String measure, OptionalDouble value) {
        value.ifPresent(known -> values.put(measure, known));
    }

    /** @param values at least one */
    static Spread spread(double[] values) {
        int n = values.length;
        double least = Arrays.stream(values).min().orElseThrow();
        double most = Arrays.stream(values).max().orElseThrow();
        // equal values are not to differ by rounding
        double mean = least == most ? least : Arrays.stream(values).sum() / n;
        if (n == 1) {
            return new Spread(1, mean, OptionalDouble.empty(), least, most, Optional.empty());
        }
        double sd = Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (n - 1));
        double half = TDistribution.of(n - 1.0).inverseSurvivalProbability((1 - Bootstrap.LEVEL) / 2) * sd
                / Math.sqrt(n);
        return new Spread(n, mean, OptionalDouble.of(sd), least, most,
                Optional.of(new Interval(mean - half, mean + half, Bootstrap.LEVEL, "t")));
    }
}
