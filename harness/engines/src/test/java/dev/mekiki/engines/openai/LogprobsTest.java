package dev.mekiki.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.engines.openai.FakeModel.Way;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Log-probabilities of a server are believed where they can be the prompt's, and only there. */
class LogprobsTest {
    private interface Use {
        void use(Engine engine) throws EngineException;
    }

    private static void with(Way way, Use use) throws EngineException {
        try (FakeServer server = new FakeServer(new FakeModel(way));
                Engine engine = new OpenAiProvider(_ -> null)
                        .open(AnswersTest.candidate(Map.of("url", server.url())))) {
            use.use(engine);
        }
    }

    private static Conformance check(Engine engine, String name) {
        return engine.conformance().stream().filter(check -> check.check().equals(name)).findFirst().orElseThrow();
    }

    /** Figures are the fake model's own: its table of which character follows which. */
    @ParameterizedTest
    @EnumSource(value = Way.class, names = {"VLLM", "NO_BEGIN", "PROMPT_LOGPROBS", "BYTES", "COMPLETIONS_ONLY"})
    void a_continuation_is_the_sum_over_its_own_tokens(Way way) throws EngineException {
        with(way, engine -> {
            assertThat(check(engine, "log-probabilities")).matches(Conformance::passed);
            List<ContinuationLogprob> scored = engine.logprobs().orElseThrow()
                    .score(Prompt.plain("日本の首都は"), List.of("東京です。", "大阪です。"), Deadline.none());
            double sensible = FakeModel.logprob("は", "東") + FakeModel.logprob("東", "京") + FakeModel.logprob("京", "です")
                    + FakeModel.logprob("です", "。");
            assertThat(scored.getFirst().logprob()).isCloseTo(sensible, within(1e-9));
            assertThat(scored.getFirst().tokens()).isEqualTo(4);
            assertThat(scored.getLast().logprob()).isLessThan(sensible);
            assertThat(scored.getLast().greedy()).isFalse();
        });
    }

    /** Then the server's offsets tell where it begins. */
    @Test
    void a_character_of_two_tokens() throws EngineException {
        with(Way.BYTES, engine -> {
            ContinuationLogprob scored = engine.logprobs().orElseThrow()
                    .score(Prompt.plain("日本の首"), List.of("都は東"), Deadline.none()).getFirst();
            assertThat(scored.tokens()).isEqualTo(4);
            assertThat(scored.logprob()).isCloseTo(FakeModel.logprob("首", "都") - 0.25 + FakeModel.logprob("都", "は")
                    + FakeModel.logprob("は", "東"), within(1e-9));
        });
    }

    @Test
    void greedy_where_each_token_was_the_likeliest() throws EngineException {
        with(Way.VLLM, engine -> assertThat(engine.logprobs().orElseThrow()
                .score(Prompt.plain("富士山は日本で一番"), List.of("高い"), Deadline.none()).getFirst().greedy()).isTrue());
    }

    /** lm-evaluation-harness moves white space at the context's end to the continuation. */
    @Test
    void space_at_the_contexts_end_belongs_to_the_continuation() throws EngineException {
        with(Way.VLLM, engine -> {
            LogprobScorer scorer = engine.logprobs().orElseThrow();
            double apart = scorer.score(Prompt.plain("The capital of Japan is "), List.of("Tokyo"), Deadline.none())
                    .getFirst().logprob();
            double moved = scorer.score(Prompt.plain("The capital of Japan is"), List.of(" Tokyo"), Deadline.none())
                    .getFirst().logprob();
            assertThat(apart).isEqualTo(moved);
        });
    }

    @Test
    void a_token_over_the_border_is_refused() throws EngineException {
        with(Way.VLLM, engine -> assertThatThrownBy(() -> engine.logprobs().orElseThrow()
                .score(Prompt.plain("東京で"), List.of("す。"), Deadline.none())).hasMessageContaining("spans the end"));
    }

    @Test
    void a_text_needs_a_token_before_it() throws EngineException {
        with(Way.VLLM, engine -> assertThat(
                engine.logprobs().orElseThrow().rolling("日本の首都", Deadline.none()).tokens()).isEqualTo(5));
        with(Way.NO_BEGIN, engine -> assertThatThrownBy(
                () -> engine.logprobs().orElseThrow().rolling("日本の首都", Deadline.none()))
                .hasMessageContaining("no token before a text"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ECHO_IGNORED | does not echo the prompt",
            "CONSTANT | the same log-probability",
            "SHIFTED | likeliest", "CHAT_ONLY | /completions can't be used"})
    void what_cannot_be_right_is_not_used(Way way, String reason) throws EngineException {
        with(way, engine -> {
            assertThat(engine.logprobs()).isEmpty();
            Conformance check = check(engine, "log-probabilities");
            assertThat(check.passed()).isFalse();
            assertThat(check.detail()).contains(reason);
            assertThat(check.blocks()).containsExactlyInAnyOrder(AnswerMode.CHOICE, AnswerMode.LIKELIHOOD,
                    AnswerMode.ROLLING);
        });
    }

    @Test
    void a_good_server_passes_every_check() throws EngineException {
        with(Way.VLLM, engine -> {
            assertThat(engine.conformance()).allMatch(Conformance::passed).extracting(Conformance::check).contains(
                    "interfaces", "log-probabilities", "greedy-determinism", "seed-determinism",
                    "concurrency-invariance",
                    "stop-string", "max-tokens");
            assertThat(engine.description().version()).isEqualTo("vllm 0.11.0");
            assertThat(engine.description().contextTokens()).hasValue(4096);
            assertThat(engine.takesMessages()).isTrue();
        });
        with(Way.COMPLETIONS_ONLY, engine -> assertThat(engine.takesMessages()).isFalse());
    }
}
