package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.Course.Thought;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Outcome.Answer;
import dev.mekiki.domain.Plan.RunSettings;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Task;
import dev.mekiki.port.ChatRequest;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.ReasoningMarks;
import dev.mekiki.port.Tokenizer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ThinkingRunTest {
    private static final Task TASK = Plans.task("free", AnswerMode.GENERATE, 1);

    /** Gives one answer, and has a template that ends as it is told. */
    private record Saying(Generation generation, String promptEnd) implements Engine {
        @Override
        public EngineDescription description() {
            return new EngineDescription("saying", "1", OptionalInt.empty(), Optional.empty(), new TreeMap<>());
        }

        @Override
        public Optional<Tokenizer> tokenizer() {
            return Optional.of(new FakeEngine.Characters());
        }

        @Override
        public Optional<ChatTemplate> chatTemplate() {
            return Optional.of(new ChatTemplate() {
                @Override
                public String render(ChatRequest request) {
                    return "<user>" + request.messages().getLast().get("content") + "<assistant>" + promptEnd;
                }

                @Override
                public String source() {
                    return "saying.jinja";
                }

                @Override
                public String digest() {
                    return "sha256:0";
                }

                @Override
                public Optional<ReasoningMarks> reasoning() {
                    return Optional.of(ReasoningMarks.THINK);
                }
            });
        }

        @Override
        public Optional<LogprobScorer> logprobs() {
            return Optional.empty();
        }

        @Override
        public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
                GenerationListener listener) {
            return generation;
        }

        @Override
        public List<Conformance> conformance() {
            return List.of();
        }

        @Override
        public OptionalLong modelBytes() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {}
    }

    private static Sampled sampled(Generation generation, String promptEnd) throws InterruptedException {
        return new SampleRun("kaede", new Saying(generation, promptEnd), TASK,
                new RunSettings(7, Duration.ofSeconds(10), 0, 1), Optional.empty()).run(TASK.items().getFirst())
                .sampled();
    }

    private static Sampled sampled(String text, Finish finish, String promptEnd) throws InterruptedException {
        return sampled(new Generation(text, finish, 3, 9), promptEnd);
    }

    @Test
    void reasoning_is_kept_apart_from_the_answer() throws InterruptedException {
        Sampled sampled = sampled("<think>右かな</think>左", Finish.END_OF_TEXT, "");
        assertThat(sampled.outcome()).isEqualTo(new Outcome.Answered(new Answer.Text("左")));
        assertThat(sampled.thought()).contains(new Thought("右かな", OptionalInt.of(3), true));
    }

    @Test
    void an_unclosed_block_is_truncated_however_generation_ended() throws InterruptedException {
        for (Finish finish : List.of(Finish.END_OF_TEXT, Finish.STOP_STRING, Finish.MAX_TOKENS)) {
            Sampled sampled = sampled("<think>左", finish, "");
            assertThat(sampled.outcome()).as(finish.name()).isEqualTo(new Outcome.Truncated("", 2048));
            assertThat(sampled.unclosed()).isTrue();
        }
    }

    @Test
    void a_prompt_that_opens_the_block_makes_the_response_reasoning() throws InterruptedException {
        assertThat(sampled("左", Finish.END_OF_TEXT, "<think>\n").outcome()).isInstanceOf(Outcome.Truncated.class);
        assertThat(sampled("右かな</think>左", Finish.END_OF_TEXT, "<think>\n").outcome())
                .isEqualTo(new Outcome.Answered(new Answer.Text("左")));
        assertThat(sampled("左", Finish.END_OF_TEXT, "<think></think>").outcome())
                .isEqualTo(new Outcome.Answered(new Answer.Text("左")));
    }

    @Test
    void an_answer_cut_at_its_own_limit_is_truncated_with_its_text() throws InterruptedException {
        Sampled sampled = sampled("<think>右かな</think>左か", Finish.MAX_TOKENS, "");
        assertThat(sampled.outcome()).isEqualTo(new Outcome.Truncated("左か", 4));
        assertThat(sampled.unclosed()).isFalse();
    }

    @Test
    void what_a_server_gives_in_a_field_of_its_own_is_reasoning() throws InterruptedException {
        Sampled answered = sampled(new Generation("左", Optional.of("右かな"), Finish.END_OF_TEXT, 3, 9), "");
        assertThat(answered.outcome()).isEqualTo(new Outcome.Answered(new Answer.Text("左")));
        assertThat(answered.thought().orElseThrow().text()).isEqualTo("右かな");
        Sampled silent = sampled(new Generation("", Optional.of("右かな"), Finish.END_OF_TEXT, 3, 9), "");
        assertThat(silent.outcome()).isEqualTo(new Outcome.Truncated("", 2048));
    }

    @Test
    void a_model_that_did_not_think_has_no_thought() throws InterruptedException {
        assertThat(sampled("左", Finish.END_OF_TEXT, "").course()).isEmpty();
        assertThat(sampled("<think>\n</think>左", Finish.END_OF_TEXT, "").thought()).isEmpty();
    }
}
