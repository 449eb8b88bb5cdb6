package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Sampled;
import dev.mekiki.port.MicroBenchmark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(50)
class RunnerTest extends RunFixture {
    @Test
    void every_candidate_answers_every_sample_side_by_side() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a"), Plans.candidate("b"), Plans.candidate("c")),
                Plans.task("choice", AnswerMode.CHOICE, 6), Plans.task("free", AnswerMode.GENERATE, 5));
        RunResult result = run(plan);
        assertThat(result.missing()).isEmpty();
        assertThat(result.complete()).isTrue();
        for (String name : List.of("a", "b", "c")) {
            assertThat(samples(name)).hasSize(11);
        }
        List<String> order = all(JournalEvent.SampleDone.class).stream().map(done -> done.sampled().candidate())
                .toList();
        for (int i = 0; i < order.size(); i += 3) {
            assertThat(order.subList(i, i + 3)).as("block %d", i / 3).containsExactlyInAnyOrder("a", "b", "c");
        }
        assertThat(order.stream().limit(18).filter("a"::equals).count()).isEqualTo(6);
        assertThat(List.of(order.get(0), order.get(3), order.get(6))).as("who comes first changes")
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(events.getFirst()).isInstanceOfSatisfying(JournalEvent.RunStarted.class, started -> {
            assertThat(started.format()).isEqualTo("mekiki.journal/1");
            assertThat(started.planHash()).isEqualTo("sha256:plan");
            assertThat(started.machine().cores()).isPositive();
        });
        assertThat(all(JournalEvent.TaskPlanned.class)).extracting(JournalEvent.TaskPlanned::path)
                .containsExactly("house/choice", "house/free");
        assertThat(all(JournalEvent.ConformanceChecked.class)).hasSize(6);
        assertThat(events.getLast()).isEqualTo(new JournalEvent.RunFinished(Instant.EPOCH, List.of()));
        assertThat(engine.log).contains("close a", "close b", "close c");
        assertThat(engine.most.get()).isEqualTo(1);
    }

    @Test
    void prompts_of_plain_mode_end_with_the_delimiter_and_answers_say_how_they_ended() throws InvalidInput {
        run(Plans.plan(List.of(Plans.candidate("a")), Plans.task("free", AnswerMode.GENERATE, 40)));
        Sampled first = samples("a").getFirst();
        assertThat(first.prompt()).isEqualTo("質問0？答え：");
        assertThat(first.inputTokens()).as("characters and one special token").hasValue(8);
        assertThat(samples("a")).anySatisfy(
                sampled -> assertThat(sampled.outcome()).isInstanceOfSatisfying(Outcome.Truncated.class,
                        cut -> assertThat(cut.text()).hasSize(4)));
        assertThat(samples("a")).anySatisfy(
                sampled -> assertThat(sampled.outcome()).isInstanceOf(Outcome.Answered.class));
    }

    @Test
    void answers_do_not_depend_on_the_number_of_workers() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "latency-ms", "1"), Plans.candidate("b")),
                Plans.task("choice", AnswerMode.CHOICE, 30), Plans.task("free", AnswerMode.GENERATE, 30));
        run(plan);
        Map<String, String> one = answers(events);
        events.clear();
        run(Plans.workers(plan, 4));
        assertThat(answers(events)).isEqualTo(one).hasSize(120);
        assertThat(engine.most.get()).as("samples at once").isBetween(2, 4);
    }

    @Test
    void a_broken_candidate_does_not_stop_the_others() throws InvalidInput {
        RunResult result = run(Plans.plan(
                List.of(Plans.candidate("refused", "refuse", "head size 80"),
                        Plans.candidate("unopened", "open", "truncated file"), Plans.candidate("good"),
                        Plans.candidate("failing", "fail", "質問")),
                Plans.task("one", AnswerMode.GENERATE, 30), Plans.task("two", AnswerMode.GENERATE, 30),
                Plans.task("three", AnswerMode.GENERATE, 30)));
        assertThat(samples("good")).hasSize(90).allMatch(sampled -> !(sampled.outcome() instanceof Outcome.Failed));
        assertThat(all(JournalEvent.CandidateRefused.class)).containsExactlyInAnyOrder(
                new JournalEvent.CandidateRefused("refused", "head size 80"),
                new JournalEvent.CandidateRefused("unopened", "truncated file"));
        assertThat(samples("failing")).as("ten in a row end a task, two such tasks the candidate").hasSize(20);
        assertThat(result.missing()).hasSize(5);
        assertThat(result.missing().getFirst()).isEqualTo("refused was not measured: head size 80");
        assertThat(result.missing().get(2)).startsWith("failing, house/one: of 30 samples 10 failed")
                .contains("scripted failure", "20 not run (given up after 10 failures in a row");
        assertThat(result.missing().getLast()).startsWith("failing, house/three: of 30 samples 30 not run");
    }

    @Test
    void failures_are_retried_with_the_number_of_attempts_told() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "fail-times", "2")),
                List.of(Plans.suite(Plans.task("free", AnswerMode.GENERATE, 1))), List.of(), Optional.empty(), 1,
                Duration.ofSeconds(30), 1);
        assertThat(run(plan).complete()).as("warm-up took both failures").isTrue();
        events.clear();
        Plan harder = Plans.plan(List.of(Plans.candidate("a", "fail-times", "4")), plan.suites(), List.of(),
                Optional.empty(), 1, Duration.ofSeconds(30), 2);
        assertThat(run(harder).complete()).isTrue();
        assertThat(samples("a").getFirst().attempts()).as("three in warm-up, one failure and one answer").isEqualTo(2);
    }

    @Test
    void a_late_sample_is_timed_out_and_not_retried() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "slow", "質問1")),
                List.of(Plans.suite(Plans.task("free", AnswerMode.GENERATE, 3),
                        Plans.task("choice", AnswerMode.CHOICE, 3))),
                List.of(), Optional.empty(), 1, Duration.ofMillis(150), 3);
        assertThat(run(plan).complete()).isTrue();
        List<Sampled> late = samples("a").stream().filter(sampled -> sampled.sample().equals("q1")).toList();
        assertThat(late).hasSize(2).allSatisfy(sampled -> {
            assertThat(sampled.outcome()).isInstanceOfSatisfying(Outcome.TimedOut.class,
                    out -> assertThat(out.afterMs()).isBetween(140L, 2000L));
            assertThat(sampled.attempts()).isEqualTo(1);
        });
        assertThat(samples("a")).hasSize(6);
    }

    @Test
    void an_engine_that_ignores_its_deadline_is_given_up_and_the_others_go_on() throws InvalidInput {
        Plan plan = Plans.plan(List.of(Plans.candidate("deaf", "deaf", "質問2"), Plans.candidate("b")),
                List.of(Plans.suite(Plans.task("free", AnswerMode.GENERATE, 5))), List.of(), Optional.empty(), 1,
                Duration.ofMillis(50), 0);
        SampleStage stage = new SampleStage(plan, Done.nothing(), new Stop(), events::add, Duration.ofMillis(200));
        List<OpenCandidate> open = plan.candidates().stream().map(candidate -> {
            try {
                return new OpenCandidate(candidate, engine.open(candidate), Optional.empty(), 1);
            } catch (dev.mekiki.port.EngineException e) {
                throw new AssertionError(e);
            }
        }).toList();
        stage.run(open);
        assertThat(open.getFirst().givenUp()).contains("the engine does not stop at its deadline");
        assertThat(samples("deaf")).extracting(Sampled::sample).containsExactly("q0", "q1", "q2");
        assertThat(samples("b")).hasSize(5);
        assertThat(events).contains(new JournalEvent.PartFailed("deaf", "samples",
                "the engine does not stop at its deadline"));
        open.forEach(OpenCandidate::close);
        assertThat(engine.log).as("its memory is in use").doesNotContain("close deaf").contains("close b");
    }

    @Test
    void what_cannot_be_asked_is_told_with_its_reason() throws InvalidInput {
        Plan plan = Plans.plan(
                List.of(Plans.candidate("plain"), Plans.candidate("mute", "scorer", "false", "template", "x"),
                        Plans.candidate("odd", "blocks", "CHOICE", "template", "x")),
                Plans.with(Plans.task("chat", AnswerMode.GENERATE, 2), ChatMode.ALWAYS, Optional.empty()),
                Plans.task("choice", AnswerMode.CHOICE, 2));
        RunResult result = run(plan);
        assertThat(result.missing()).containsExactly(
                "plain, house/chat: of 2 samples 2 not run (the task asks for a chat template (chat: always), and the model has none)",
                "mute, house/choice: of 2 samples 2 not run (the engine fake cannot score continuations)",
                "odd, house/choice: of 2 samples 2 not run (conformance check “scripted” failed: as written)");
        assertThat(samples("mute").getFirst().prompt()).isEqualTo("<user>質問0？<assistant>");
    }

    @Test
    void a_model_larger_than_the_machine_is_refused_and_large_ones_are_loaded_one_after_the_other()
            throws InvalidInput {
        inspector = Optional.of(new Files("sha256:one", Long.MAX_VALUE / 4));
        Plan plan = Plans.plan(List.of(Plans.candidate("a"), Plans.candidate("b")),
                Plans.task("free", AnswerMode.GENERATE, 3));
        assertThat(run(plan).missing()).hasSize(2).allMatch(line -> line.contains("GiB of memory"));
        assertThat(engine.log).isEmpty();
        events.clear();
        inspector = Optional.of(new Files("sha256:one", (long) (ThisMachine.describe().memoryBytes() * 0.4)));
        assertThat(run(plan).complete()).isTrue();
        assertThat(engine.log).containsExactly("open a", "close a", "open b", "close b");
    }

    @Test
    void an_open_loop_begins_requests_when_they_are_due_and_conversations_need_a_server() throws InvalidInput {
        LoadShape due = new LoadShape(Optional.of(new LoadShape.Arrivals.Constant(100)), OptionalDouble.empty(), 0, 0,
                false, 1, Optional.empty(), Optional.empty());
        LoadShape turns = new LoadShape(Optional.empty(), OptionalDouble.empty(), 0, 0, false, 2, Optional.empty(),
                Optional.empty());
        var input = new LoadProfile.Input.Tokens(20, 0);
        Plan plan = Plans.plan(List.of(Plans.candidate("a")), List.of(),
                List.of(new LoadProfile("due", 8, 6, 0, input, 3, Optional.of(due)),
                        new LoadProfile("talk", 1, 2, 0, input, 3, Optional.of(turns))),
                Optional.empty(), 1, Duration.ofSeconds(20), 0);
        assertThat(run(plan).missing()).singleElement().asString().contains("load/talk").contains("servers only");
        assertThat(all(JournalEvent.LoadRequestDone.class)).extracting(done -> done.request().intendedSendMs())
                .containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
        assertThat(all(JournalEvent.LoadRequestDone.class)).allSatisfy(
                done -> assertThat(done.request().sentMs()).isGreaterThanOrEqualTo(done.request().intendedSendMs()));
    }

    @Test
    void repeats_that_are_missing_are_measured_and_the_others_are_not_again() throws InvalidInput {
        LoadProfile profile = new LoadProfile("chat", 1, 3, 0, new LoadProfile.Input.Tokens(50, 0), 3);
        Plan plan = Plans.plan(List.of(Plans.candidate("a")), List.of(), LoadProfile.repeated(List.of(profile), 3),
                Optional.empty(), 1, Duration.ofSeconds(20), 0);
        assertThat(run(plan).complete()).isTrue();
        assertThat(all(JournalEvent.LoadDone.class)).extracting(JournalEvent.LoadDone::profile)
                .containsExactly("chat@1", "chat@2", "chat@3");
        events.removeIf(event -> event instanceof JournalEvent.LoadDone done && done.profile().equals("chat@2"));
        assertThat(run(plan).complete()).isTrue();
        assertThat(all(JournalEvent.LoadStarted.class)).extracting(started -> started.profile().name())
                .containsExactly("chat@1", "chat@2", "chat@3", "chat@2");
    }

    @Test
    void load_profiles_run_alone_after_the_samples_and_start_over_when_cut_short() throws InvalidInput {
        LoadProfile profile = new LoadProfile("chat", 2, 6, 1, new LoadProfile.Input.Tokens(50, 10), 3);
        Plan plan = Plans.plan(List.of(Plans.candidate("a", "latency-ms", "3"), Plans.candidate("b", "context", "40")),
                List.of(Plans.suite(Plans.task("free", AnswerMode.GENERATE, 2))), List.of(profile), Optional.empty(), 1,
                Duration.ofSeconds(20), 0);
        assertThat(run(plan).missing()).containsExactly("b, load/chat: not measured: prompts of up to 60 tokens and"
                + " answers of 3 do not fit its context of 40 tokens");
        List<JournalEvent.LoadRequestDone> requests = all(JournalEvent.LoadRequestDone.class);
        assertThat(requests).hasSize(6).extracting(request -> request.request().index()).containsExactly(0, 1, 2, 3, 4,
                5);
        assertThat(requests).allSatisfy(done -> {
            var request = done.request();
            assertThat(request.inputTokens()).isBetween(40, 60);
            assertThat(request.sentMs()).isEqualTo(request.intendedSendMs());
            assertThat(request.firstTokenMs()).isPresent();
            assertThat(request.endMs()).isGreaterThanOrEqualTo(request.sentMs() + 2.9);
            assertThat(request.chunkMs()).hasSameSizeAs(request.chunkTokens()).isSorted();
            assertThat(request.outputTokens()).isBetween(1, 3);
            assertThat(request.error()).isEmpty();
        });
        assertThat(requests.stream().map(request -> request.request().inputTokens()).distinct()).hasSizeGreaterThan(1);
        assertThat(all(JournalEvent.LoadDone.class)).singleElement().satisfies(done -> {
            assertThat(done.durationMs()).as("6 requests of 3 ms, two at a time").isGreaterThan(9.0 - 0.5);
            assertThat(done.peakProcessBytes()).isPresent();
            assertThat(done.peakProcessBytes().getAsLong()).isGreaterThan(10_000_000L);
        });
        assertThat(engine.most.get()).isEqualTo(2);
        events.removeIf(event -> event instanceof JournalEvent.LoadDone);
        run(plan);
        assertThat(all(JournalEvent.LoadStarted.class)).hasSize(2);
        assertThat(all(JournalEvent.LoadRequestDone.class)).hasSize(12);
    }

    @Test
    void microbenchmarks_come_last_and_are_asked_for_once() throws InvalidInput {
        AtomicInteger asked = new AtomicInteger();
        bench = Optional.of((_, settings) -> {
            asked.incrementAndGet();
            return List.of(new MicroBenchmark.Measured("pp64", OptionalInt.of(2), List.of(100.0, 101.0)),
                    new MicroBenchmark.Measured("tg8", OptionalInt.of(2), List.of(10.0, 10.5)));
        });
        Plan plan = Plans.plan(List.of(Plans.candidate("a")), List.of(), List.of(),
                Optional.of(new BenchSettings(List.of(64), List.of(8), 1, 2)), 1, Duration.ofSeconds(1), 0);
        assertThat(run(plan).complete()).isTrue();
        assertThat(run(plan).complete()).isTrue();
        assertThat(asked.get()).isEqualTo(1);
        assertThat(all(JournalEvent.BenchDone.class)).hasSize(2);
        bench = Optional.empty();
        events.clear();
        assertThat(run(plan).missing()).containsExactly("a, bench: not measured: no microbenchmark is installed");
    }

    @Test
    void what_the_consumer_throws_ends_the_run_and_closes_the_engines() {
        Plan plan = Plans.plan(List.of(Plans.candidate("a")), Plans.task("free", AnswerMode.GENERATE, 9));
        assertThatThrownBy(() -> runner().run(plan, Done.nothing(), event -> {
            if (event instanceof JournalEvent.SampleDone) {
                throw new IllegalStateException("disk full");
            }
        })).hasMessage("disk full");
        assertThat(engine.log).containsExactly("open a", "close a");
    }

    @Test
    void a_system_message_without_a_template_is_an_obstacle_not_a_lost_message() throws InvalidInput {
        Item item = new Item("q", Optional.empty(), Optional.of("敬語で"), "質問", List.of(), List.of(), List.of("x"),
                Map.of());
        Plan plan = Plans.plan(List.of(Plans.candidate("plain"), Plans.candidate("chat", "template", "x")),
                Plans.task("free", AnswerMode.GENERATE, 1).withItems(List.of(item)));
        assertThat(run(plan).missing()).singleElement().asString().contains("plain", "system message");
        assertThat(samples("chat").getFirst().prompt()).isEqualTo("<system>敬語で<user>質問<assistant>");
    }
}
