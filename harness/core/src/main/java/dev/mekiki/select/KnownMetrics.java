package dev.mekiki.select;

import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.MetricFinding;
import java.util.Set;
import java.util.TreeSet;

/** Names of all that a candidate's findings can be asked for. */
public final class KnownMetrics {
    private KnownMetrics() {}

    public static Set<String> of(CandidateFindings candidate) {
        Set<String> names = new TreeSet<>();
        candidate.metrics().stream().map(MetricFinding::metric).forEach(names::add);
        for (String profile : candidate.loadProfiles()) {
            String prefix = "load/" + profile + "/";
            MetricPath.LOAD.keySet().forEach(measure -> names.add(prefix + measure));
            MetricPath.LATENCIES.forEach(measure -> MetricPath.STATISTICS
                    .forEach(statistic -> names.add(prefix + measure + "/" + statistic)));
        }
        candidate.bench().stream().map(BenchFinding::name).forEach(name -> names.add("bench/" + name
                + "/tokens_per_s"));
        MetricPath.FACTS.keySet().forEach(field -> names.add("dossier/" + field));
        return names;
    }
}
