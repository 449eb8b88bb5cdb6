package dev.mekiki.engines.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every build that is here, each in a worker of its own. */
class BuildsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void each_build_gives_exact_log_probabilities() throws Exception {
        Builds.assumeThorough();
        List<Path> builds = Builds.all();
        assumeTrue(builds.size() > 1,
                "fewer than two builds of llama.cpp here: set MEKIKI_TEST_LLAMA=fetch to fetch some with npm");
        Path file = TinyGguf.write("llama3-rope", false, folder);
        Models.Text text = Models.reference("llama3-rope").texts().getFirst();
        for (Path build : builds) {
            TreeMap<String, String> options = new TreeMap<>(
                    java.util.Map.of("lib", build.toString(), "threads", "1", "context", "256"));
            try (Engine engine = new LlamaCppProvider()
                    .open(new dev.mekiki.domain.Candidate("tested", file.toString(), "llama.cpp", options))) {
                List<LogprobScorer.TokenLogprob> scored = engine.logprobs().orElseThrow()
                        .score(Models.array(text.ids()));
                for (int i = 0; i < scored.size(); i++) {
                    assertThat(scored.get(i).logprob()).as(engine.description().version())
                            .isCloseTo(text.logprobs().get(i), within(1e-4));
                }
                AnswerFormat digits = new AnswerFormat(AnswerFormat.Kind.GRAMMAR, "root ::= [0-9]{3}");
                assertThat(
                        engine.generate(Prompt.plain("1"), GenerationSettings.greedy(9, List.of()).withFormat(digits),
                                0, Deadline.none(), GenerationListener.NONE).text())
                        .as(engine.description().version())
                        .matches("[0-9]{3}");
            }
        }
    }
}
