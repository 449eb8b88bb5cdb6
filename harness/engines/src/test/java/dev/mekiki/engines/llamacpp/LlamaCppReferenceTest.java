package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.engines.llamacpp.lib.CacheType;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.OpenedModel;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tiny models as F32 GGUF files against what transformers computes in float64 (make_models.py). Needs a libllama. */
class LlamaCppReferenceTest {
    /** A tenth of what is promised. */
    private static final double NATS = 1e-4;
    /** llama.cpp takes GELU on the processor from a table of F16 values, which no setting changes. */
    private static final double NATS_WITH_GELU = 1e-2;

    @TempDir
    private Path folder = Path.of("");

    static Stream<String> models() throws IOException {
        return Models.names().stream();
    }

    static LoadSettings settings(Path file, int context) {
        return new LoadSettings(Builds.any().toString(), file.toString(), false, OptionalInt.of(context), 1, true,
                CacheType.F32, CacheType.F32, 1, true, OptionalInt.empty(), List.of(), Optional.empty(),
                new TreeMap<>());
    }

    /** In this process, since a model of a hundred kilobytes is faster loaded than a JVM started. */
    @ParameterizedTest
    @MethodSource("models")
    void agrees_with_transformers_in_float64(String name) throws Exception {
        Models.Reference reference = Models.reference(name);
        double nats = name.startsWith("gemma") || name.startsWith("gpt2") ? NATS_WITH_GELU : NATS;
        try (OpenedModel model = OpenedModel.of(settings(TinyGguf.write(name, false, folder), 256))) {
            assertThat(model.facts().weightTypes()).containsExactly("f32");
            for (Models.Text text : reference.texts()) {
                int[] ids = model.tokenizer().encode(text.text(), true);
                assertThat(ids).containsExactly(Models.array(text.ids()));
            }
            assertAgrees(model.scorer(), reference, nats);
            assertThat(model.decoder().generate(Prompt.plain(reference.prompt()),
                    GenerationSettings.greedy(16, List.of()), 0, Deadline.none(), GenerationListener.NONE).text())
                    .isEqualTo(reference.greedyText());
        }
    }

    /** @param nats that each token's and each continuation's log-probability may differ by */
    static void assertAgrees(LogprobScorer scorer, Models.Reference reference, double nats) throws Exception {
        for (Models.Text text : reference.texts()) {
            List<LogprobScorer.TokenLogprob> scored = scorer.score(Models.array(text.ids()));
            assertThat(scored).hasSameSizeAs(text.logprobs());
            for (int i = 0; i < scored.size(); i++) {
                assertThat(scored.get(i).logprob()).isCloseTo(text.logprobs().get(i), within(nats));
            }
        }
        for (Models.Pair pair : reference.pairs()) {
            List<ContinuationLogprob> scored = scorer.score(Prompt.plain(pair.context()),
                    List.of("ほか", pair.continuation()), Deadline.none());
            assertThat(scored.get(1).logprob()).isCloseTo(pair.logprob(), within(nats));
            assertThat(scored.get(1).greedy()).isEqualTo(pair.greedy());
            assertThat(scored.get(1).tokens()).isEqualTo(pair.ids().size());
        }
    }

    static Candidate candidate(Path file, String... options) {
        TreeMap<String, String> map = new TreeMap<>(java.util.Map.of("lib", Builds.any().toString(), "threads", "1"));
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new Candidate("tested", file.toString(), "llama.cpp", map);
    }
}
