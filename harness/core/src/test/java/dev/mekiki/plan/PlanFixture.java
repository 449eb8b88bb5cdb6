package dev.mekiki.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder with a plan and the files that it names. */
abstract class PlanFixture {
    static final String GOOD = """
            plan: mekiki/1
            name: poc-2026-11
            candidates:
              - name: hinoki
                model: ../models/hinoki
                options: {context: 2048, stop: [a, b]}
              - name: gateway
                model: gpt-oss-120b
                engine: openai
            suites:
              - suite: japanese-qa
                tasks: [jcommonsenseqa]
                limit: 20
                shots: 4
            load:
              - name: interactive
                loop: closed
                concurrency: 1
                requests: 32
                input: {mean: 512, spread: 16}
                output: 128
            bench:
              {prompt: [64, 256], generate: [32], forks: 1, iterations: 5}
            usage: ../usage/in-house.yaml
            policy: ../policies/poc.yaml
            run: {seed: 8, deadline: 90s, retries: 1, workers: 2}
            report: {languages: [en, ja], title: 選定}
            """;

    @TempDir
    Path root;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(root.resolve("models/hinoki"));
        Files.createDirectories(root.resolve("plans"));
        write("usage/in-house.yaml", "usage: mekiki/1\nname: in-house\nstage: poc\noffering: in-house\n");
        write("policies/poc.yaml", """
                policy: mekiki/1
                gates:
                  - {license: conditional}
                  - {metric: japanese-qa/jcommonsenseqa/acc, at-least: 0.60, confidence: 0.95}
                  - {metric: load/interactive/ttft_ms/p95, at-most: 800}
                criteria:
                  - {metric: japanese-qa/acc, weight: 3}
                  - {metric: load/interactive/output_tokens_per_s, weight: 1, from: 5, to: 60}
                  - {metric: bench/pp64/tokens_per_s, weight: 1, from: 0, to: 100}
                  - {metric: dossier/parameters, weight: 0.5, from: 2.0e+9, to: 0}
                """);
    }

    final Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    final Plan plan(String text) throws IOException, InvalidInput {
        return Known.planner(root.resolve("hub")).plan(write("plans/poc.yaml", text), PlanOptions.none());
    }

    /** Each problem as {@code line key: message}. */
    final List<String> problems(String text) throws IOException {
        Path file = write("plans/poc.yaml", text);
        InvalidInput invalid = catchThrowableOfType(InvalidInput.class,
                () -> Known.planner(root.resolve("hub")).plan(file, PlanOptions.none()));
        assertThat(invalid).isNotNull();
        assertThat(invalid.problems()).allSatisfy(problem -> assertThat(problem.file()).isPresent());
        return invalid.problems().stream().map(problem -> (problem.line().isPresent() ? problem.line().getAsInt() : 0)
                + " " + problem.key().orElse("") + ": " + problem.message()
                + problem.hint().map(hint -> " [" + hint + "]").orElse(""))
                .toList();
    }
}
