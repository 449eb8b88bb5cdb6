package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(50)
class ResumedRunTest extends RunFixture {
    @Test
    void a_broken_sample_does_not_stop_the_others_and_is_tried_again_by_the_next_run() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "fail", "質問3")),
                Plans.task("free", AnswerMode.GENERATE, 6));
        assertThat(run(plan).missing()).containsExactly(
                "a, house/free: of 6 samples 1 failed (the last: scripted failure 1)");
        assertThat(samples("a")).hasSize(6);
        assertThat(run(plan).complete()).isFalse();
        assertThat(samples("a")).as("only the failed one is asked again").hasSize(7);
        assertThat(samples("a").getLast().sample()).isEqualTo("q3");
    }

    @Test
    void an_interrupted_run_ends_with_what_is_missing_and_goes_on_later() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "latency-ms", "2"), Plans.candidate("b")),
                Plans.task("free", AnswerMode.GENERATE, 20));
        AtomicInteger seen = new AtomicInteger();
        EventSink interrupting = event -> {
            events.add(event);
            if (event instanceof JournalEvent.SampleDone && seen.incrementAndGet() == 7) {
                Thread.currentThread().interrupt();
            }
        };
        RunResult result = runner().run(plan, Done.nothing(), interrupting);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(result.missing().getFirst()).contains("interrupted");
        assertThat(result.missing()).hasSize(3);
        assertThat(events.getLast()).isInstanceOf(JournalEvent.RunFinished.class);
        assertThat(answers(events)).hasSize(7);
        assertThat(run(plan).complete()).isTrue();
        assertThat(all(JournalEvent.RunResumed.class)).hasSize(1);
        assertThat(all(JournalEvent.TaskPlanned.class)).hasSize(1);
        assertThat(all(JournalEvent.ConformanceChecked.class)).hasSize(4);
        assertThat(all(JournalEvent.SampleDone.class)).as("none twice").hasSize(40);
        Map<String, String> resumed = answers(events);
        events.clear();
        run(plan);
        assertThat(resumed).isEqualTo(answers(events));
    }

    @Test
    void stop_ends_a_run_from_another_thread() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "slow", "質問1")),
                Plans.task("free", AnswerMode.GENERATE, 5));
        Runner runner = runner();
        CountDownLatch begun = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                begun.await();
                runner.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long start = System.nanoTime();
        RunResult result = runner.run(plan, Done.nothing(), event -> {
            events.add(event);
            if (event instanceof JournalEvent.ConformanceChecked) {
                begun.countDown();
            }
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(result.missing()).hasSize(2);
    }

    @Test
    void a_finished_run_is_not_run_again() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a")), Plans.task("free", AnswerMode.GENERATE, 3));
        run(plan);
        engine.log.clear();
        int before = events.size();
        assertThat(run(plan).complete()).isTrue();
        assertThat(engine.log).isEmpty();
        assertThat(events.subList(before, events.size())).hasSize(2);
    }

    @Test
    void a_candidate_that_was_refused_for_a_while_is_opened_again_though_nothing_is_left_to_ask() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a")), Plans.task("free", AnswerMode.GENERATE, 3));
        run(plan);
        inspector = Optional.of(new Files("sha256:one", Long.MAX_VALUE / 4));
        assertThat(run(plan).missing()).singleElement().asString().startsWith("a was not measured");
        inspector = Optional.empty();
        assertThat(run(plan).complete()).isTrue();
        assertThat(all(JournalEvent.CandidateOpened.class)).as("the second one lifts the refusal").hasSize(2);
        assertThat(samples("a")).hasSize(3);
        run(plan);
        assertThat(all(JournalEvent.CandidateOpened.class)).hasSize(2);
    }

    @Test
    void a_changed_plan_is_refused_with_what_changed() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "context", "2048"), Plans.candidate("b")),
                Plans.task("free", AnswerMode.GENERATE, 3));
        run(plan);
        int before = events.size();
        Suite other = new Suite("house", "1", "ja", "CC-BY-4.0", "house.yaml", "sha256:other",
                List.of(Plans.task("free", AnswerMode.GENERATE, 4), Plans.task("new", AnswerMode.CHOICE, 1)));
        Plan changed = Plans.hashed(Plans.plan(List.of(Plans.candidate("a", "context", "4096"), Plans.candidate("c")),
                List.of(other), List.of(), Optional.empty(), 1, Duration.ofSeconds(30), 0), "sha256:changed");
        assertThatThrownBy(() -> run(changed)).isInstanceOfSatisfying(InvalidInput.class,
                invalid -> assertThat(invalid.getMessage()).contains("candidate a: option context 2048 → 4096",
                        "the candidate c is new", "the candidate b is gone",
                        "the files of the suite house changed (sha256:suite → sha256:other)",
                        "the task house/free has 4 samples instead of 3", "the task house/new is new"));
        assertThat(events).hasSize(before);
        assertThatThrownBy(() -> run(Plans.hashed(plan, "sha256:seed"))).hasMessageContaining("seed");
    }

    @Test
    void changed_model_files_and_engines_are_refused() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "fail", "質問1")),
                Plans.task("free", AnswerMode.GENERATE, 3));
        inspector = Optional.of(new Files("sha256:one", 10));
        run(plan);
        assertThat(all(JournalEvent.CandidateInspected.class)).hasSize(1);
        run(plan);
        assertThat(all(JournalEvent.CandidateInspected.class)).as("the same files are not told twice").hasSize(1);
        inspector = Optional.of(new Files("sha256:two", 10));
        int before = events.size();
        assertThatThrownBy(() -> run(plan)).isInstanceOf(InvalidInput.class)
                .hasMessageContaining("files of the candidate a changed").hasMessageContaining("sha256:two");
        assertThat(events).hasSize(before);
    }

    @Test
    void done_is_not_changed_by_a_run() throws InvalidInput {
        Done done = Done.nothing();
        runner().run(Plans.plan(List.of(Plans.candidate("a")), Plans.task("free", AnswerMode.GENERATE, 3)), done,
                events::add);
        assertThat(done.started()).isFalse();
        assertThat(done.sampleCount()).isZero();
        assertThat(Done.of(events.stream()).sampleCount()).isEqualTo(3);
    }
}
