package dev.mekiki.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.Course;
import dev.mekiki.domain.Course.Thought;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.TaskFinding;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.SampleDone;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.JournalEvent.WayChosen;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Outcome.Answer;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Selection;
import dev.mekiki.port.Metric;
import dev.mekiki.port.Registry;
import dev.mekiki.select.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaysApartTest {
    private static final int SAMPLES = 40;

    /** Right where the outcome is; of all ways, or of log-likelihoods alone. */
    private record Picks(String name, Set<ChoiceWay> ways) implements Metric {
        @Override
        public String summary() {
            return name;
        }

        @Override
        public Better better() {
            return Better.HIGHER;
        }

        @Override
        public boolean proportion() {
            return true;
        }

        @Override
        public Set<AnswerMode> answers() {
            return Set.of(AnswerMode.CHOICE);
        }

        @Override
        public Score score(Sampled sampled, Optional<String> extracted) {
            return new Score.Scored(sampled.sample().endsWith("0") ? 0 : 1);
        }
    }

    private static Findings findings(Optional<ChoiceWay> ofB) {
        List<JournalEvent> events = new ArrayList<>(List.of(Journals.started(),
                new TaskPlanned("suite", "1", "ja", "CC-BY-4.0", "sha256:11", "pick", AnswerMode.CHOICE, List.of(),
                        List.of("acc", "acc_norm"), 0.5, SAMPLES, 0),
                Journals.inspected("a"), Journals.opened("a"), Journals.inspected("b"), Journals.opened("b")));
        ofB.filter(way -> way != ChoiceWay.LOGLIKELIHOOD).ifPresent(way -> events
                .add(new WayChosen("b", "suite/pick", way, List.of("loglikelihood: no log-probabilities"))));
        Outcome ranked = new Outcome.Answered(new Answer.Ranked(List.of(new ContinuationLogprob("右", -1, true, 2),
                new ContinuationLogprob("左", -2, false, 3))));
        for (int i = 0; i < SAMPLES; i++) {
            // as journals of earlier versions: nothing is told of the way
            events.add(new SampleDone(sampled("a", i, ranked)));
            boolean picked = ofB.isPresent() && ofB.get() == ChoiceWay.CONSTRAINED;
            Sampled b = sampled("b", i, picked ? new Outcome.Answered(new Answer.Picked(0)) : ranked);
            events.add(new SampleDone(ofB.map(way -> b.with(new Course(Optional.of(way), Optional.empty(),
                    OptionalInt.of(12)))).orElse(b)));
        }
        return new Analyst(Registry.of(List.of(new Picks("acc", Set.of(ChoiceWay.values())),
                new Picks("acc_norm", Set.of(ChoiceWay.LOGLIKELIHOOD)))), Journals.extractor())
                .analyse(events.stream()).findings();
    }

    private static Sampled sampled(String candidate, int id, Outcome outcome) {
        return new Sampled(candidate, "suite", "pick", "q" + id, Optional.empty(), "問い" + id, List.of("右", "左"),
                List.of(0), List.of(), Map.of(), outcome, 5, OptionalInt.of(10), OptionalInt.empty(), 1);
    }

    @Test
    void journals_that_tell_no_way_are_of_log_likelihoods() {
        Findings findings = findings(Optional.of(ChoiceWay.LOGLIKELIHOOD));
        assertThat(findings.candidate("a").orElseThrow().metric("suite/pick/acc").orElseThrow().way())
                .contains("loglikelihood");
        assertThat(findings.comparisons()).isNotEmpty();
        assertThat(findings.notCompared()).isEmpty();
    }

    @Test
    void values_of_different_ways_are_neither_compared_nor_ranked_and_it_is_said() {
        Findings findings = findings(Optional.of(ChoiceWay.CONSTRAINED));
        assertThat(findings.comparisons()).isEmpty();
        assertThat(findings.notCompared()).extracting(Findings.NotCompared::metric, Findings.NotCompared::why)
                .contains(org.assertj.core.groups.Tuple.tuple("suite/pick/acc",
                        "answered in different ways (loglikelihood / constrained)"));
        assertThat(findings.candidate("b").orElseThrow().metric("suite/pick/acc_norm").orElseThrow().withheld())
                .contains(
                        "metric acc_norm needs log-likelihoods, and the choices were answered another way: constrained");
        Policy policy = new Policy("test.yaml", List.of(),
                List.of(new Policy.Criterion("suite/pick/acc", 1, OptionalDouble.empty(), OptionalDouble.empty())));
        Selection selection = new Selector().select(findings, policy);
        assertThat(selection.outcome()).isEqualTo(Selection.Outcome.TIED);
        assertThat(selection.ranking()).allMatch(ranked -> ranked.utility().isEmpty());
        assertThat(selection.reasons()).extracting(Selection.Reason::text).contains(
                "suite/pick/acc was answered in different ways, whose values say nothing beside each other: a loglikelihood, b constrained.");
    }

    @Test
    void forwarded_tokens_stand_beside_what_whole_prompts_would_have_taken() {
        TaskFinding task = findings(Optional.of(ChoiceWay.LOGLIKELIHOOD)).candidate("b").orElseThrow().tasks()
                .getFirst();
        assertThat(task.forwarded().orElseThrow().mean()).isEqualTo(12);
        // 2 × a prompt of 10, and 2 + 3 tokens of choices
        assertThat(task.forwarded().orElseThrow().withoutSharing()).hasValue(25);
    }

    @Test
    void reasoning_and_what_it_cost_is_told_for_each_task_and_never_scored_where_it_has_no_end() {
        List<JournalEvent> events = new ArrayList<>(List.of(Journals.started(), Journals.task("qa", 4, 0, "right"),
                Journals.inspected("a"), Journals.opened("a")));
        for (int i = 0; i < 4; i++) {
            boolean closed = i > 0;
            Outcome outcome = closed ? Journals.text("yes") : new Outcome.Truncated("", 2048);
            Sampled sampled = ((SampleDone) Journals.sample("a", "qa", "q" + i, "", outcome)).sampled();
            events.add(new SampleDone(i == 3
                    ? sampled
                    : sampled.with(new Course(Optional.empty(),
                            Optional.of(new Thought("yes yes", OptionalInt.of(i + 1), closed)), OptionalInt.empty()))));
        }
        Findings.CandidateFindings found = Journals.analyst().analyse(events.stream()).findings().candidate("a")
                .orElseThrow();
        TaskFinding task = found.tasks().getFirst();
        assertThat(task.truncated()).isEqualTo(1);
        assertThat(task.truncationRate()).isEqualTo(0.25);
        assertThat(task.thinking().orElseThrow()).isEqualTo(new Findings.Thinking(3, 1, OptionalDouble.of(2), 7));
        assertThat(found.metric("suite/qa/right").orElseThrow().unscored())
                .containsEntry("truncated within the reasoning", 1);
        assertThat(found.metric("suite/qa/right").orElseThrow().value().orElseThrow()).isCloseTo(1, within(1e-12));
    }
}
