package dev.mekiki.engines.jlama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {
    private static final Prompt PROMPT = Prompt.plain("質問：日本の首都は");
    private static final GenerationSettings SAMPLED = new GenerationSettings(40, List.of(), 1.0, 0.95, 100);
    private static Engine engine;

    @BeforeAll
    static void open() throws EngineException {
        engine = Models.open("mistral");
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Generation sampled(long seed) throws EngineException {
        return engine.generate(PROMPT, SAMPLED, seed, Deadline.none(), GenerationListener.NONE);
    }

    @Test
    void equal_seeds_give_equal_answers_and_other_seeds_others() throws EngineException {
        assertThat(sampled(1)).isEqualTo(sampled(1));
        assertThat(sampled(1).text()).isNotEqualTo(sampled(2).text());
    }

    @Test
    void answers_do_not_depend_on_how_many_requests_run_at_once() throws Exception {
        List<String> texts = List.of("東京です。", "大阪", "Kyoto or Nara");
        List<Generation> alone = new ArrayList<>();
        List<ContinuationLogprob> scores = engine.logprobs().orElseThrow().score(PROMPT, texts, Deadline.none());
        for (int seed = 0; seed < 12; seed++) {
            alone.add(sampled(seed));
        }
        try (var workers = Executors.newFixedThreadPool(6)) {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int seed = 0; seed < 12; seed++) {
                int number = seed;
                calls.add(() -> sampled(number));
                calls.add(() -> engine.logprobs().orElseThrow().score(PROMPT, texts, Deadline.none()));
            }
            List<Future<Object>> futures = workers.invokeAll(calls);
            for (int i = 0; i < futures.size(); i++) {
                if (i % 2 == 0) {
                    assertThat(futures.get(i).get()).isEqualTo(alone.get(i / 2));
                } else {
                    assertThat((List<?>) futures.get(i).get()).hasSameSizeAs(scores);
                    for (int k = 0; k < scores.size(); k++) {
                        ContinuationLogprob score = (ContinuationLogprob) ((List<?>) futures.get(i).get()).get(k);
                        assertThat(score.logprob()).isCloseTo(scores.get(k).logprob(), within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void the_listener_hears_all_text_and_all_tokens() throws EngineException {
        StringBuilder heard = new StringBuilder();
        int[] tokens = {0};
        long[] last = {0};
        Generation generation = engine.generate(PROMPT, SAMPLED, 5, Deadline.none(), (text, count, time) -> {
            heard.append(text);
            tokens[0] += count;
            assertThat(time).isGreaterThanOrEqualTo(last[0]);
            last[0] = time;
        });
        assertThat(heard).hasToString(generation.text());
        assertThat(tokens[0]).isEqualTo(generation.outputTokens()).isPositive();
        assertThat(generation.inputTokens()).isEqualTo(
                engine.tokenizer().orElseThrow().encode(PROMPT.text(), true).length);
    }

    @Test
    void a_stop_string_inside_the_answer_ends_it_and_is_left_out() throws EngineException {
        Generation whole = sampled(3);
        String text = whole.text();
        // four characters anywhere span several tokens of a byte-level vocabulary
        String stop = text.substring(text.offsetByCodePoints(0, 5), text.offsetByCodePoints(0, 9));
        GenerationSettings settings = new GenerationSettings(40, List.of("never said", stop), 1.0, 0.95, 100);
        Generation stopped = engine.generate(PROMPT, settings, 3, Deadline.none(), GenerationListener.NONE);
        assertThat(stopped.finish()).isEqualTo(Finish.STOP_STRING);
        assertThat(stopped.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
        assertThat(stopped.outputTokens()).isLessThan(whole.outputTokens());
    }

    @Test
    void any_end_token_of_generation_config_ends_the_answer(@TempDir Path folder) throws Exception {
        Models.Reference reference = Models.reference("mistral");
        try (Stream<Path> files = Files.list(Models.folder("mistral"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        int end = reference.greedyIds().get(4);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [2, " + end + "]}");
        try (Engine other = new JlamaProvider().open(Models.candidate(folder))) {
            Generation generation = other.generate(Prompt.plain(reference.prompt()),
                    GenerationSettings.greedy(200, List.of()), 0, Deadline.none(), GenerationListener.NONE);
            int[] before = Models.array(reference.greedyIds().subList(0, reference.greedyIds().indexOf(end)));
            assertThat(generation.finish()).isEqualTo(Finish.END_OF_TEXT);
            assertThat(generation.text()).isEqualTo(engine.tokenizer().orElseThrow().decode(before));
            assertThat(generation.outputTokens()).isEqualTo(before.length + 1);
        }
    }

    @Test
    void a_passed_deadline_ends_generation_between_tokens() throws EngineException {
        Generation none = engine.generate(PROMPT, GenerationSettings.greedy(1000, List.of()), 0,
                Deadline.after(Duration.ZERO), GenerationListener.NONE);
        assertThat(none.finish()).isEqualTo(Finish.DEADLINE);
        assertThat(none.outputTokens()).isZero();
        Generation some = engine.generate(PROMPT, new GenerationSettings(100_000, List.of(), 1.5, 1, 0), 1,
                Deadline.after(Duration.ofMillis(150)), GenerationListener.NONE);
        assertThat(some.finish()).isIn(Finish.DEADLINE, Finish.END_OF_TEXT);
        assertThatThrownBy(() -> engine.logprobs().orElseThrow().score(PROMPT, List.of("東"),
                Deadline.after(Duration.ZERO))).isInstanceOf(EngineException.class).hasMessageContaining("deadline");
    }

    @Test
    void a_prompt_that_does_not_fit_is_refused_not_cut() throws EngineException {
        try (Engine small = Models.open("mistral", "context", "16")) {
            assertThatThrownBy(() -> small.generate(PROMPT, SAMPLED, 0, Deadline.none(), GenerationListener.NONE))
                    .isInstanceOf(EngineException.class).hasMessageContaining("the context has 16");
            assertThatThrownBy(() -> small.logprobs().orElseThrow().score(PROMPT, List.of("東京"), Deadline.none()))
                    .isInstanceOf(EngineException.class).hasMessageContaining("the context has 16");
            Generation generation = small.generate(Prompt.plain("ab"), SAMPLED, 0, Deadline.none(),
                    GenerationListener.NONE);
            assertThat(generation.inputTokens() + generation.outputTokens()).isLessThanOrEqualTo(16);
        }
    }

    @Test
    void continuations_without_a_token_and_unknown_tokens_are_refused() {
        assertThatThrownBy(() -> engine.logprobs().orElseThrow().score(PROMPT, List.of(""), Deadline.none()))
                .isInstanceOf(EngineException.class).hasMessageContaining("no token of its own");
        assertThatThrownBy(() -> engine.logprobs().orElseThrow().score(new int[]{1, 288}))
                .isInstanceOf(EngineException.class).hasMessageContaining("token 288");
        assertThatThrownBy(() -> engine.logprobs().orElseThrow().score(new int[]{1, -1}))
                .isInstanceOf(EngineException.class).hasMessageContaining("token -1");
    }

    @Test
    void greedy_decoding_makes_the_same_tokens_as_jlamas_own_loop() throws Exception {
        Models.Reference reference = Models.reference("mistral");
        int[] prompt = engine.tokenizer().orElseThrow().encode(reference.prompt(), true);
        assertThat(BareLoop.of(engine).generate(prompt, new long[16]))
                .containsExactly(Models.array(reference.greedyIds()));
    }
}
