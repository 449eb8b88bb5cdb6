package dev.mekiki.engines.jlama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every architecture and variant against what transformers computes in float64 (make_models.py). */
class ReferenceTest {
    /** A tenth of what is promised. */
    private static final double NATS = 1e-4;

    static Stream<String> models() throws IOException {
        return Models.names().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void agrees_with_transformers_in_float64(String name) throws Exception {
        Models.Reference reference = Models.reference(name);
        try (Engine engine = Models.open(name)) {
            LogprobScorer scorer = engine.logprobs().orElseThrow();
            for (Models.Text text : reference.texts()) {
                int[] ids = engine.tokenizer().orElseThrow().encode(text.text(), true);
                assertThat(ids).containsExactly(Models.array(text.ids()));
                List<LogprobScorer.TokenLogprob> scored = scorer.score(ids);
                assertThat(scored).hasSameSizeAs(text.logprobs());
                for (int i = 0; i < scored.size(); i++) {
                    assertThat(scored.get(i).id()).isEqualTo(text.ids().get(i + 1));
                    assertThat(scored.get(i).logprob()).isCloseTo(text.logprobs().get(i), within(NATS));
                }
            }
            for (Models.Pair pair : reference.pairs()) {
                List<ContinuationLogprob> scored = scorer.score(Prompt.plain(pair.context()),
                        List.of("ほか", pair.continuation()), Deadline.none());
                assertThat(scored.get(1).logprob()).isCloseTo(pair.logprob(), within(NATS));
                assertThat(scored.get(1).greedy()).isEqualTo(pair.greedy());
                assertThat(scored.get(1).tokens()).isEqualTo(pair.ids().size());
            }
            Generation generation = engine.generate(Prompt.plain(reference.prompt()),
                    GenerationSettings.greedy(16, List.of()), 0, Deadline.none(), GenerationListener.NONE);
            assertThat(generation.text()).isEqualTo(reference.greedyText());
            assertThat(generation.outputTokens()).isEqualTo(reference.greedyIds().size());
            assertThat(engine.conformance()).allMatch(Conformance::passed);
        }
    }

    @Test
    void unpacked_weights_give_the_same_within_float_accuracy() throws Exception {
        Models.Text text = Models.reference("mistral").texts().getFirst();
        try (Engine engine = Models.open("mistral", "weights", "f32")) {
            List<LogprobScorer.TokenLogprob> scored = engine.logprobs().orElseThrow().score(Models.array(text.ids()));
            for (int i = 0; i < scored.size(); i++) {
                assertThat(scored.get(i).logprob()).isCloseTo(text.logprobs().get(i), within(NATS));
            }
            assertThat(engine.description().resolved()).containsEntry("weights", "f32");
        }
    }

    /** The longest sequence reaches the last row of the RoPE table and crosses pages of the KV cache. */
    @ParameterizedTest
    @MethodSource("models")
    void a_full_context_is_as_good_as_a_short_one(String name) throws Exception {
        int context = 150;
        try (Engine engine = Models.open(name, "context", String.valueOf(context))) {
            int[] ids = new int[context + 1];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = 3 + i * 37 % 280;
            }
            List<LogprobScorer.TokenLogprob> scored = engine.logprobs().orElseThrow().score(ids);
            Inspection found = Inspection.of(Models.candidate(Models.folder(name)));
            double[][] expected = new dev.mekiki.engines.oracle.Oracle(found.config(), found.tensors())
                    .logprobs(java.util.Arrays.copyOf(ids, context));
            for (int i = 0; i < context; i++) {
                assertThat(scored.get(i).logprob()).isCloseTo(expected[i][ids[i + 1]], within(NATS));
            }
        }
    }
}
