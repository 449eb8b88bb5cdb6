package dev.mekiki.analysis;

import dev.mekiki.analysis.TaskScores.Pair;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Findings.MetricFinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Candidates on the samples that both have a score for. A family, within which p is adjusted, is all pairs of candidates under one
 * metric, over all tasks; suites' aggregates likewise.
 */
final class Comparisons {
    /** A difference is called shown when its adjusted p is below this. */
    static final double ALPHA = 1 - Bootstrap.LEVEL;

    private Comparisons() {}

    /** One candidate's measure of a metric; candidates whose value is withheld are left out before. */
    record Side<M>(String candidate, M measure) {}

    /** Two candidates, and what their common samples say. */
    private record Compared(String a, String b, String metric, PairedEvidence evidence, int onlyA, int onlyB) {
        Comparison finding(double p, double alpha) {
            return new Comparison(a, b, metric, evidence.n(), evidence.difference(),
                    evidence.interval(Bootstrap.LEVEL), OptionalDouble.of(evidence.p()), OptionalDouble.of(p),
                    evidence.test(), onlyA, onlyB,
                    p < ALPHA ? OptionalLong.empty() : observed(evidence, alpha), evidence.detectable(alpha));
        }

        /** Samples that would show a difference as large as observed. */
        private static OptionalLong observed(PairedEvidence evidence, double alpha) {
            return switch (evidence) {
                case PairedEvidence.Shares(Proportions.Paired counts) -> Power.mcnemar(counts.difference(),
                        (double) (counts.onlyA() + counts.onlyB()) / counts.n(), alpha);
                case PairedEvidence.Means means -> means.needed(means.difference(), alpha);
            };
        }
    }

    /** @param metrics for each {@code suite/task/metric}, the candidates with a value */
    static List<Comparison> ofTasks(List<List<Side<TaskMeasure>>> metrics) {
        return paired(metrics, TaskMeasure::finding, Comparisons::task);
    }

    /** @param metrics for each {@code suite/metric}, the candidates with a value */
    static List<Comparison> ofSuites(List<List<Side<SuiteMeasure>>> metrics) {
        return paired(metrics, SuiteMeasure::finding, Comparisons::suite);
    }

    private static <T> List<Comparison> paired(List<List<Side<T>>> metrics, Function<T, MetricFinding> finding,
            BiFunction<Side<T>, Side<T>, Optional<Compared>> compare) {
        List<Compared> all = new ArrayList<>();
        for (List<Side<T>> sides : metrics) {
            for (int a = 0; a < sides.size(); a++) {
                for (int b = a + 1; b < sides.size(); b++) {
                    if (sameWay(finding.apply(sides.get(a).measure()), finding.apply(sides.get(b).measure()))) {
                        compare.apply(sides.get(a), sides.get(b)).ifPresent(all::add);
                    }
                }
            }
        }
        return families(all);
    }

    /** Choices that were answered in different ways tell nothing about each other. */
    static boolean sameWay(MetricFinding a, MetricFinding b) {
        return a.way().equals(b.way());
    }

    private static List<Comparison> families(List<Compared> all) {
        Map<String, List<Integer>> families = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            String path = all.get(i).metric();
            families.computeIfAbsent(path.substring(path.lastIndexOf('/') + 1), _ -> new ArrayList<>()).add(i);
        }
        Comparison[] findings = new Comparison[all.size()];
        for (List<Integer> family : families.values()) {
            List<Double> adjusted = PairedTests.holm(family.stream().map(i -> all.get(i).evidence().p()).toList());
            IntStream.range(0, family.size()).forEach(rank -> findings[family.get(rank)] = all.get(family.get(rank))
                    .finding(adjusted.get(rank), ALPHA / family.size()));
        }
        return List.of(findings);
    }

    private static Optional<Compared> task(Side<TaskMeasure> a, Side<TaskMeasure> b) {
        List<Pair> pairs = TaskScores.common(a.measure().scores(), b.measure().scores());
        if (pairs.isEmpty() || a.measure().aggregated()) {
            return Optional.empty();
        }
        boolean proportion = a.measure().proportion();
        int better = a.measure().finding().better() == Better.HIGHER ? 1 : -1;
        String metric = a.measure().finding().metric();
        return Optional.of(new Compared(a.candidate(), b.candidate(), metric, evidence(pairs, proportion, metric),
                proportion ? wins(pairs, better) : 0, proportion ? wins(pairs, -better) : 0));
    }

    /** Of one task's pairs, of which there is at least one. */
    static PairedEvidence evidence(List<Pair> pairs, boolean proportion, String metric) {
        Units units = differences(pairs);
        if (proportion && !units.clustered()) {
            return new PairedEvidence.Shares(counts(pairs));
        }
        boolean bounded = pairs.stream().allMatch(pair -> share(pair.a()) && share(pair.b()));
        return new PairedEvidence.Means(List.of(units), pairs.size(), bounded ? -1 : Double.NaN,
                bounded ? 1 : Double.NaN, Seeds.of(metric));
    }

    private static Units differences(List<Pair> pairs) {
        Units.Builder units = new Units.Builder();
        pairs.forEach(pair -> units.add(pair.difference(), pair.parts(), pair.rowA().cluster()));
        return units.build();
    }

    private static Proportions.Paired counts(List<Pair> pairs) {
        int[] counts = new int[4];
        pairs.forEach(pair -> counts[(pair.a() == 1 ? 0 : 2) + (pair.b() == 1 ? 0 : 1)]++);
        return new Proportions.Paired(counts[0], counts[1], counts[2], counts[3]);
    }

    private static Optional<Compared> suite(Side<SuiteMeasure> a, Side<SuiteMeasure> b) {
        List<TaskMeasure> left = a.measure().tasks();
        List<TaskMeasure> right = b.measure().tasks();
        if (left.size() > 1 && left.stream().anyMatch(TaskMeasure::aggregated)) {
            return Optional.empty();
        }
        String metric = a.measure().finding().metric();
        if (left.size() == 1) {
            return task(new Side<>(a.candidate(), left.getFirst()), new Side<>(b.candidate(), right.getFirst()))
                    .map(one -> new Compared(one.a(), one.b(), metric, one.evidence(), one.onlyA(), one.onlyB()));
        }
        List<List<Pair>> tasks = IntStream.range(0, left.size())
                .mapToObj(i -> TaskScores.common(left.get(i).scores(), right.get(i).scores())).toList();
        return tasks.stream().anyMatch(List::isEmpty)
                ? Optional.empty()
                : Optional.of(new Compared(a.candidate(), b.candidate(), metric, evidence(tasks,
                        left.stream().map(task -> SuiteMeasure.weight(task.scores().task())).toList(), metric), 0, 0));
    }

    /** Of the mean over several tasks, each of them with pairs. */
    static PairedEvidence evidence(List<List<Pair>> tasks, List<Double> weights, String metric) {
        return new PairedEvidence.Means(IntStream.range(0, tasks.size())
                .mapToObj(i -> differences(tasks.get(i)).weighing(weights.get(i))).toList(),
                tasks.stream().mapToInt(List::size).sum(), -1, 1, Seeds.of(metric));
    }

    private static int wins(List<Pair> pairs, int better) {
        return (int) pairs.stream().filter(pair -> better * pair.difference() > 0).count();
    }

    private static boolean share(double value) {
        return value >= 0 && value <= 1;
    }
}
