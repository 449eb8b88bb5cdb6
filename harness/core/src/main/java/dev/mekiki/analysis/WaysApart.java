package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.Findings.NotCompared;
import dev.mekiki.domain.Withheld;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Candidates of one run that have a value of the same metric, got in different ways of choosing. */
final class WaysApart {
    private WaysApart() {}

    static List<NotCompared> of(Collected journal, List<Analyst.Measured> measured) {
        Stream<List<MetricFinding>> tasks = journal.tasks().stream().flatMap(task -> task.metrics().stream()
                .map(metric -> measured.stream().map(each -> Objects.requireNonNull(
                        each.tasks().get(task.path() + "/" + metric)).finding()).toList()));
        Stream<List<MetricFinding>> suites = SuiteMeasure.planned(journal.tasks()).keySet().stream()
                .map(path -> measured.stream()
                        .map(each -> Objects.requireNonNull(each.suites().get(path)).finding()).toList());
        List<NotCompared> apart = new ArrayList<>();
        Stream.concat(tasks, suites).forEach(findings -> add(measured, findings, apart));
        return apart;
    }

    private static void add(List<Analyst.Measured> measured, List<MetricFinding> findings, List<NotCompared> apart) {
        for (int a = 0; a < findings.size(); a++) {
            for (int b = a + 1; b < findings.size(); b++) {
                MetricFinding left = findings.get(a);
                MetricFinding right = findings.get(b);
                if (left.value().isPresent() && right.value().isPresent() && !Comparisons.sameWay(left, right)) {
                    apart.add(new NotCompared(measured.get(a).name(), measured.get(b).name(), left.metric(),
                            Withheld.OTHER_WAYS.because(left.way().orElse("?"), right.way().orElse("?"))));
                }
            }
        }
    }
}
