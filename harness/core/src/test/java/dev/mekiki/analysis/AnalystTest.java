package dev.mekiki.analysis;

import static dev.mekiki.analysis.Journals.analyst;
import static dev.mekiki.analysis.Journals.answer;
import static dev.mekiki.analysis.Journals.finished;
import static dev.mekiki.analysis.Journals.inspected;
import static dev.mekiki.analysis.Journals.opened;
import static dev.mekiki.analysis.Journals.sample;
import static dev.mekiki.analysis.Journals.started;
import static dev.mekiki.analysis.Journals.task;
import static dev.mekiki.analysis.Journals.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Scoring;
import dev.mekiki.domain.Withheld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnalystTest {
    private static Analysis analyse(JournalEvent... events) {
        return analyst().analyse(List.of(events).stream());
    }

    private static MetricFinding metric(Analysis analysis, String candidate, String metric) {
        return analysis.findings().candidate(candidate).orElseThrow().metric(metric).orElseThrow();
    }

    /** Two candidates, 20 samples: hinoki has 15 right, sugi 10; both 9, only hinoki 6, only sugi 1. */
    private static List<JournalEvent> twoCandidates() {
        List<JournalEvent> events = new ArrayList<>(List.of(started(), task("qa", 20, 0.9, "right"),
                inspected("hinoki"), inspected("sugi"), opened("hinoki"), opened("sugi")));
        for (int i = 0; i < 20; i++) {
            events.add(answer("hinoki", "qa", "" + i, i < 15 ? "yes" : "no"));
            events.add(answer("sugi", "qa", "" + i, i < 9 || i == 15 ? "yes" : "no"));
        }
        events.add(finished());
        return events;
    }

    @Test
    void a_share_has_its_wilson_interval_and_coverage() {
        Analysis analysis = analyst().analyse(twoCandidates().stream());
        MetricFinding found = metric(analysis, "hinoki", "suite/qa/right");
        assertThat(found.value()).hasValue(0.75);
        assertThat(found.n()).isEqualTo(20);
        assertThat(found.coverage()).isEqualTo(1);
        // statsmodels: proportion_confint(15, 20, method='wilson')
        assertThat(found.interval().orElseThrow().low()).isCloseTo(0.5313, within(1e-4));
        assertThat(found.interval().orElseThrow().high()).isCloseTo(0.8881, within(1e-4));
        assertThat(metric(analysis, "hinoki", "suite/right").value()).hasValue(0.75);
        assertThat(analysis.findings().candidate("hinoki").orElseThrow().outcomes()).containsEntry("answered", 20);
        // 4 tokens of input for prompts of 3 or 4 characters: 80 / (10·3 + 10·4)
        assertThat(analysis.findings().candidate("hinoki").orElseThrow().tokensPerCharacter().orElseThrow())
                .isCloseTo(80 / 70.0, within(1e-12));
    }

    @Test
    void candidates_are_compared_on_common_samples() {
        Comparison one = analyst().analyse(twoCandidates().stream()).findings().comparisons().getFirst();
        assertThat(one.a()).isEqualTo("hinoki");
        assertThat(one.difference()).isEqualTo(0.25);
        assertThat(one.test()).isEqualTo("mcnemar");
        assertThat(one.onlyA()).isEqualTo(6);
        assertThat(one.onlyB()).isEqualTo(1);
        // 2 · P(Binomial(7, 1/2) ≤ 1) = 2 · 8 / 128
        assertThat(one.p().orElseThrow()).isCloseTo(0.125, within(1e-12));
        assertThat(one.pAdjusted().orElseThrow()).isCloseTo(0.125, within(1e-12));
        // (1.959964 √0.35 + 0.841621 √(0.35 − 0.0625))² / 0.0625 = 41.5
        assertThat(one.needed()).hasValue(42);
    }

    @Test
    void items_asked_differently_are_not_common() {
        List<JournalEvent> events = new ArrayList<>(twoCandidates());
        events.replaceAll(event -> event instanceof JournalEvent.SampleDone done
                && done.sampled().candidate().equals("sugi")
                && Integer.parseInt(done.sampled().sample()) < 5
                        ? new JournalEvent.SampleDone(new dev.mekiki.domain.Sampled("sugi", "suite", "qa",
                                done.sampled().sample(), done.sampled().cluster(), done.sampled().prompt(), List.of(),
                                List.of(), List.of("yes", "of course"), done.sampled().labels(),
                                done.sampled().outcome(), 5, done.sampled().inputTokens(),
                                done.sampled().outputTokens(), 1))
                        : event);
        assertThat(analyst().analyse(events.stream()).findings().comparisons().getFirst().n()).isEqualTo(15);
    }

    @Test
    void the_order_of_work_and_a_resumed_run_change_nothing_but_the_run() {
        List<JournalEvent> events = twoCandidates();
        List<JournalEvent> samples = new ArrayList<>(events.subList(6, 46));
        Collections.shuffle(samples, new Random(4));
        List<JournalEvent> resumed = new ArrayList<>(events.subList(0, 6));
        resumed.addAll(samples.subList(0, 20));
        resumed.add(sample("hinoki", "qa", "3", "", new Outcome.Failed("killed")));
        resumed.add(new JournalEvent.RunResumed("0.1.0", Instant.EPOCH.plusSeconds(9), Journals.MACHINE));
        resumed.addAll(samples.subList(20, 40));
        resumed.add(answer("hinoki", "qa", "3", "yes"));
        resumed.add(finished());
        Analysis whole = analyst().analyse(events.stream());
        Analysis again = analyst().analyse(resumed.stream());
        assertThat(again.findings()).isEqualTo(whole.findings());
        assertThat(again.samples()).containsExactlyInAnyOrderElementsOf(whole.samples());
        assertThat(again.run().resumedAt()).hasSize(1);
        assertThat(again.run().otherMachines()).isEmpty();
    }

    @Test
    void samples_are_in_plan_order_with_candidates_side_by_side() {
        Analysis analysis = analyse(started(), task("a", 2, 0, "right"), task("b", 1, 0, "right"), inspected("x"),
                inspected("y"), answer("y", "b", "0", "yes"), answer("y", "a", "0", "no"),
                answer("x", "a", "0", "yes"), answer("x", "a", "1", "yes"), answer("y", "a", "1", "yes"));
        assertThat(analysis.samples()).extracting(
                one -> one.sampled().task() + one.sampled().sample() + one.sampled().candidate())
                .containsExactly("a0x", "a0y", "a1x", "a1y", "b0y");
    }

    @Test
    void what_could_not_be_scored_is_counted_by_reason_and_never_0() {
        Analysis analysis = analyse(started(), task("qa", 7, 0.1, "right"), inspected("x"),
                answer("x", "qa", "0", "yes"), sample("x", "qa", "1", "", new Outcome.TimedOut(100)),
                sample("x", "qa", "2", "", new Outcome.Failed("out of memory")),
                sample("x", "qa", "3", "", new Outcome.Truncated("yes and", 2)),
                sample("x", "qa", "4", "", new Outcome.Refused("filter")), answer("x", "qa", "5", "break"));
        MetricFinding found = metric(analysis, "x", "suite/qa/right");
        assertThat(found.value()).hasValue(1);
        assertThat(found.scored()).isEqualTo(1);
        assertThat(found.coverage()).isCloseTo(1 / 7.0, within(1e-12));
        assertThat(found.unscored()).containsEntry("timed out", 1)
                .containsEntry("failed: out of memory", 1)
                .containsEntry("the answer was cut short", 1)
                .containsEntry("no text", 1)
                .containsEntry("not asked yet", 1)
                .hasSize(6);
        assertThat(found.unscored().values().stream().mapToInt(Integer::intValue).sum() + found.scored())
                .isEqualTo(7);
        assertThat(analysis.findings().candidates().getFirst().outcomes()).containsEntry("missing", 1)
                .containsEntry("timed-out", 1)
                .containsEntry("answered", 2);
        assertThat(analysis.findings().missing()).containsExactly("the run has not come to its end",
                "x: suite/qa: 1 of 7 samples");
    }

    @Test
    void under_the_floor_a_value_is_withheld_and_its_suite_is_incomplete() {
        Analysis analysis = analyse(started(), task("qa", 4, 0.9, "right"), task("other", 1, 0.9, "right"),
                inspected("x"), answer("x", "qa", "0", "yes"), answer("x", "qa", "1", "yes"),
                answer("x", "qa", "2", "yes"), answer("x", "other", "0", "yes"));
        MetricFinding found = metric(analysis, "x", "suite/qa/right");
        assertThat(found.value()).isEmpty();
        assertThat(found.interval()).isEmpty();
        assertThat(found.withheld()).hasValue("coverage is 0.750, under the floor of 0.900: 3 of 4 samples are scored");
        assertThat(Withheld.in(Locale.JAPANESE, found.withheld().orElseThrow()))
                .isEqualTo("採点率 0.750 が下限 0.900 に届きません（4 問中 3 問を採点）");
        assertThat(metric(analysis, "x", "suite/right").value()).isEmpty();
        assertThat(metric(analysis, "x", "suite/right").withheld()).hasValue("incomplete: withheld for qa");
        assertThat(metric(analysis, "x", "suite/other/right").value()).hasValue(1);
    }

    @Test
    void a_failed_check_blocks_the_scoring_that_depends_on_it() {
        var failed = new Conformance("prefix-reuse", false, "differs", Set.of(AnswerMode.GENERATE));
        var passed = new Conformance("prefix-reuse", true, "equal", Set.of(AnswerMode.GENERATE));
        Analysis analysis = analyse(started(), task("qa", 1, 0, "right"), inspected("x"),
                new JournalEvent.ConformanceChecked("x", failed), answer("x", "qa", "0", "yes"),
                new JournalEvent.ConformanceChecked("x", passed));
        assertThat(metric(analysis, "x", "suite/qa/right").withheld())
                .hasValue("conformance check failed: prefix-reuse");
        assertThat(analysis.samples().getFirst().scores().get("right"))
                .isEqualTo(new Score.Unscored("conformance check failed: prefix-reuse"));
    }

    @Test
    void unknown_metrics_and_refused_candidates_are_told() {
        Analysis analysis = analyse(started(), task("qa", 1, 0, "gone", "right"), inspected("x"),
                new JournalEvent.CandidateRefused("y", "no such folder"), answer("x", "qa", "0", "yes"));
        assertThat(metric(analysis, "x", "suite/qa/gone").withheld()).hasValue("no metric of the name gone is known");
        assertThat(metric(analysis, "y", "suite/qa/right").withheld()).hasValue("not measured: no such folder");
        assertThat(analysis.findings().candidate("y").orElseThrow().refused()).hasValue("no such folder");
    }

    @Test
    void known_errors_of_a_metric_stand_beside_its_value() {
        Analysis analysis = analyse(started(), task("qa", 1, 0, "rude"), inspected("x"),
                answer("x", "qa", "0", "baka"));
        assertThat(metric(analysis, "x", "suite/qa/rude").errorFalsePositive()).hasValue(0.02);
        assertThat(metric(analysis, "x", "suite/qa/rude").errorFalseNegative()).hasValue(0.3);
    }

    @Test
    void items_that_share_a_passage_are_resampled_together() {
        List<JournalEvent> events = new ArrayList<>(List.of(started(), task("rc", 60, 0, "right", "length"),
                inspected("x"), inspected("y")));
        for (int i = 0; i < 60; i++) {
            String passage = "p" + i / 5;
            boolean easy = i / 5 % 3 != 0;
            events.add(sample("x", "rc", "" + i, passage, text(easy ? "yes" : "no")));
            events.add(sample("y", "rc", "" + i, passage, text(easy && i % 2 == 0 ? "yes" : "nothing")));
        }
        Analysis analysis = analyst().analyse(events.stream());
        MetricFinding share = metric(analysis, "x", "suite/rc/right");
        assertThat(share.interval().orElseThrow().method()).isEqualTo("cluster-bootstrap");
        double naive = Proportions.wilson(40, 60, 0.95).high() - Proportions.wilson(40, 60, 0.95).low();
        assertThat(share.interval().orElseThrow().high() - share.interval().orElseThrow().low())
                .isGreaterThan(1.5 * naive);
        assertThat(metric(analysis, "x", "suite/rc/length").interval().orElseThrow().method())
                .isEqualTo("cluster-bootstrap");
        assertThat(analysis.findings().comparisons()).filteredOn(one -> one.metric().equals("suite/rc/right"))
                .singleElement()
                .satisfies(one -> assertThat(one.test()).isEqualTo("sign-flip"));
    }

    @Test
    void a_suite_is_the_unweighted_mean_of_its_tasks() {
        List<JournalEvent> events = new ArrayList<>(List.of(started(), task("small", 10, 0, "length", "right"),
                task("large", 40, 0, "length"), inspected("x"), inspected("y")));
        Random random = new Random(8);
        for (int i = 0; i < 50; i++) {
            String task = i < 10 ? "small" : "large";
            int base = i < 10 ? 1 : 5;
            events.add(answer("x", task, "" + i, "a".repeat(base + random.nextInt(4))));
            events.add(answer("y", task, "" + i, "a".repeat(base + random.nextInt(4))));
        }
        Analysis analysis = analyst().analyse(events.stream());
        MetricFinding suite = metric(analysis, "x", "suite/length");
        double small = metric(analysis, "x", "suite/small/length").value().orElseThrow();
        double large = metric(analysis, "x", "suite/large/length").value().orElseThrow();
        assertThat(suite.value().orElseThrow()).isCloseTo((small + large) / 2, within(1e-12));
        assertThat(suite.kind()).isEqualTo("aggregate");
        assertThat(suite.n()).isEqualTo(50);
        assertThat(suite.interval().orElseThrow().method()).isEqualTo("stratified-bootstrap");
        assertThat(metric(analysis, "x", "suite/right").value()).as("of the one task that has it")
                .isEqualTo(metric(analysis, "x", "suite/small/right").value());
        assertThat(analysis.findings().comparisons()).extracting(Comparison::metric).contains("suite/length");
    }

    @Test
    void a_suite_that_weighs_by_size_is_the_mean_over_all_samples() {
        List<JournalEvent> events = new ArrayList<>(List.of(started(), bySize(task("small", 10, 0, "length")),
                bySize(task("large", 40, 0, "length")), inspected("x"), inspected("y")));
        Random random = new Random(8);
        double[] total = new double[2];
        for (int i = 0; i < 50; i++) {
            for (int who = 0; who < 2; who++) {
                int length = (i < 10 ? 1 : 5) + random.nextInt(4);
                total[who] += length;
                events.add(answer(who == 0 ? "x" : "y", i < 10 ? "small" : "large", "" + i, "a".repeat(length)));
            }
        }
        Analysis analysis = analyst().analyse(events.stream());
        MetricFinding suite = metric(analysis, "x", "suite/length");
        assertThat(suite.value().orElseThrow()).isCloseTo(total[0] / 500, within(1e-12));
        assertThat(suite.interval().orElseThrow().low()).isBetween(total[0] / 500 - 0.05, total[0] / 500);
        assertThat(analysis.findings().comparisons()).filteredOn(one -> one.metric().equals("suite/length"))
                .singleElement()
                .satisfies(one -> assertThat(one.difference()).isCloseTo((total[0] - total[1]) / 500, within(1e-12)));
    }

    private static TaskPlanned bySize(TaskPlanned task) {
        return new TaskPlanned(task.suite(), task.suiteVersion(), task.language(), task.license(), task.digest(),
                task.task(), task.answer(), task.extract(), task.metrics(), task.floor(), task.samples(), task.shots(),
                task.uses(), Optional.of(Scoring.USUAL.with(Scoring.Weighing.BY_SIZE)));
    }

    @Test
    void a_suite_with_a_perfect_task_keeps_that_tasks_doubt() {
        List<JournalEvent> events = new ArrayList<>(
                List.of(started(), task("easy", 20, 0, "right"), task("hard", 20, 0, "right"), inspected("x")));
        for (int i = 0; i < 20; i++) {
            events.add(answer("x", "easy", "" + i, "yes"));
            events.add(answer("x", "hard", "" + i, i % 2 == 0 ? "yes" : "no"));
        }
        var interval = metric(analyst().analyse(events.stream()), "x", "suite/right").interval().orElseThrow();
        assertThat(interval.method()).isEqualTo("mover");
        // statsmodels, Wilson: 20/20 from 0.83887, 10/20 from 0.29930 to 0.70070; squared, halved and added
        assertThat(interval.low()).isCloseTo(0.75 - Math.hypot(0.16113, 0.20070) / 2, within(1e-4));
        assertThat(interval.high()).isCloseTo(0.75 + 0.20070 / 2, within(1e-4));
    }

    @Test
    void three_candidates_share_one_family() {
        List<JournalEvent> events = new ArrayList<>(List.of(started(), task("qa", 30, 0, "right"), inspected("x"),
                inspected("y"), inspected("z")));
        for (int i = 0; i < 30; i++) {
            events.add(answer("x", "qa", "" + i, "yes"));
            events.add(answer("y", "qa", "" + i, i < 20 ? "yes" : "no"));
            events.add(answer("z", "qa", "" + i, i < 22 ? "yes" : "no"));
        }
        List<Comparison> all = analyst().analyse(events.stream())
                .findings()
                .comparisons()
                .stream()
                .filter(one -> one.metric().equals("suite/qa/right"))
                .toList();
        assertThat(all).hasSize(3);
        // exact p of 10:0, 8:0 and 2:0 are 2/1024, 2/256 and 0.5; Holm: times 3, times 2, times 1
        assertThat(all).extracting(one -> one.pAdjusted().orElseThrow())
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
                .containsExactly(6 / 1024.0, 4 / 256.0, 0.5);
        assertThat(all.getFirst().needed()).isEmpty();
        assertThat(all.getLast().needed()).isPresent();
    }

    @Test
    void a_journal_without_a_start_is_refused() {
        assertThatThrownBy(() -> analyse(inspected("x"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RunStarted");
    }
}
