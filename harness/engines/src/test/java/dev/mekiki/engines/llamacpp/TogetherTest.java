package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.llamacpp.lib.CacheType;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.OpenedModel;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences that are computed in one call. Needs a libllama. */
class TogetherTest {
    private static final int PARALLEL = 4;
    private static final List<String> CHOICES = List.of("東京です", "大阪", "Kyoto", "東");
    @TempDir
    private static Path folder = Path.of("");
    private static OpenedModel together;
    private static OpenedModel alone;

    @BeforeAll
    static void open() throws Exception {
        Builds.any();
        Path file = TinyGguf.write("llama-tied", true, folder);
        together = OpenedModel.of(settings(file, PARALLEL));
        alone = OpenedModel.of(settings(file, 1));
    }

    private static LoadSettings settings(Path file, int parallel) {
        return new LoadSettings(Builds.any().toString(), file.toString(), false, OptionalInt.of(256), 1, true,
                CacheType.F32, CacheType.F32, parallel, true, OptionalInt.empty(), List.of(), Optional.empty(),
                new TreeMap<>());
    }

    @AfterAll
    static void close() {
        if (together != null) {
            together.close();
            alone.close();
        }
    }

    private static <T> List<T> all(List<Callable<T>> requests) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
            List<T> answers = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(requests)) {
                answers.add(future.get());
            }
            return answers;
        }
    }

    private static Prompt prompt(int number) {
        return Prompt.plain("質問：" + "日本の首都は".repeat(1 + number % 5) + "どこですか。" + number + "\n回答：");
    }

    @Test
    void what_it_changes_is_measured_when_the_model_is_loaded() {
        assertThat(together.facts().batching().orElseThrow()).satisfies(batching -> {
            assertThat(batching.used()).isTrue();
            assertThat(batching.sequences()).isEqualTo(PARALLEL);
            assertThat(batching.apart()).isBetween(0.0, 1e-3);
            assertThat(batching.togetherMs()).isPositive();
        });
        assertThat(alone.facts().batching()).isEmpty();
    }

    /** More requests than there is room for: the others wait for their turn. */
    @Test
    void scores_are_those_of_each_alone() throws Exception {
        List<Callable<List<ContinuationLogprob>>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Prompt prompt = prompt(i);
            requests.add(() -> together.scorer().score(prompt, CHOICES, Deadline.none()));
        }
        List<List<ContinuationLogprob>> scored = all(requests);
        for (int i = 0; i < scored.size(); i++) {
            List<ContinuationLogprob> expected = alone.scorer().score(prompt(i), CHOICES, Deadline.none());
            for (int j = 0; j < CHOICES.size(); j++) {
                assertThat(scored.get(i).get(j).logprob()).isCloseTo(expected.get(j).logprob(), within(1e-4));
                assertThat(scored.get(i).get(j).greedy()).isEqualTo(expected.get(j).greedy());
            }
        }
    }

    @Test
    void answers_are_those_of_each_alone() throws Exception {
        GenerationSettings settings = new GenerationSettings(30, List.of(), 1, 1, 0);
        List<Callable<Generation>> requests = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int number = i;
            requests.add(() -> together.decoder().generate(prompt(number), settings, number, Deadline.none(),
                    GenerationListener.NONE));
        }
        List<Generation> answers = all(requests);
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i)).isEqualTo(alone.decoder().generate(prompt(i), settings, i, Deadline.none(),
                    GenerationListener.NONE));
        }
    }

    /** One comes too late, one is cancelled, one does not fit the context, and one is as if nothing was. */
    @Test
    void one_that_fails_does_not_disturb_the_others() throws Exception {
        GenerationSettings settings = GenerationSettings.greedy(150, List.of()).ignoringEnd();
        Generation expected = alone.decoder().generate(prompt(3), settings, 0, Deadline.none(),
                GenerationListener.NONE);
        for (int round = 0; round < 2; round++) {
            List<String> ended = all(List.of(
                    () -> together.decoder().generate(prompt(3), settings, 0, Deadline.none(), GenerationListener.NONE)
                            .text(),
                    () -> together.decoder().generate(prompt(1), settings, 0, Deadline.after(Duration.ofMillis(20)),
                            GenerationListener.NONE).finish().name(),
                    () -> {
                        Generation cut = together.decoder().generate(prompt(2), settings, 0, Deadline.none(),
                                (text, tokens, ready) -> Thread.currentThread().interrupt());
                        return cut.finish().name() + Thread.interrupted();
                    }, () -> {
                        try {
                            return together.decoder().generate(Prompt.plain("東".repeat(2000)), settings, 0,
                                    Deadline.none(), GenerationListener.NONE).text();
                        } catch (EngineException e) {
                            return "refused";
                        }
                    }));
            assertThat(ended).containsExactly(expected.text(), "DEADLINE", "DEADLINEtrue", "refused");
        }
    }
}
