package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.Choosing;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.SampleDone;
import dev.mekiki.domain.JournalEvent.WayChosen;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Task;
import dev.mekiki.port.Registry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoiceWaysTest {
    private static final Choosing USUAL = Choosing.usual("ja", Choosing.Letters.LATIN);

    private static Task task(Choosing choosing) {
        return Plans.task("pick", AnswerMode.CHOICE, 3).withChoosing(choosing);
    }

    private static List<JournalEvent> run(Task task, Candidate... candidates) throws Exception {
        List<JournalEvent> events = new ArrayList<>();
        Plan plan = Plans.plan(List.of(candidates), task);
        new Runner(Registry.of(List.of(new FakeEngine())), Optional.empty(), Optional.empty(), InstantSource.system(),
                "0").run(plan, Done.nothing(), events::add);
        return events;
    }

    private static List<Sampled> samples(List<JournalEvent> events, String candidate) {
        return events.stream().filter(SampleDone.class::isInstance).map(event -> ((SampleDone) event).sampled())
                .filter(sampled -> sampled.candidate().equals(candidate)).toList();
    }

    private static List<WayChosen> ways(List<JournalEvent> events) {
        return events.stream().filter(WayChosen.class::isInstance).map(WayChosen.class::cast).toList();
    }

    @Test
    void the_first_way_that_the_engine_can_go_is_gone_and_named_in_each_sample() throws Exception {
        List<JournalEvent> events = run(task(USUAL), Plans.candidate("hinoki"),
                Plans.candidate("sugi", "scorer", "false", "choose", "true"),
                Plans.candidate("kaede", "scorer", "false"));
        assertThat(samples(events, "hinoki")).hasSize(3)
                .allMatch(sampled -> sampled.way().equals(Optional.of(ChoiceWay.LOGLIKELIHOOD)));
        assertThat(samples(events, "sugi")).hasSize(3)
                .allMatch(sampled -> sampled.outcome() instanceof Outcome.Answered(Outcome.Answer.Picked _))
                .allMatch(sampled -> sampled.way().equals(Optional.of(ChoiceWay.CONSTRAINED)));
        assertThat(samples(events, "kaede")).hasSize(3)
                .allMatch(sampled -> sampled.way().equals(Optional.of(ChoiceWay.GENERATED)));
        assertThat(ways(events)).extracting(WayChosen::candidate, WayChosen::way).containsExactly(
                org.assertj.core.groups.Tuple.tuple("sugi", ChoiceWay.CONSTRAINED),
                org.assertj.core.groups.Tuple.tuple("kaede", ChoiceWay.GENERATED));
        assertThat(ways(events).getLast().passedOver()).containsExactly(
                "loglikelihood: the engine fake cannot score continuations",
                "constrained: the engine fake cannot constrain an answer to given texts");
    }

    @Test
    void a_failed_check_of_log_probabilities_makes_the_next_way_be_gone() throws Exception {
        List<JournalEvent> events = run(task(USUAL), Plans.candidate("hinoki", "blocks", "CHOICE"));
        assertThat(ways(events).getFirst().passedOver().getFirst()).startsWith("loglikelihood: conformance check");
        assertThat(samples(events, "hinoki")).hasSize(3)
                .allMatch(sampled -> sampled.way().equals(Optional.of(ChoiceWay.GENERATED)));
    }

    @Test
    void a_task_that_names_one_way_falls_to_no_other() throws Exception {
        List<JournalEvent> events = run(task(Choosing.BY_LIKELIHOOD), Plans.candidate("hinoki", "blocks", "CHOICE"));
        assertThat(samples(events, "hinoki")).isEmpty();
        assertThat(events).anyMatch(event -> event instanceof JournalEvent.PartFailed failed
                && failed.reason().startsWith("conformance check"));
    }

    @Test
    void a_format_that_the_engine_cant_hold_answers_to_is_told_before_anything_is_asked() throws Exception {
        Task free = Plans.task("json", AnswerMode.GENERATE, 3);
        Task held = free.withGeneration(
                free.generation().withFormat(new AnswerFormat(AnswerFormat.Kind.JSON_SCHEMA, "{}")));
        List<JournalEvent> events = run(held, Plans.candidate("hinoki"));
        assertThat(samples(events, "hinoki")).isEmpty();
        assertThat(events).contains(new JournalEvent.PartFailed("hinoki", "house/json",
                "the engine fake cannot hold an answer to a JSON Schema"));
    }

    @Test
    void a_run_that_goes_on_keeps_its_way() throws Exception {
        Plan plan = Plans.plan(List.of(Plans.candidate("hinoki")), task(USUAL));
        List<JournalEvent> first = new ArrayList<>(run(task(USUAL), Plans.candidate("hinoki", "scorer", "false")));
        Done done = Done.of(first.stream());
        assertThat(done.way("hinoki", "house/pick")).contains(ChoiceWay.GENERATED);
        OpenCandidate open = new OpenCandidate(plan.candidates().getFirst(),
                new FakeEngine().open(plan.candidates().getFirst()), Optional.empty(), 1);
        assertThat(Ways.of(open, task(USUAL), 7, done.way("hinoki", "house/pick")).chosen())
                .contains(ChoiceWay.GENERATED);
        open.close();
    }

    @Test
    void free_generation_lists_the_choices_with_letters_in_front_of_the_question() {
        Item item = new Listed(Choosing.usual("ja", Choosing.Letters.KATAKANA)).item(Plans.item(1, "どちら？\n答え："));
        assertThat(item.prompt()).isEqualTo("""
                次の選択肢から正しいものを一つ選び、その記号だけで答えてください。
                ア. 右
                イ. 左
                ウ. 上

                どちら？
                答え：""");
        assertThat(item.choices()).containsExactly("ア", "イ", "ウ");
        Item lettered = new Item("a", Optional.empty(), Optional.empty(), "A. 右 B. 左", List.of("A", "B"), List.of(0),
                List.of(), Map.of());
        assertThat(new Listed(USUAL).item(lettered)).isSameAs(lettered);
    }
}
