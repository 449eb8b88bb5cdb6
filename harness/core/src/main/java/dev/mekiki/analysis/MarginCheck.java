package dev.mekiki.analysis;

import dev.mekiki.domain.UpgradePolicy;
import dev.mekiki.domain.UpgradePolicy.Rule;
import java.util.List;
import java.util.Optional;

/**
 * Whether a set of samples can certify a margin at all, before anything new is measured. The variance of one sample's difference is at most the
 * share of samples that the two differ on (exactly that for shares of right answers without a difference), so that share decides: n =
 * ((z of confidence + z of power) · √share / margin)², times the design effect where samples come in clusters.
 *
 * @param samples that the baseline has a score for
 * @param effective samples that count, were they independent and of one task
 * @param needed samples of this kind for 80 % power, if both are equally good
 * @param smallest margin that the samples certify
 */
public record MarginCheck(Rule.NonInferior rule, int samples, double effective, long needed, double smallest) {
    /** Empty where the baseline has no value of the metric. */
    public static Optional<MarginCheck> of(ComparedRun baseline, String candidate, UpgradePolicy policy,
            Rule.NonInferior rule) {
        List<TaskMeasure> tasks = tasks(baseline.candidate(candidate), rule.name());
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        double spread = Math.sqrt(rule.discordance());
        double confidence = 1 - policy.error(rule);
        double effective = effective(tasks);
        return Optional.of(of(rule, samples(tasks), effective,
                Power.oneSided(spread, rule.margin(), confidence).orElseThrow(),
                Power.smallestMargin(spread, effective, confidence)));
    }

    /** Looked at several times: the last look has only a part of the error left, and a formula that holds for few samples is asked for. */
    public static Optional<MarginCheck> sequential(ComparedRun baseline, String candidate, UpgradePolicy policy,
            Rule.NonInferior rule) {
        List<TaskMeasure> tasks = tasks(baseline.candidate(candidate), rule.name());
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        double error = LookSchedule.of(samples(tasks), policy.error(rule)).last().error();
        double effective = effective(tasks);
        double low = 1e-6;
        double high = 1;
        for (int step = 0; step < 40; step++) {
            double middle = (low + high) / 2;
            if (Power.scoreTest(rule.discordance(), middle, error) <= effective) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Optional.of(of(rule, samples(tasks), effective,
                Power.scoreTest(rule.discordance(), rule.margin(), error), high));
    }

    private static MarginCheck of(Rule.NonInferior rule, int samples, double effective, long independent,
            double smallest) {
        return new MarginCheck(rule, samples, effective, (long) Math.ceil(independent * (samples / effective)),
                smallest);
    }

    private static List<TaskMeasure> tasks(Analyst.Measured measured, String metric) {
        List<TaskMeasure> tasks = Optional.ofNullable(measured.tasks().get(metric)).map(List::of)
                .or(() -> Optional.ofNullable(measured.suites().get(metric)).map(SuiteMeasure::tasks))
                .orElse(List.of());
        return tasks.stream().anyMatch(task -> task.scores().scored() == 0) ? List.of() : tasks;
    }

    private static int samples(List<TaskMeasure> tasks) {
        return tasks.stream().mapToInt(task -> task.scores().scored()).sum();
    }

    public boolean certifiable() {
        return needed <= samples;
    }

    /** 1 / Σ (weight² / samples of the task), each task's samples divided by its design effect. */
    private static double effective(List<TaskMeasure> tasks) {
        double total = tasks.stream().mapToDouble(task -> SuiteMeasure.weight(task.scores().task())).sum();
        return 1 / tasks.stream().mapToDouble(task -> {
            double weight = SuiteMeasure.weight(task.scores().task()) / total;
            return weight * weight * designEffect(task) / task.scores().scored();
        }).sum();
    }

    /** Variance with clusters over variance without, as the baseline's own scores show it; 1 where they are not shares. */
    private static double designEffect(TaskMeasure task) {
        int scored = task.scores().scored();
        double share = (double) task.scores().ones() / scored;
        Units units = task.scores().units();
        if (!task.proportion() || !units.clustered() || share == 0 || share == 1) {
            return 1;
        }
        double error = Bootstrap.standardError(List.of(units));
        return Math.max(1, error * error * scored / (share * (1 - share)));
    }
}
