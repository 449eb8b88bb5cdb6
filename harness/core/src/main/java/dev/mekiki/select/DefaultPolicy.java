package dev.mekiki.select;

import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Policy.Criterion;
import dev.mekiki.domain.Policy.Gate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** What a selection goes by when a plan names no policy: every task counts the same, by its first metric. */
public final class DefaultPolicy {
    /** {@link Policy#source()} of this policy. */
    public static final String SOURCE = "default";

    private DefaultPolicy() {}

    /** The license gate is there only if licenses were judged, that is, if the plan has a usage profile. */
    public static Policy of(Findings findings) {
        List<Criterion> criteria = new ArrayList<>();
        Set<String> tasks = new HashSet<>();
        for (CandidateFindings candidate : findings.candidates()) {
            for (MetricFinding metric : candidate.metrics()) {
                int slash = metric.metric().lastIndexOf('/');
                String task = metric.metric().substring(0, Math.max(0, slash));
                if (task.contains("/") && tasks.add(task)) {
                    criteria.add(new Criterion(metric.metric(), 1, OptionalDouble.empty(), OptionalDouble.empty()));
                }
            }
        }
        boolean judged = findings.candidates().stream().anyMatch(candidate -> candidate.license().isPresent());
        return new Policy(SOURCE, judged ? List.of(new Gate.LicenseAtWorst(Verdict.CONDITIONAL)) : List.of(), criteria);
    }
}
