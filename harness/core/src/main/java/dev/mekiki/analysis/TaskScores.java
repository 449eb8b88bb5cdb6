package dev.mekiki.analysis;

import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.Score;
import dev.mekiki.port.Metric.Aggregate;
import dev.mekiki.port.Metric.SampleValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One candidate's scores of one task under one metric, by sample id in the order of ids, so that the order of work changes nothing.
 */
final class TaskScores {
    static final String NOT_ASKED = "not asked yet";

    private final TaskPlanned task;
    private final String metric;
    private final int index;
    private final SortedMap<String, Row> rows;
    private final SortedMap<String, Integer> unscored = new TreeMap<>();
    private final Units units;
    private final int scored;
    private final int ones;
    private final boolean shares;

    private TaskScores(TaskPlanned task, String metric, SortedMap<String, Row> rows, Optional<String> blocked) {
        this.task = task;
        this.metric = metric;
        this.index = blocked.isPresent() ? -1 : task.metrics().indexOf(metric);
        this.rows = rows;
        Units.Builder builder = new Units.Builder();
        int count = 0;
        int right = 0;
        boolean within = true;
        for (Row row : rows.values()) {
            Score score = blocked.<Score>map(Score.Unscored::new).orElseGet(() -> row.scores().get(index));
            switch (score) {
                case Score.Scored(double value) -> {
                    builder.add(value, row.parts(index), row.cluster());
                    count++;
                    right += value == 1 ? 1 : 0;
                    within &= value >= 0 && value <= 1;
                }
                case Score.Unscored(String reason) -> unscored.merge(reason, 1, Integer::sum);
            }
        }
        int missing = task.samples() - rows.size();
        if (missing > 0) {
            unscored.put(NOT_ASKED, missing);
        }
        this.units = builder.build();
        this.scored = count;
        this.ones = right;
        this.shares = within;
    }

    /** @param blocked why none of them may have a score, where that is so */
    static TaskScores of(TaskPlanned task, String metric, SortedMap<String, Row> rows, Optional<String> blocked) {
        return new TaskScores(task, metric, rows, blocked);
    }

    TaskPlanned task() {
        return task;
    }

    String metric() {
        return metric;
    }

    /** How many samples have a score. */
    int scored() {
        return scored;
    }

    /** How many samples have no score, by reason; those that were never asked included. */
    SortedMap<String, Integer> unscored() {
        return unscored;
    }

    double coverage() {
        return task.samples() == 0 ? 0 : (double) scored / task.samples();
    }

    Units units() {
        return units;
    }

    /** Empty where the samples give no value. */
    OptionalDouble aggregated(Aggregate aggregate) {
        double value = aggregate.value(values());
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The samples with their scores; only of tasks that have a metric which aggregates. */
    List<SampleValue> values() {
        List<SampleValue> values = new ArrayList<>();
        for (Row row : rows.values()) {
            value(row).ifPresent(value -> values.add(new SampleValue(row.kept().orElseThrow(), value)));
        }
        return values;
    }

    int ones() {
        return ones;
    }

    /** Whether all scores lie from 0 to 1. */
    boolean shares() {
        return shares;
    }

    private OptionalDouble value(Row row) {
        return index >= 0 && row.scores().get(index) instanceof Score.Scored(double value)
                ? OptionalDouble.of(value)
                : OptionalDouble.empty();
    }

    /** Ids of the samples with this score. */
    List<String> with(double score) {
        return rows.entrySet().stream().filter(entry -> value(entry.getValue()).equals(OptionalDouble.of(score)))
                .map(Map.Entry::getKey).toList();
    }

    /** The samples that both have a score for, asked and judged alike. */
    static List<Pair> common(TaskScores a, TaskScores b) {
        List<Pair> pairs = new ArrayList<>();
        for (Map.Entry<String, Row> entry : a.rows.entrySet()) {
            Row row = entry.getValue();
            Row other = b.rows.get(entry.getKey());
            if (other != null && row.judged() == other.judged()) {
                OptionalDouble left = a.value(row);
                OptionalDouble right = b.value(other);
                if (left.isPresent() && right.isPresent()) {
                    pairs.add(new Pair(entry.getKey(), row, other, left.getAsDouble(), right.getAsDouble(),
                            row.parts(a.index)));
                }
            }
        }
        return pairs;
    }

    /** One sample's two scores. */
    record Pair(String sample, Row rowA, Row rowB, double a, double b, int parts) {
        double difference() {
            return a - b;
        }
    }
}
