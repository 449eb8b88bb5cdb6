package dev.mekiki.analysis;

import dev.mekiki.analysis.LookSchedule.Look;
import dev.mekiki.analysis.MetricRow.Evidence;
import dev.mekiki.analysis.RunComparison.Flip;
import dev.mekiki.analysis.RunComparison.NotCompared;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.domain.UpgradeEvidence;
import dev.mekiki.domain.UpgradeEvidence.Flips;
import dev.mekiki.domain.UpgradeEvidence.Margin;
import dev.mekiki.domain.UpgradePolicy;
import dev.mekiki.domain.UpgradePolicy.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a policy asks of something new beside what is in use: paired by sample, as {@link RunComparer} pairs them. Rules on margins
 * that are not primary are one family; Holm's adjustment is over it, for “not worse” and for “worse” alike.
 */
public final class UpgradeComparer {
    /** Reasons to compare nothing, or only a part, that come of how the runs were made: wrong input, not too little evidence. */
    private static final Set<String> UNALIKE = Set.of("only-a", "only-b", "answer", "extract", "samples-only-a",
            "judged", "prompts", "prompts-and-templates", "other-tasks");

    /** Reasons that leave a whole task out. */
    private static final Set<String> WHOLE = Set.of("only-a", "answer", "extract", "withheld-a", "withheld-b",
            "no-pairs");

    private UpgradeComparer() {}

    /**
     * @param comparison all that the policy's metrics show, for people
     * @param unalike what the two runs asked differently, of the tasks that the policy names
     */
    public record Compared(UpgradeEvidence evidence, RunComparison comparison, List<NotCompared> unalike) {
        public Compared {
            unalike = List.copyOf(unalike);
        }
    }

    /** @throws IllegalArgumentException if a run has no candidate of that name */
    public static Compared compare(ComparedRun before, String a, ComparedRun after, String b, UpgradePolicy policy) {
        return compare(before, a, after, b, policy, Map.of());
    }

    /**
     * At a look at a part of the samples.
     *
     * @param looks by the key of a rule on a margin: the look that it is judged at, at its own error; its p-values are then multiplied by what the look's
     *     error is less than the rule's whole
     */
    public static Compared compare(ComparedRun before, String a, ComparedRun after, String b, UpgradePolicy policy,
            Map<String, Look> looks) {
        List<String> metrics = policy.rules().stream().flatMap(rule -> switch (rule) {
            case Rule.NonInferior asked -> Stream.of(asked.name());
            case Rule.Flips asked -> Stream.of(asked.name());
            case Rule.Ratio _,Rule.LicenseNotWorse _,Rule.Alone _ -> Stream.<String>empty();
        }).distinct().toList();
        // no metric at all would mean every metric
        CompareOptions options = new CompareOptions(metrics.isEmpty() ? List.of("-") : metrics,
                OptionalDouble.empty(), Set.of(), OptionalDouble.empty(), 0.95);
        RunComparer comparer = new RunComparer(before, after, options);
        RunComparison comparison = comparer.compare(before.candidate(a), after.candidate(b));
        Map<String, Margin> margins = margins(policy, comparer, comparison, looks);
        Map<String, Flips> flips = new LinkedHashMap<>();
        for (Rule rule : policy.rules()) {
            if (rule instanceof Rule.Flips asked) {
                flips.put(asked.place().key(), flips(asked.name(), comparer, comparison));
            }
        }
        List<String> missing = Stream.concat(before.missing(a).stream(), after.missing(b).stream()).distinct().toList();
        return new Compared(
                new UpgradeEvidence(before.findings(a), after.findings(b), margins, flips, missing),
                comparison, comparison.notCompared().stream().filter(each -> UNALIKE.contains(each.why().key())
                        && metrics.stream().anyMatch(metric -> about(each.what(), metric))).toList());
    }

    /** Whether a task's or metric's path is part of what a metric's value comes from. */
    private static boolean about(String what, String metric) {
        return what.equals(metric) || metric.startsWith(what + "/") || ofSuite(what, metric)
                || what.equals(taskOrSuite(metric));
    }

    /** Whether a metric of a task counts into a suite's; a task's path alone has no metric and so may. */
    private static boolean ofSuite(String path, String metric) {
        String suite = metric.substring(0, metric.indexOf('/') + 1);
        long slashes = metric.chars().filter(letter -> letter == '/').count();
        String name = metric.substring(metric.lastIndexOf('/') + 1);
        return slashes == 1 && path.startsWith(suite)
                && (path.chars().filter(letter -> letter == '/').count() == 1 || path.endsWith("/" + name));
    }

    private static String taskOrSuite(String metric) {
        return metric.substring(0, metric.lastIndexOf('/'));
    }

    private static Optional<PairedEvidence> evidence(String metric, RunComparer comparer) {
        return comparer.rows().stream().filter(row -> row.metric().equals(metric)).findFirst()
                .flatMap(row -> row.evidence() instanceof Evidence.BySample(PairedEvidence paired)
                        ? Optional.of(paired)
                        : Optional.empty());
    }

    private static Map<String, Margin> margins(UpgradePolicy policy, RunComparer comparer, RunComparison comparison,
            Map<String, Look> looks) {
        List<Rule.NonInferior> rules = policy.rules().stream()
                .flatMap(rule -> rule instanceof Rule.NonInferior asked ? Stream.of(asked) : Stream.empty()).toList();
        Map<String, Optional<OneSided>> alone = new LinkedHashMap<>();
        for (Rule.NonInferior rule : rules) {
            alone.put(rule.place().key(), evidence(rule.name(), comparer)
                    .flatMap(paired -> oneSided(rule, paired, better(rule.name(), comparer))));
        }
        Map<String, Double> notWorse = adjusted(rules, alone, true);
        Map<String, Double> worse = adjusted(rules, alone, false);
        Map<String, Margin> margins = new LinkedHashMap<>();
        for (Rule.NonInferior rule : rules) {
            String key = rule.place().key();
            Look look = looks.get(key);
            margins.put(key, evidence(rule.name(), comparer)
                    .<Margin>map(paired -> look != null
                            ? looked(rule, look, paired, comparison.metrics().stream()
                                    .filter(one -> one.metric().equals(rule.name())).findFirst().orElseThrow(),
                                    better(rule.name(), comparer))
                            : margin(rule, policy, paired, comparison.metrics().stream()
                                    .filter(one -> one.metric().equals(rule.name())).findFirst().orElseThrow(),
                                    better(rule.name(), comparer), p(notWorse.get(key)), p(worse.get(key)),
                                    of(alone, key).map(OneSided::notAbove)))
                    .orElseGet(() -> new Margin.None(obstacle(rule.name(), comparison))));
        }
        return margins;
    }

    private static Optional<OneSided> of(Map<String, Optional<OneSided>> all, String key) {
        return all.getOrDefault(key, Optional.empty());
    }

    private static OptionalDouble p(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Better better(String metric, RunComparer comparer) {
        return comparer.rows().stream().filter(row -> row.metric().equals(metric)).findFirst().map(MetricRow::better)
                .orElse(Better.HIGHER);
    }

    /** {@code notAbove} is p of “worse by the margin or more”, whichever way is better. */
    private static Optional<OneSided> oneSided(Rule.NonInferior rule, PairedEvidence paired, Better better) {
        return better == Better.HIGHER
                ? OneSided.of(paired, -rule.margin())
                : OneSided.of(paired, rule.margin()).map(OneSided::turned);
    }

    /** Primary rules as they are, the others by Holm; rules without evidence are part of the family with p = 1. */
    private static Map<String, Double> adjusted(List<Rule.NonInferior> rules, Map<String, Optional<OneSided>> alone,
            boolean notWorse) {
        Map<String, Double> all = new LinkedHashMap<>();
        List<Rule.NonInferior> family = rules.stream().filter(rule -> !rule.primary()).toList();
        List<Double> holm = PairedTests.holm(family.stream().map(rule -> of(alone, rule.place().key())
                .map(one -> notWorse ? one.notAbove() : one.notBelow()).orElse(1.0)).toList());
        for (int i = 0; i < family.size(); i++) {
            all.put(family.get(i).place().key(), holm.get(i));
        }
        rules.stream().filter(Rule.NonInferior::primary).forEach(rule -> all.put(rule.place().key(),
                of(alone, rule.place().key()).map(one -> notWorse ? one.notAbove() : one.notBelow()).orElse(1.0)));
        rules.stream().map(rule -> rule.place().key()).filter(key -> of(alone, key).isEmpty()).forEach(all::remove);
        return all;
    }

    /** Shares by the exact test: what a look may spend is small, and so may be its samples. */
    private static Margin looked(Rule.NonInferior rule, Look look, PairedEvidence paired,
            RunComparison.MetricComparison values, Better better) {
        Optional<OneSided> found = switch (paired) {
            case PairedEvidence.Shares(Proportions.Paired counts) -> Optional.of(better == Better.HIGHER
                    ? ExactMargin.of(counts, -rule.margin())
                    : ExactMargin.of(counts, rule.margin()).turned());
            case PairedEvidence.Means means -> oneSided(rule, means, better);
        };
        double factor = (1 - rule.confidence()) / look.error();
        OptionalDouble notWorse = p(found.map(one -> Math.min(1, one.notAbove() * factor)).orElse(null));
        OptionalLong needed = NonInferiority.of(paired, better == Better.HIGHER ? 1 : -1, rule.margin(),
                1 - look.error()).needed();
        return new Margin.Paired(paired.n(), values.a(), values.b(), values.difference(), better,
                paired.scoreInterval(1 - 2 * look.error()), notWorse,
                p(found.map(one -> Math.min(1, one.notBelow() * factor)).orElse(null)), notWorse, needed);
    }

    private static Margin margin(Rule.NonInferior rule, UpgradePolicy policy, PairedEvidence paired,
            RunComparison.MetricComparison values, Better better, OptionalDouble notWorse, OptionalDouble worse,
            Optional<Double> alone) {
        Optional<Interval> interval = paired.scoreInterval(2 * rule.confidence() - 1);
        OptionalLong needed = NonInferiority.of(paired, better == Better.HIGHER ? 1 : -1, rule.margin(),
                1 - policy.error(rule)).needed();
        return new Margin.Paired(paired.n(), values.a(), values.b(), values.difference(), better, interval, notWorse,
                worse, alone.map(OptionalDouble::of).orElse(OptionalDouble.empty()), needed);
    }

    private static Reason obstacle(String metric, RunComparison comparison) {
        return comparison.notCompared().stream().filter(each -> about(each.what(), metric)).findFirst()
                .map(each -> ReasonText.of("upgrade.obstacle." + each.why().key(),
                        each.why().arguments().toArray(String[]::new)))
                .orElseGet(() -> ReasonText.of("upgrade.obstacle.no-pairs"));
    }

    private static Flips flips(String metric, RunComparer comparer, RunComparison comparison) {
        List<String> tasks = new ArrayList<>();
        comparer.comparedTasks().stream().filter(path -> path.equals(metric) || ofSuite(path, metric))
                .forEach(tasks::add);
        if (tasks.isEmpty() || comparison.notCompared().stream()
                .anyMatch(each -> WHOLE.contains(each.why().key()) && about(each.what(), metric))) {
            return new Flips.None(obstacle(metric, comparison));
        }
        List<Flip> changed = comparison.flips().stream().filter(flip -> tasks.contains(flip.metric())).toList();
        return new Flips.Counted(tasks.stream().mapToInt(comparer::pairs).sum(),
                changed.stream().filter(flip -> !flip.improved()).map(flip -> flip.metric() + " " + flip.sample())
                        .collect(Collectors.toList()),
                (int) changed.stream().filter(Flip::improved).count(),
                tasks.stream().mapToInt(comparer::unchecked).sum());
    }
}
