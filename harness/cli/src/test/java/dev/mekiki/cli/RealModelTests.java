package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user's own suite on a real model, SmolLM2-135M-Instruct, where {@code MEKIKI_SMOLLM2} names its folder (float32) and the public data
 * is there. Expectations are lm-evaluation-harness's own results on the same weights.
 */
class RealModelTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path DATA = Path.of(System.getProperty("mekiki.home"), "..", "shared", "data");

    @TempDir
    Path folder = Path.of("");

    private static String model() {
        return Optional.ofNullable(System.getenv("MEKIKI_SMOLLM2")).orElse("");
    }

    @BeforeEach
    void present() {
        assumeTrue(!model().isEmpty() && Files.isDirectory(Path.of(model())),
                "skipped: MEKIKI_SMOLLM2 does not name a folder with SmolLM2-135M-Instruct");
        assumeTrue(Files.isDirectory(DATA), "skipped: the public data sets are not beside the project");
    }

    @Test
    void ten_samples_of_jcommonsenseqa_and_a_speed_profile() throws IOException {
        Path out = run(suite(DATA.resolve("jglue/jcommonsenseqa-valid-v1.3.json"), "never", ""), 10, """
                load:
                  - {name: one-user, loop: closed, concurrency: 1, requests: 12, input: 32, output: 8}
                """);
        JsonNode candidate = JSON.readTree(Files.readString(out.resolve("findings.json"))).path("candidates").get(0);
        assertThat(candidate.path("metrics").get(0).path("scored").asInt()).isEqualTo(10);
        assertThat(candidate.path("load").get(0).path("ttft_ms").path("p50").asDouble()).isPositive();
    }

    @Test
    void loglikelihoods_are_those_of_lm_evaluation_harness_without_a_template() throws IOException {
        compare("jcqa_0shot", "never", "質問：{{question}}\\n答え：");
    }

    private void compare(String reference, String chat, String prompt) throws IOException {
        Path parity = DATA.resolve("lm-eval-parity").resolve(reference);
        assumeTrue(Files.isRegularFile(parity.resolve("samples.jsonl")), "skipped: no reference results");
        List<JsonNode> expected = Files.readAllLines(parity.resolve("samples.jsonl")).stream().limit(10)
                .map(JSON::readTree).toList();
        Path out = run(suite(parity.resolve("validation.jsonl"), chat, prompt), 10, "");
        List<JsonNode> samples = mekiki("samples", out).out().lines().map(JSON::readTree).toList();
        for (int i = 0; i < samples.size(); i++) {
            List<Double> theirs = new ArrayList<>();
            expected.get(i).path("requests").forEach(request -> theirs.add(request.path("loglikelihood").asDouble()));
            assertThat(samples.get(i).path("prompt").asString())
                    .isEqualTo(expected.get(i).path("requests").get(0).path("context").asString());
            for (int choice = 0; choice < theirs.size(); choice++) {
                assertThat(samples.get(i).path("logprobs").get(choice).path("logprob").asDouble())
                        .isCloseTo(theirs.get(choice), within(1e-3));
            }
        }
        assertThat(samples).hasSize(10);
    }

    private Path suite(Path data, String chat, String prompt) throws IOException {
        return Files.writeString(folder.resolve("suite.yaml"), """
                suite: mekiki/1
                name: jcqa
                version: "1"
                language: ja
                license: CC-BY-SA-4.0
                tasks:
                  - name: jcommonsenseqa
                    data: %s
                    prompt: "%s"
                    choices: "{{ [choice0, choice1, choice2, choice3, choice4] }}"
                    target: "{{label}}"
                    answer: choice
                    chat: %s
                    metrics: [acc, acc_norm]
                """.formatted(data.toAbsolutePath().normalize(), prompt.isEmpty() ? "質問：{{question}}\\n答え：" : prompt,
                chat));
    }

    private Path run(Path suite, int limit, String more) throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), """
                plan: mekiki/1
                name: smollm2
                candidates:
                  - {name: smollm2, model: %s, engine: jlama, options: {context: 512}}
                suites:
                  - {suite: %s, limit: %d}
                """.formatted(Path.of(model()).toAbsolutePath(), suite.getFileName(), limit) + more);
        CommandLineRun run = mekiki("run", plan, "--out", folder.resolve("out"));
        assertThat(run.code()).as(run.err()).isZero();
        return folder.resolve("out");
    }
}
