package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.OpenedModel;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Message;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Prompt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One quantised tiny model in a worker. Needs a libllama. */
class LlamaCppEngineTest {
    private static final Prompt CONTEXT = Prompt.plain("質問：日本の首都はどこですか。\n回答：");
    private static final List<String> CHOICES = List.of("東京です", "大阪", "Kyoto", "東");
    @TempDir
    private static Path folder = Path.of("");
    private static Path file = Path.of("");
    private static Engine engine;

    @BeforeAll
    static void open() throws Exception {
        Builds.any();
        file = TinyGguf.write("llama-tied", true, folder);
        engine = new LlamaCppProvider().open(LlamaCppReferenceTest.candidate(file, "context", "256"));
    }

    @AfterAll
    static void close() {
        if (engine != null) {
            engine.close();
        }
    }

    private static LogprobScorer scorer() {
        return engine.logprobs().orElseThrow();
    }

    private static Generation generate(GenerationSettings settings, long seed, Deadline deadline)
            throws EngineException {
        return engine.generate(CONTEXT, settings, seed, deadline, GenerationListener.NONE);
    }

    @Test
    void says_what_it_is() {
        assertThat(engine.description().engine()).isEqualTo("llama.cpp");
        assertThat(engine.description().contextTokens()).hasValue(256);
        assertThat(engine.description().resolved()).containsEntry("exact", "true").containsEntry("kv-type", "f32")
                .containsEntry("threads", "1").containsEntry("devices", "CPU");
        assertThat(engine.modelBytes().orElseThrow()).isBetween(50_000L, 500_000L);
        assertThat(engine.memory().orElseThrow()).satisfies(taken -> {
            assertThat(taken.weightsBytes()).isCloseTo(engine.modelBytes().orElseThrow(), within(100_000L));
            assertThat(taken.cacheBytes()).isPositive();
            assertThat(taken.computingBytes()).isPositive();
        });
    }

    @Test
    void passes_every_check() {
        assertThat(engine.conformance()).hasSizeGreaterThan(9).allSatisfy(
                check -> assertThat(check.passed()).as(check.check() + ": " + check.detail()).isTrue());
        assertThat(engine.conformance()).extracting(Conformance::check).contains("devices", "batch-equals-single");
        assertThat(engine.conformance()).filteredOn(check -> check.check().equals("batch-equals-single"))
                .extracting(Conformance::detail).first().asString().contains("weights are q8_0)");
    }

    /** Each choice behind the context it shares with the others, and evaluated as a whole: to the last bit. */
    @Test
    void a_shared_context_changes_no_bit() throws Exception {
        LogprobScorer.Counted together = scorer().counted(CONTEXT, CHOICES, Deadline.none());
        int context = engine.tokenizer().orElseThrow().encode(CONTEXT.text(), true).length;
        int computed = context;
        for (int i = 0; i < CHOICES.size(); i++) {
            ContinuationLogprob shared = together.logprobs().get(i);
            ContinuationLogprob alone = scorer().score(CONTEXT, List.of(CHOICES.get(i)), Deadline.none()).getFirst();
            assertThat(shared).isEqualTo(alone);
            int[] whole = engine.tokenizer().orElseThrow().encode(CONTEXT.text() + CHOICES.get(i), true);
            double sum = 0;
            for (LogprobScorer.TokenLogprob token : scorer().score(whole).subList(context - 1, whole.length - 1)) {
                sum += token.logprob();
            }
            assertThat(shared.logprob()).isEqualTo(sum);
            computed += shared.tokens() - 1;
        }
        assertThat(together.forwardedTokens()).hasValue(computed);
    }

    @Test
    void text_longer_than_the_context_is_scored_in_windows() throws Exception {
        String text = "日本の首都は東京です。".repeat(40);
        ContinuationLogprob rolled = scorer().rolling(text, Deadline.none());
        assertThat(rolled.tokens()).isGreaterThan(256);
        assertThat(rolled.logprob()).isNegative().isFinite();
        assertThatThrownBy(() -> scorer().score(Prompt.plain(text), List.of("a"), Deadline.none()))
                .isInstanceOf(EngineException.class).hasMessageContaining("the context has 256");
    }

    @Test
    void pieces_that_come_are_the_answer() throws Exception {
        StringBuilder pieces = new StringBuilder();
        int[] tokens = {0};
        Generation answer = engine.generate(CONTEXT, new GenerationSettings(60, List.of(), 1.5, 0.99, 0), 11,
                Deadline.none(), (text, count, ready) -> {
                    pieces.append(text);
                    tokens[0] += count;
                });
        assertThat(pieces.toString()).isEqualTo(answer.text());
        assertThat(tokens[0]).isEqualTo(answer.outputTokens());
    }

    /** The very same numbers go to the very same sampler. */
    @Test
    void seeds_mean_what_they_mean_for_jlama() throws Exception {
        Builds.assumeThorough();
        Path exact = TinyGguf.write("llama-tied", false, folder);
        GenerationSettings settings = new GenerationSettings(20, List.of(), 1, 0.95, 50);
        try (OpenedModel other = OpenedModel.of(LlamaCppReferenceTest.settings(exact, 256));
                Engine jlama = Models.open("llama-tied", "context", "256")) {
            for (int seed = 0; seed < 5; seed++) {
                assertThat(other.decoder().generate(CONTEXT, settings, seed, Deadline.none(), GenerationListener.NONE)
                        .text())
                        .isEqualTo(jlama.generate(CONTEXT, settings, seed, Deadline.none(), GenerationListener.NONE)
                                .text());
            }
        }
    }

    @Test
    void a_stop_string_over_a_tokens_border_ends_the_answer() throws Exception {
        String free = generate(new GenerationSettings(30, List.of(), 1, 1, 0), 3, Deadline.none()).text();
        String stop = free.substring(4, 7);
        Generation stopped = generate(new GenerationSettings(30, List.of(stop), 1, 1, 0), 3, Deadline.none());
        assertThat(stopped.finish()).isEqualTo(Generation.Finish.STOP_STRING);
        assertThat(stopped.text()).isEqualTo(free.substring(0, free.indexOf(stop)));
    }

    @Test
    void a_choice_is_one_of_those_given() throws Exception {
        ConstrainedGenerator.Choice choice = engine.constrained().orElseThrow().choose(CONTEXT, CHOICES,
                GenerationSettings.greedy(8, List.of()), 0, Deadline.none());
        assertThat(choice.generation().text()).isEqualTo(CHOICES.get(choice.option().orElseThrow()));
        assertThat(choice.forwardedTokens().orElseThrow()).isPositive();
    }

    @Test
    void an_answer_ends_at_its_deadline() throws Exception {
        GenerationSettings settings = GenerationSettings.greedy(200, List.of()).ignoringEnd();
        assertThat(generate(settings, 0, Deadline.after(Duration.ZERO)).finish())
                .isEqualTo(Generation.Finish.DEADLINE);
        assertThatThrownBy(() -> scorer().score(CONTEXT, CHOICES, Deadline.after(Duration.ZERO)))
                .isInstanceOf(EngineException.class).hasMessageContaining("deadline");
    }

    @Test
    void an_interrupted_request_ends_and_the_next_one_works() throws Exception {
        List<Generation> ended = new ArrayList<>();
        List<Boolean> flags = new ArrayList<>();
        Thread asking = Thread.ofPlatform().start(() -> {
            try {
                ended.add(engine.generate(CONTEXT, GenerationSettings.greedy(200, List.of()).ignoringEnd(), 0,
                        Deadline.none(), (text, tokens, ready) -> Thread.currentThread().interrupt()));
                flags.add(Thread.currentThread().isInterrupted());
            } catch (EngineException e) {
                throw new IllegalStateException(e);
            }
        });
        asking.join(20_000);
        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst().finish()).isEqualTo(Generation.Finish.DEADLINE);
        assertThat(flags).containsExactly(true);
        assertThat(generate(GenerationSettings.greedy(4, List.of()), 0, Deadline.none()).outputTokens()).isPositive();
    }

    /** Killed as the system does when memory runs out; then the file is taken away, so that no further worker can load it. */
    @Test
    void a_dead_worker_is_started_again_until_it_is_given_up() throws Exception {
        Path copy = Files.copy(file, folder.resolve("gone.gguf"));
        try (Engine other = new LlamaCppProvider().open(LlamaCppReferenceTest.candidate(copy, "context", "256"))) {
            LogprobScorer scores = other.logprobs().orElseThrow();
            ContinuationLogprob before = scores.score(CONTEXT, CHOICES, Deadline.none()).getFirst();
            long first = ((LlamaCppEngine) other).workers().getFirst();
            assertThatThrownBy(() -> other.generate(CONTEXT, GenerationSettings.greedy(200, List.of()).ignoringEnd(), 0,
                    Deadline.none(),
                    (text, tokens, ready) -> ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly)))
                    .isInstanceOf(EngineException.class).hasMessageContaining("signal 9");
            assertThat(scores.score(CONTEXT, CHOICES, Deadline.none()).getFirst()).isEqualTo(before);
            Files.delete(copy);
            ProcessHandle.of(((LlamaCppEngine) other).workers().getFirst()).ifPresent(ProcessHandle::destroyForcibly);
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> scores.score(CONTEXT, CHOICES, Deadline.none()))
                        .isInstanceOf(EngineException.class).satisfies(e -> said.add(e.getMessage()));
            }
            assertThat(said.get(1)).contains("can't load gone.gguf");
            assertThat(said.get(3)).contains("not started again");
        }
    }

    @Test
    void a_gpu_that_is_asked_for_and_not_there_is_an_error_that_names_what_is() {
        LoadSettings asked = LlamaCppReferenceTest.settings(file, 256).on(List.of("CUDA7"));
        assertThatThrownBy(() -> OpenedModel.of(asked)).isInstanceOf(EngineException.class)
                .hasMessageContaining("device CUDA7 is asked for; llama.cpp finds CPU (");
    }

    @Test
    void the_tokenizer_and_the_template_need_no_weights() throws Exception {
        try (ModelText text = new LlamaCppProvider().text(LlamaCppReferenceTest.candidate(file))) {
            assertThat(text.beginToken()).hasValue(1);
            assertThat(text.tokenizer().encode("日本", true)).isEqualTo(
                    engine.tokenizer().orElseThrow().encode("日本", true)).startsWith(1);
            assertThat(text.tokenizer().decode(text.tokenizer().encode("<s>日本 は", false))).isEqualTo("日本 は");
            assertThat(text.chatTemplate().orElseThrow().render(List.of(new Message("user", "やあ"))))
                    .isEqualTo("<s>[user] やあ\n[assistant] ");
            assertThat(text.chatTemplate().orElseThrow().digest())
                    .isEqualTo(engine.description().chatTemplate().orElseThrow());
        }
    }
}
