package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.ScoreRange;
import dev.mekiki.domain.Scoring;
import dev.mekiki.domain.Withheld;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A suite's aggregate of one metric: the mean over the tasks that have the metric, given only where each has a value. Each task counts alike, or by its
 * samples where the suite says so.
 */
record SuiteMeasure(List<TaskMeasure> tasks, MetricFinding finding) {
    SuiteMeasure {
        tasks = List.copyOf(tasks);
    }

    /** For each {@code suite/metric}, the tasks of the suite that have the metric, in plan order. */
    static Map<String, List<TaskPlanned>> planned(List<TaskPlanned> tasks) {
        Map<String, List<TaskPlanned>> aggregates = new LinkedHashMap<>();
        for (TaskPlanned task : tasks) {
            task.metrics().forEach(
                    metric -> aggregates.computeIfAbsent(task.suite() + "/" + metric, _ -> new ArrayList<>())
                            .add(task));
        }
        return aggregates;
    }

    static SuiteMeasure of(String path, List<TaskMeasure> tasks) {
        int n = 0;
        int scored = 0;
        SortedMap<String, Integer> unscored = new TreeMap<>();
        for (TaskMeasure task : tasks) {
            n += task.finding().n();
            scored += task.finding().scored();
            task.finding().unscored().forEach((reason, count) -> unscored.merge(reason, count, Integer::sum));
        }
        Optional<String> withheld = withheld(tasks);
        OptionalDouble value = withheld.isPresent()
                ? OptionalDouble.empty()
                : OptionalDouble.of(mean(tasks));
        TaskMeasure first = tasks.getFirst();
        return new SuiteMeasure(tasks,
                new MetricFinding(path, n, scored, n == 0 ? 0 : (double) scored / n, value,
                        value.isPresent() ? interval(path, tasks, value.getAsDouble()) : Optional.empty(),
                        first.finding().better(), withheld, unscored, "aggregate",
                        first.finding().errorFalsePositive(), first.finding().errorFalseNegative())
                        .withWay(way(tasks)).withRange(range(tasks)).withTerms(first.finding().terms())
                        .withCalibration(first.finding().calibration(),
                                tasks.size() == 1 ? first.finding().corrected() : Optional.empty()));
    }

    /** Of tasks on one scale; a mean over several scales has none. */
    private static Optional<ScoreRange> range(List<TaskMeasure> tasks) {
        List<Optional<ScoreRange>> ranges = tasks.stream().map(task -> task.finding().range()).distinct().toList();
        return ranges.size() == 1 ? ranges.getFirst() : Optional.empty();
    }

    private static double mean(List<TaskMeasure> tasks) {
        double total = tasks.stream().mapToDouble(task -> weight(task.scores().task())).sum();
        return tasks.stream().mapToDouble(
                task -> weight(task.scores().task()) / total * task.finding().value().orElseThrow()).sum();
    }

    /** A task's part in its suite's value, relative to the other tasks'. */
    static double weight(TaskPlanned task) {
        return task.scoring().flatMap(Scoring::weighing).map(weighing -> switch (weighing) {
            case BY_SIZE -> (double) task.samples();
        }).orElse(1.0);
    }

    /** One for all tasks with choices, or each task's. */
    private static Optional<String> way(List<TaskMeasure> tasks) {
        List<TaskMeasure> chosen = tasks.stream().filter(task -> task.finding().way().isPresent()).toList();
        List<String> ways = chosen.stream().flatMap(task -> task.finding().way().stream()).distinct().toList();
        return ways.size() <= 1
                ? ways.stream().findFirst()
                : Optional.of(chosen.stream().map(
                        task -> task.scores().task().task() + ": " + task.finding().way().orElseThrow())
                        .collect(Collectors.joining(", ")));
    }

    private static Optional<String> withheld(List<TaskMeasure> tasks) {
        List<TaskMeasure> missing = tasks.stream().filter(task -> task.finding().withheld().isPresent()).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return tasks.size() == 1
                ? missing.getFirst().finding().withheld()
                : Optional.of(Withheld.INCOMPLETE.because(
                        missing.stream().map(task -> task.scores().task().task()).collect(Collectors.joining(", "))));
    }

    private static Optional<Interval> interval(String path, List<TaskMeasure> tasks, double value) {
        List<Optional<Interval>> own = tasks.stream().map(task -> task.finding().interval()).toList();
        if (tasks.size() > 1 && tasks.stream().anyMatch(TaskMeasure::aggregated)) {
            return Optional.empty();
        }
        return tasks.size() == 1
                ? own.getFirst()
                : Intervals.ofMean(tasks.stream().map(task -> task.scores().units()
                        .weighing(weight(task.scores().task()))).toList(), own, value,
                        Seeds.of(path), Bootstrap.LEVEL);
    }
}
