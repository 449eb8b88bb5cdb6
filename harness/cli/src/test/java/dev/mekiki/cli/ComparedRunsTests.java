package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static dev.mekiki.cli.RecordedRunTests.schemaErrors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two runs of recorded answers compared, scored again, and answered from what was recorded. */
class ComparedRunsTests {
    private static final int SAMPLES = 60;

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        data("data.jsonl", "質問", "24時間");
        suite("suite.yaml", "data.jsonl", "exact_match", "");
        plan("plan.yaml", "suite.yaml", "answers.jsonl");
    }

    private void data(String file, String question, String answer) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < SAMPLES; i++) {
            rows.append("{\"id\": \"").append(i).append("\", \"question\": \"").append(question).append(i)
                    .append("\", \"answer\": \"").append(answer).append("\"}\n");
        }
        Files.writeString(folder.resolve(file), rows);
    }

    private void suite(String file, String data, String metrics, String more) throws IOException {
        Files.writeString(folder.resolve(file), """
                suite: mekiki/1
                name: small
                version: "1"
                language: ja
                license: CC0-1.0
                tasks:
                  - name: qa
                    data: %s
                    id: "{{id}}"
                    prompt: "{{question}}"
                    target: "{{answer}}"
                    answer: generate
                    metrics: [%s]
                %s
                """.formatted(data, metrics, more));
    }

    private void plan(String file, String suite, String answers) throws IOException {
        Files.writeString(folder.resolve(file), """
                plan: mekiki/1
                name: recorded
                candidates:
                  - {name: model, model: model, engine: replay, options: {answers: %s, by: sample}}
                suites:
                  - suite: %s
                """.formatted(answers, suite));
    }

    /** A run whose samples are right where said. */
    private Path run(String name, String plan, IntPredicate right) throws IOException {
        StringBuilder lines = new StringBuilder();
        IntStream.range(0, SAMPLES).forEach(i -> lines.append("{\"sample\": \"").append(i)
                .append("\", \"response\": \"").append(right.test(i) ? "24時間" : "<b>一日|*</b>").append("\"}\n"));
        Files.writeString(folder.resolve("answers.jsonl"), lines);
        Path out = folder.resolve(name);
        CommandLineRun run = mekiki("run", folder.resolve(plan), "--out", out);
        assertThat(run.code()).as(run.err()).isIn(0, 1, 4);
        return out;
    }

    private static JsonNode json(CommandLineRun run) {
        assertThat(run.out()).as(run.err()).isNotBlank();
        return JsonMapper.shared().readTree(run.out());
    }

    @Test
    void an_improvement_is_shown_with_its_flips() throws IOException {
        Path a = run("a", "plan.yaml", i -> i < 30);
        Path b = run("b", "plan.yaml", i -> i >= 2 && i < 50);
        CommandLineRun run = mekiki("compare", a, b, "--format", "json");
        assertThat(run.code()).isZero();
        assertThat(schemaErrors("compare", run.out(), InputFormat.JSON)).isEmpty();
        JsonNode pair = json(run).path("pairs").get(0);
        JsonNode metric = pair.path("metrics").get(0);
        assertThat(metric.path("metric").asString()).isEqualTo("small/qa/exact_match");
        assertThat(metric.path("difference").asDouble()).isCloseTo(18 / 60.0, within(1e-12));
        assertThat(metric.path("improved").asInt()).isEqualTo(20);
        assertThat(metric.path("regressed").asInt()).isEqualTo(2);
        // statsmodels 0.15: mcnemar([[0, 20], [2, 0]], exact=True).pvalue
        assertThat(metric.path("p").asDouble()).isCloseTo(0.00012111663818359375, within(1e-12));
        assertThat(metric.path("verdict").asString()).isEqualTo("improved");
        assertThat(pair.path("flips")).hasSize(22);
        JsonNode flip = pair.path("flips").get(0);
        assertThat(flip.path("change").asString()).isEqualTo("pass-to-fail");
        assertThat(flip.path("a").path("answer").asString()).isEqualTo("24時間");
        assertThat(flip.path("b").path("answer").asString()).isEqualTo("<b>一日|*</b>");
        assertThat(pair.path("not_compared")).isEmpty();
        assertThat(json(mekiki("compare", b, a, "--format", "json")).path("pairs").get(0).path("metrics").get(0)
                .path("verdict").asString()).isEqualTo("regressed");
    }

    @Test
    void text_fits_80_columns_and_markdown_carries_no_markup_of_models() throws IOException {
        Path a = run("a", "plan.yaml", i -> i < 30);
        Path b = run("b", "plan.yaml", i -> i >= 2 && i < 50);
        CommandLineRun table = mekiki("compare", a, b);
        assertThat(table.out().lines().skip(4)).allMatch(line -> TextTable.width(line) <= 80);
        assertThat(table.out()).contains("small/qa/exact_match").contains("+0.300");
        String markdown = mekiki("compare", a, b, "--format", "md").out();
        assertThat(markdown).doesNotContain("<b>").contains("&lt;b&gt;").contains("\\|");
        assertThat(mekiki("compare", a, b, "--format", "html").out()).contains("改善した項目があります")
                .contains("Something got better").contains("dossier/load_ms").doesNotContain("<b>");
    }

    @Test
    void few_samples_are_called_few_and_say_how_many_it_takes() throws IOException {
        Path a = run("a", "plan.yaml", i -> i < 30);
        Path b = run("b", "plan.yaml", i -> i < 32);
        JsonNode metric = json(mekiki("compare", a, b, "--format", "json", "--non-inferior-by", "0.05")).path("pairs")
                .get(0).path("metrics").get(0);
        assertThat(metric.path("verdict").asString()).isEqualTo("too-few-samples");
        // discordance (2 + 2) / 64, 5 points: (1.959964 √0.0625 + 0.841621 √(0.0625 − 0.0025))² / 0.0025 = 193.9
        assertThat(metric.path("needed").asInt()).isEqualTo(194);
        assertThat(metric.path("non_inferiority").path("state").asString()).isEqualTo("passed");
        JsonNode coarse = json(mekiki("compare", a, b, "--format", "json", "--matters", "0.2")).path("pairs").get(0)
                .path("metrics").get(0);
        assertThat(coarse.path("verdict").asString()).isEqualTo("no-difference-shown");
        assertThat(coarse.path("needed").isMissingNode()).isTrue();
    }

    @Test
    void other_prompts_right_answers_and_ways_of_scoring_are_named_not_compared() throws IOException {
        Path a = run("a", "plan.yaml", i -> i < 30);
        data("data.jsonl", "設問", "24時間");
        Path prompts = run("prompts", "plan.yaml", i -> i < 40);
        CommandLineRun other = mekiki("compare", a, prompts, "--format", "json");
        assertThat(other.code()).as("nothing could be compared").isEqualTo(4);
        assertThat(keys(other)).containsExactly("prompts", "no-pairs");
        CommandLineRun despite = mekiki("compare", a, prompts, "--despite", "prompts", "--format", "json");
        assertThat(despite.code()).isZero();
        assertThat(json(despite).path("despite").get(0).asString()).isEqualTo("prompts");
        data("data.jsonl", "質問", "二十四時間");
        assertThat(keys(mekiki("compare", a, run("targets", "plan.yaml", i -> i < 40), "--format", "json")))
                .containsExactly("judged", "no-pairs");
        data("data.jsonl", "質問", "24時間");
        suite("suite.yaml", "data.jsonl", "exact_match", "    extract: [first-line]");
        CommandLineRun scoring = mekiki("compare", a, run("scoring", "plan.yaml", i -> i < 40), "--format", "json");
        assertThat(keys(scoring)).containsExactly("extract");
        assertThat(json(scoring).path("pairs").get(0).path("differences").valueStream()
                .map(difference -> difference.path("what").asString()))
                .contains("suite.small", "task.small/qa.scoring").doesNotContain("model", "engine");
    }

    private static List<String> keys(CommandLineRun run) {
        return json(run).path("pairs").get(0).path("not_compared").valueStream()
                .map(each -> each.path("key").asString()).toList();
    }

    @Test
    void imported_values_are_compared_unpaired_and_said_so() throws IOException {
        Path a = run("a", "plan.yaml", i -> i < 30);
        Path imported = Files.writeString(folder.resolve("imported.json"), """
                {"format": "mekiki.findings/1", "imported": true, "plan": {"name": "lm-eval", "hash": "-"},
                 "candidates": [{"name": "model", "engine": "lm-eval", "metrics": [
                   {"metric": "small/qa/exact_match", "kind": "proportion", "n": 100, "scored": 100, "coverage": 1,
                    "value": 0.9, "better": "higher"},
                   {"metric": "other/f1", "kind": "mean", "n": 10, "scored": 10, "coverage": 1, "value": 0.5,
                    "better": "higher"}]}], "comparisons": []}
                """);
        CommandLineRun run = mekiki("compare", a, imported, "--format", "json");
        assertThat(schemaErrors("compare", run.out(), InputFormat.JSON)).isEmpty();
        JsonNode metric = json(run).path("pairs").get(0).path("metrics").get(0);
        assertThat(json(run).path("b").path("imported").asBoolean()).isTrue();
        assertThat(metric.path("paired").asBoolean(true)).isFalse();
        assertThat(metric.path("test").asString()).isEqualTo("fisher");
        // scipy 1.17.1: fisher_exact([[90, 10], [30, 30]]).pvalue
        assertThat(metric.path("p").asDouble()).isCloseTo(3.3e-08, within(2e-8));
        assertThat(keys(run)).contains("only-a", "only-b");
    }

    @Test
    void a_changed_metric_is_scored_again_without_a_model_and_keeps_the_findings_before() throws IOException {
        Path out = run("a", "plan.yaml", i -> i < 30);
        String before = Files.readString(out.resolve("findings.json"));
        long lines = Files.readString(out.resolve("journal.jsonl")).lines().count();
        CommandLineRun same = mekiki("rescore", out);
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(out.resolve("findings.1.json")).doesNotExist();
        suite("suite.yaml", "data.jsonl", "exact_match_ja, contains", "");
        Files.delete(folder.resolve("answers.jsonl"));
        CommandLineRun changed = mekiki("rescore", out);
        assertThat(changed.code()).as(changed.err()).isZero();
        assertThat(changed.out()).contains("small/qa/contains");
        assertThat(out.resolve("findings.1.json")).content().isEqualTo(before);
        assertThat(out.resolve("findings.json")).content().contains("small/qa/contains")
                .doesNotContain("small/qa/exact_match\"");
        assertThat(Files.readString(out.resolve("journal.jsonl")).lines().count()).as("one line more: the new way")
                .isEqualTo(lines + 1);
        assertThat(mekiki("report", out, "--format", "json").code()).isZero();
        assertThat(out.resolve("findings.json")).as("a later report scores the same way").content()
                .contains("small/qa/contains");
        data("data.jsonl", "質問", "一日");
        assertThat(mekiki("rescore", out).err()).contains("60");
        assertThat(out.resolve("findings.2.json")).exists();
        data("data.jsonl", "別の質問", "一日");
        CommandLineRun asked = mekiki("rescore", out);
        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err()).contains("the prompt of the sample").contains("needs the model");
        assertThat(mekiki("rescore", out, "--as-planned").code()).isZero();
    }

    @Test
    void what_samples_prints_is_a_recording_that_gives_the_same_scores() throws IOException {
        Path a = run("a", "plan.yaml", i -> i % 3 == 0);
        Files.writeString(folder.resolve("again.jsonl"), mekiki("samples", a).out());
        plan("again.yaml", "suite.yaml", "again.jsonl");
        Path again = folder.resolve("again");
        mekiki("run", folder.resolve("again.yaml"), "--out", again);
        JsonNode metric = json(mekiki("compare", a, again, "--format", "json", "--matters", "0.2")).path("pairs")
                .get(0).path("metrics").get(0);
        assertThat(metric.path("difference").asDouble(-1)).isZero();
        assertThat(metric.path("n").asInt()).isEqualTo(SAMPLES);
        assertThat(metric.path("verdict").asString()).isEqualTo("no-difference-shown");
    }
}
