package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Shots;
import dev.mekiki.domain.Task;
import dev.mekiki.port.EngineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShotPickerTest {
    private final List<Item> pool = Plans.items(20);

    private static List<String> ids(List<Item> items) {
        return items.stream().map(Item::id).toList();
    }

    @Test
    void first_takes_the_first_of_the_pool_but_never_the_sample_itself_or_an_equal_prompt() {
        ShotPicker picker = new ShotPicker(new Shots(pool, 3, Shots.Pick.FIRST), 7, "house/leave", pool);
        assertThat(ids(picker.pick(pool.get(10)))).containsExactly("q0", "q1", "q2");
        assertThat(ids(picker.pick(pool.get(1)))).containsExactly("q0", "q2", "q3");
        assertThat(ids(picker.pick(Plans.item(99, " 質問0？ ")))).containsExactly("q1", "q2", "q3");
    }

    @Test
    void seeded_does_not_depend_on_the_order_of_the_pool_but_on_seed_task_and_sample() {
        Shots shots = new Shots(pool, 4, Shots.Pick.SEEDED);
        List<Item> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, new Random(1));
        int otherSeed = 0;
        int otherTask = 0;
        int otherSample = 0;
        for (Item item : pool) {
            List<String> drawn = ids(new ShotPicker(shots, 7, "house/leave", pool).pick(item));
            assertThat(drawn).hasSize(4).doesNotHaveDuplicates().doesNotContain(item.id());
            assertThat(
                    ids(new ShotPicker(new Shots(shuffled, 4, Shots.Pick.SEEDED), 7, "house/leave", pool).pick(item)))
                    .isEqualTo(drawn);
            otherSeed += drawn.equals(ids(new ShotPicker(shots, 8, "house/leave", pool).pick(item))) ? 1 : 0;
            otherTask += drawn.equals(ids(new ShotPicker(shots, 7, "house/pay", pool).pick(item))) ? 1 : 0;
            otherSample += drawn.equals(ids(new ShotPicker(shots, 7, "house/leave", pool).pick(pool.get(0)))) ? 1 : 0;
        }
        assertThat(List.of(otherSeed, otherTask)).containsOnly(0);
        assertThat(otherSample).as("only the first sample itself").isEqualTo(1);
    }

    /** Each of 20 examples should be drawn in 4 of 19 cases: 1000 × 4/20 = 200 ± 5 standard deviations of √(200 × 0.8) = 12.6. */
    @Test
    void seeded_draws_evenly() {
        ShotPicker picker = new ShotPicker(new Shots(pool, 4, Shots.Pick.SEEDED), 7, "house/leave", pool);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 100; i < 1100; i++) {
            picker.pick(Plans.item(i, "別の質問" + i)).forEach(item -> counts.merge(item.id(), 1, Integer::sum));
        }
        assertThat(counts).hasSize(20).allSatisfy((_, count) -> assertThat(count).isBetween(137, 263));
    }

    @Test
    void examples_without_an_answer_are_left_out() {
        Item open = new Item("open", Optional.empty(), Optional.empty(), "？", List.of(), List.of(), List.of(),
                Map.of());
        List<Item> mixed = List.of(open, pool.get(0));
        assertThat(ids(new ShotPicker(new Shots(mixed, 2, Shots.Pick.FIRST), 7, "t", pool).pick(pool.get(5))))
                .containsExactly("q0");
    }

    @Test
    void examples_stand_before_the_question_as_text_or_as_turns() throws EngineException {
        Task task = Plans.with(Plans.task("choice", AnswerMode.CHOICE, 20), ChatMode.AUTO,
                Optional.of(new Shots(pool, 2, Shots.Pick.FIRST)));
        Item item = task.items().get(5);
        assertThat(new PromptMaker(task, Optional.empty(), 7).make(item).text())
                .isEqualTo("質問0？答え：右\n\n質問1？答え：左\n\n質問5？答え：");
        try (var engine = new FakeEngine().open(Plans.candidate("a", "template", "x"))) {
            var prompt = new PromptMaker(task, engine.chatTemplate(), 7).make(item);
            assertThat(prompt.text()).isEqualTo("<user>質問0？<assistant>右<user>質問1？<assistant>左<user>質問5？<assistant>");
            assertThat(prompt.templated()).isTrue();
            Task never = Plans.with(task, ChatMode.NEVER, task.shots());
            assertThat(new PromptMaker(never, engine.chatTemplate(), 7).make(item).templated()).isFalse();
        }
    }

    @Test
    void an_engine_with_a_template_of_its_own_gets_messages() throws EngineException {
        Task task = Plans.with(Plans.task("free", AnswerMode.GENERATE, 20), ChatMode.AUTO,
                Optional.of(new Shots(pool, 1, Shots.Pick.FIRST)));
        Item item = task.items().get(5);
        var prompt = new PromptMaker(task, Optional.empty(), true, 7).make(item);
        assertThat(prompt.messages()).extracting(message -> message.role() + " " + message.content()).containsExactly(
                "user 質問0？", "assistant " + prompt.messages().get(1).content(), "user 質問5？");
        assertThat(prompt.text()).startsWith("[{\"role\":\"user\",\"content\":\"質問0？\"},");
        Task never = Plans.with(task, ChatMode.NEVER, task.shots());
        assertThat(new PromptMaker(never, Optional.empty(), true, 7).make(item).messages()).isEmpty();
        Task ranked = Plans.with(Plans.task("choice", AnswerMode.CHOICE, 20), ChatMode.ALWAYS, Optional.empty());
        assertThat(new PromptMaker(ranked, Optional.empty(), false, 7).obstacle()).as("scored behind a template")
                .isPresent();
    }
}
