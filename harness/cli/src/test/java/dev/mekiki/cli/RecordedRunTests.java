package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole path on answers that were recorded earlier: plan, journal, findings, selection, report, and the commands that read them. */
class RecordedRunTests {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("data.jsonl"), """
                {"id": "a", "question": "一日は何時間ですか", "answer": "24時間"}
                {"id": "b", "question": "十と八を足すと", "answer": "18"}
                {"id": "c", "question": "日本の首都は", "answer": "東京"}
                {"id": "d", "question": "水は何度で凍る", "answer": "0度"}
                """);
        Files.writeString(folder.resolve("suite.yaml"), """
                suite: mekiki/1
                name: small
                version: "1"
                language: ja
                license: CC0-1.0
                tasks:
                  - name: qa
                    data: data.jsonl
                    id: "{{id}}"
                    prompt: "{{question}}"
                    target: "{{answer}}"
                    answer: generate
                    metrics: [exact_match, exact_match_ja]
                """);
        answers("good.jsonl", "２４時間", "十八", "東京", "0度");
        answers("bad.jsonl", "知りません", "20", "大阪", "100度");
        Files.writeString(folder.resolve("policy.yaml"), """
                policy: mekiki/1
                gates:
                  - {metric: small/qa/exact_match_ja, at-least: 0.5}
                criteria:
                  - {metric: small/qa/exact_match_ja, weight: 1}
                """);
        Files.writeString(folder.resolve("plan.yaml"), """
                plan: mekiki/1
                name: recorded
                candidates:
                  - {name: good, model: good, engine: replay, options: {answers: good.jsonl, by: prompt}}
                  - {name: bad, model: bad, engine: replay, options: {answers: bad.jsonl, by: prompt}}
                suites:
                  - suite: suite.yaml
                policy: policy.yaml
                """);
    }

    private void answers(String file, String... responses) throws IOException {
        List<String> questions = List.of("一日は何時間ですか", "十と八を足すと", "日本の首都は", "水は何度で凍る");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < responses.length; i++) {
            lines.append("{\"prompt\": \"").append(questions.get(i)).append("\", \"response\": \"").append(responses[i])
                    .append("\"}\n");
        }
        Files.writeString(folder.resolve(file), lines.toString());
    }

    private Path run() {
        Path out = folder.resolve("out");
        CommandLineRun run = mekiki("run", folder.resolve("plan.yaml"), "--out", out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("good").contains("report");
        return out;
    }

    @Test
    void a_run_ends_in_a_selection_and_every_promised_file() throws IOException {
        Path out = run();
        assertThat(out).isDirectoryContaining("glob:**/{plan,machine,findings,selection}.json");
        JsonNode selection = JSON.readTree(Files.readString(out.resolve("selection.json")));
        assertThat(selection.path("outcome").asString()).isEqualTo("selected");
        assertThat(selection.path("candidates").get(0).asString()).isEqualTo("good");
        assertThat(out.resolve("report/index.html")).content().contains("good").contains("Content-Security-Policy");
    }

    @Test
    void findings_and_selection_meet_their_schemas() throws IOException {
        Path out = run();
        for (String name : List.of("findings", "selection")) {
            assertThat(schemaErrors(name, Files.readString(out.resolve(name + ".json")), InputFormat.JSON)).as(name)
                    .isEmpty();
        }
    }

    @Test
    void what_the_user_writes_meets_its_schemas() throws IOException {
        assertThat(schemaErrors("plan", Files.readString(folder.resolve("plan.yaml")), InputFormat.YAML)).isEmpty();
        assertThat(schemaErrors("suite", Files.readString(folder.resolve("suite.yaml")), InputFormat.YAML)).isEmpty();
        assertThat(schemaErrors("policy", Files.readString(folder.resolve("policy.yaml")), InputFormat.YAML)).isEmpty();
    }

    static List<String> schemaErrors(String schema, String text, InputFormat format) throws IOException {
        Path file = Path.of(System.getProperty("mekiki.home"), "docs", "schemas", schema + ".schema.json");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(file), InputFormat.JSON)
                .validate(text, format).stream().map(Object::toString).toList();
    }

    @Test
    void width_and_kanji_numerals_count_as_right_only_after_japanese_normalisation() throws IOException {
        Path out = run();
        JsonNode metrics = JSON.readTree(Files.readString(out.resolve("findings.json"))).path("candidates").get(0)
                .path("metrics");
        assertThat(value(metrics, "small/qa/exact_match")).isEqualTo(0.5);
        assertThat(value(metrics, "small/qa/exact_match_ja")).isEqualTo(1.0);
    }

    private static double value(JsonNode metrics, String name) {
        for (JsonNode metric : metrics) {
            if (metric.path("metric").asString().equals(name)) {
                return metric.path("value").asDouble();
            }
        }
        throw new AssertionError("no metric " + name);
    }

    @Test
    void samples_are_one_json_line_each_in_plan_order() throws IOException {
        Path out = run();
        CommandLineRun samples = mekiki("samples", out, "--candidate", "bad", "--task", "small/qa");
        List<JsonNode> lines = samples.out().lines().map(JSON::readTree).toList();
        assertThat(lines).extracting(line -> line.path("sample").asString()).containsExactly("a", "b", "c", "d");
        JsonNode first = lines.getFirst();
        assertThat(first.path("response").asString()).isEqualTo("知りません");
        assertThat(first.path("target").asString()).isEqualTo("24時間");
        assertThat(first.path("outcome").asString()).isEqualTo("answered");
        assertThat(first.path("scores").path("exact_match_ja").asDouble(-1)).isZero();
    }

    @Test
    void a_second_start_measures_nothing_and_says_so() throws IOException {
        Path out = run();
        long before = Files.readString(out.resolve("journal.jsonl")).lines()
                .filter(line -> line.contains("sample_done"))
                .count();
        CommandLineRun again = mekiki("run", folder.resolve("plan.yaml"), "--out", out);
        assertThat(again.code()).isZero();
        assertThat(Files.readString(out.resolve("journal.jsonl")).lines().filter(line -> line.contains("sample_done"))
                .count()).isEqualTo(before)
                .isEqualTo(8);
    }

    @Test
    void a_changed_plan_on_an_old_folder_is_refused_with_what_changed() throws IOException {
        Path out = run();
        Files.writeString(folder.resolve("plan.yaml"), Files.readString(folder.resolve("plan.yaml"))
                .replace("suite: suite.yaml", "suite: suite.yaml\n    limit: 2"));
        CommandLineRun changed = mekiki("run", folder.resolve("plan.yaml"), "--out", out);
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err()).contains("small/qa").contains("--out");
    }

    @Test
    void report_needs_only_the_folder_and_takes_another_policy() throws IOException {
        Path out = run();
        Path strict = Files.writeString(folder.resolve("strict.yaml"), """
                policy: mekiki/1
                gates:
                  - {metric: small/qa/exact_match_ja, at-least: 0.99, confidence: 0.95}
                criteria:
                  - {metric: small/qa/exact_match_ja, weight: 1}
                """);
        assertThat(mekiki("report", out, "--format", "md").code()).isZero();
        CommandLineRun report = mekiki("report", out, "--policy", strict, "--format", "md");
        assertThat(report.code()).as("four samples can't show 99 %%").isEqualTo(4);
    }

    @Test
    void three_mistakes_are_told_at_once_with_their_lines() throws IOException {
        Path plan = Files.writeString(folder.resolve("wrong.yaml"), """
                plan: mekiki/1
                name: wrong
                candidates:
                  - {name: good, model: good, engine: replai, options: {answers: good.jsonl}}
                suites:
                  - suite: no-such-suite
                run: {sead: 7}
                """);
        CommandLineRun run = mekiki("run", plan, "--out", folder.resolve("never"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("wrong.yaml:4").contains("replai").contains("wrong.yaml:6")
                .contains("no-such-suite")
                .contains("wrong.yaml:7").contains("sead").contains("seed");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void a_broken_csv_row_is_named_by_its_line() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "id,question,answer\n1,何,答え\n2,\"閉じていない,x\n");
        Files.writeString(folder.resolve("suite.yaml"),
                Files.readString(folder.resolve("suite.yaml")).replace("data.jsonl", "data.csv"));
        CommandLineRun run = mekiki("run", folder.resolve("plan.yaml"), "--out", folder.resolve("out"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("data.csv:3");
    }

    @Test
    void a_folder_that_can_not_be_made_is_said_plainly() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        CommandLineRun run = mekiki("run", folder.resolve("plan.yaml"), "--out", file.resolve("out"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--out").doesNotContain("Exception");
    }

    @Test
    void a_dry_run_measures_nothing() {
        CommandLineRun run = mekiki("run", folder.resolve("plan.yaml"), "--out", folder.resolve("out"), "--dry-run");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("small/qa").contains("8 samples");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
