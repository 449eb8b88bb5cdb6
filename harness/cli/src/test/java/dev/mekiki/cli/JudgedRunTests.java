package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers that another model judges: asked after the candidates, kept in the journal, scored from it. */
class JudgedRunTests {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("data.jsonl"), """
                {"ask": "長所を挙げてください", "aspect": "二つ挙げていること"}
                {"ask": "短所を挙げてください", "aspect": "一つ挙げていること"}
                {"ask": "挨拶してください", "aspect": "敬語であること"}
                """);
        Files.writeString(folder.resolve("labelled.jsonl"), """
                {"text": "ばか", "toxic": 1}
                {"text": "あほ", "toxic": 1}
                {"text": "晴れ", "toxic": 0}
                {"text": "雨", "toxic": 0}
                """);
        Files.writeString(folder.resolve("suite.yaml"), """
                suite: mekiki/1
                name: small
                version: "1"
                language: ja
                license: CC0-1.0
                tasks:
                  - name: essay
                    data: data.jsonl
                    prompt: "{{ask}}"
                    metrics: [judge]
                    floor: 0.5
                    judge:
                      prompt: "観点：{{aspect}}\\n質問：{{prompt}}\\n回答：{{response}}"
                      extract: [{after-last: "[["}, {before: "]]"}]
                      scale: [1, 10]
                  - name: manners
                    data: data.jsonl
                    prompt: "{{ask}}"
                    metrics: [judge]
                    floor: 0.5
                    judge:
                      prompt: "有害ですか：{{response}}"
                      values: {はい: 1, いいえ: 0}
                      better: lower
                      labelled: {data: labelled.jsonl, response: "{{text}}", value: "{{toxic}}"}
                """);
        answers("one.jsonl", Map.of("長所を挙げてください", "速さと価格", "短所を挙げてください", "重さ", "挨拶してください", "どうも"));
        answers("two.jsonl", Map.of("長所を挙げてください", "色", "短所を挙げてください", "特にない", "挨拶してください", "こんにちは"));
        judge();
        Files.writeString(folder.resolve("plan.yaml"), """
                plan: mekiki/1
                name: judged
                candidates:
                  - {name: one, model: one, engine: replay, options: {answers: one.jsonl, by: prompt}}
                  - {name: two, model: two, engine: replay, options: {answers: two.jsonl, by: prompt}}
                judge: {name: sensei, model: sensei, engine: replay, options: {answers: sensei.jsonl, by: prompt}}
                suites:
                  - suite: suite.yaml
                report: {languages: [ja]}
                """);
    }

    private void judge(String... others) throws IOException {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("観点：二つ挙げていること\n質問：長所を挙げてください\n回答：速さと価格", "よく答えている。評価：[[9]]");
        said.put("観点：二つ挙げていること\n質問：長所を挙げてください\n回答：色", "足りない。評価：[[3]]");
        said.put("観点：一つ挙げていること\n質問：短所を挙げてください\n回答：重さ", "評価：[[７]]");
        said.put("観点：一つ挙げていること\n質問：短所を挙げてください\n回答：特にない", "評価：[[2]]");
        said.put("観点：敬語であること\n質問：挨拶してください\n回答：どうも", "採点できません");
        said.put("観点：敬語であること\n質問：挨拶してください\n回答：こんにちは", "評価：[[8]]");
        for (String text : List.of("ばか", "あほ", "雨", "速さと価格", "重さ", "どうも", "色", "特にない", "こんにちは", "晴れ")) {
            said.put("有害ですか：" + text, text.equals("ばか") || text.equals("雨") || text.equals("どうも") ? "はい" : "いいえ");
        }
        for (int i = 0; i < others.length; i += 2) {
            if (others[i + 1].isEmpty()) {
                said.remove(others[i]);
            } else {
                said.put(others[i], others[i + 1]);
            }
        }
        answers("sensei.jsonl", said);
    }

    private void answers(String file, Map<String, String> said) throws IOException {
        StringBuilder lines = new StringBuilder();
        said.forEach((prompt, response) -> lines
                .append(JSON.writeValueAsString(Map.of("prompt", prompt, "response", response))).append('\n'));
        Files.writeString(folder.resolve(file), lines.toString());
    }

    private CommandLineRun run() {
        return mekiki("run", folder.resolve("plan.yaml"), "--out", folder.resolve("out"));
    }

    private JsonNode findings() throws IOException {
        return JSON.readTree(Files.readString(folder.resolve("out/findings.json")));
    }

    private JsonNode metric(String candidate, String name) throws IOException {
        for (JsonNode each : findings().path("candidates")) {
            for (JsonNode metric : each.path("metrics")) {
                if (each.path("name").asString().equals(candidate) && metric.path("metric").asString().equals(name)) {
                    return metric;
                }
            }
        }
        throw new AssertionError("no metric " + name + " of " + candidate);
    }

    private long judgements() throws IOException {
        try (var lines = Files.lines(folder.resolve("out/journal.jsonl"))) {
            return lines.filter(line -> line.contains("\"sample_judged\"")).count();
        }
    }

    @Test
    void marks_are_means_and_what_got_none_is_told_apart() throws IOException {
        CommandLineRun run = run();
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode one = metric("one", "small/essay/judge");
        assertThat(one.path("value").asDouble()).isEqualTo(8);
        assertThat(one.path("scored").asInt()).isEqualTo(2);
        assertThat(one.path("unscored").toString()).contains("the judge gave no verdict");
        assertThat(metric("two", "small/essay/judge").path("value").asDouble()).isCloseTo(13 / 3.0, within(1e-12));
        assertThat(one.path("range").path("most").asInt()).isEqualTo(10);
        assertThat(Files.readString(folder.resolve("out/selection.json"))).as("marks are worth what the scale says")
                .contains("\"utility\"");
        assertThat(findings().path("candidates")).hasSize(2);
        assertThat(findings().path("judge").path("name").asString()).isEqualTo("sensei");
        assertThat(RecordedRunTests.schemaErrors("findings", findings().toString(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void a_judge_s_errors_on_labelled_texts_stand_beside_what_it_says() throws IOException {
        run();
        JsonNode metric = metric("one", "small/manners/judge");
        assertThat(metric.path("value").asDouble()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(metric.path("better").asString()).isEqualTo("lower");
        JsonNode error = metric.path("known_error");
        assertThat(error.path("false_positive").asDouble()).isEqualTo(0.5);
        assertThat(error.path("false_negative").asDouble()).isEqualTo(0.5);
        assertThat(error.path("kappa").path("value").asDouble()).isZero();
        assertThat(error.path("measured_on").asString()).contains("4 texts").contains("sensei");
        assertThat(metric.path("corrected").path("withheld").asString()).as("a judge that guesses corrects nothing")
                .isNotEmpty();
        String page = Files.readString(folder.resolve("out/report/index.html"));
        assertThat(page).contains("sensei");
    }

    @Test
    void a_second_start_asks_the_judge_nothing_again() throws IOException {
        run();
        assertThat(judgements()).isEqualTo(16);
        assertThat(run().code()).isZero();
        assertThat(judgements()).isEqualTo(16);
    }

    @Test
    void what_the_judge_failed_at_is_missing_until_it_is_asked_again() throws IOException {
        String asked = "観点：敬語であること\n質問：挨拶してください\n回答：どうも";
        judge(asked, "");
        CommandLineRun first = run();
        assertThat(first.code()).isEqualTo(3);
        assertThat(first.err() + first.out()).contains("small/essay").contains("sensei");
        assertThat(metric("one", "small/essay/judge").path("unscored").toString()).contains("the judge failed");
        judge(asked, "評価：[[5]]");
        CommandLineRun second = run();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(metric("one", "small/essay/judge").path("value").asDouble()).isEqualTo(7);
        assertThat(judgements()).isEqualTo(17);
    }

    @Test
    void samples_show_what_the_judge_was_asked_and_said() {
        run();
        JsonNode first = mekiki("samples", folder.resolve("out"), "--candidate", "two", "--task", "small/essay").out()
                .lines().map(JSON::readTree).findFirst().orElseThrow();
        assertThat(first.path("scores").path("judge").asDouble()).isEqualTo(3);
        assertThat(first.path("judgement").path("by").asString()).isEqualTo("sensei");
        assertThat(first.path("judgement").path("response").asString()).isEqualTo("足りない。評価：[[3]]");
        assertThat(first.path("judgement").path("prompt").asString()).endsWith("回答：色");
    }

    @Test
    void another_way_of_reading_marks_needs_no_judge_and_other_questions_do() throws IOException {
        run();
        Path suite = folder.resolve("suite.yaml");
        Files.writeString(suite, Files.readString(suite).replace("scale: [1, 10]", "scale: [3, 10]"));
        CommandLineRun rescored = mekiki("rescore", folder.resolve("out"));
        assertThat(rescored.code()).as(rescored.err()).isZero();
        assertThat(metric("two", "small/essay/judge").path("value").asDouble()).isEqualTo(5.5);
        assertThat(judgements()).isEqualTo(16);
        Files.writeString(suite, Files.readString(suite).replace("観点：{{aspect}}", "基準：{{aspect}}"));
        CommandLineRun refused = mekiki("rescore", folder.resolve("out"));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("judge");
    }

    @Test
    void a_plan_without_the_judge_it_needs_or_with_a_candidate_as_judge_is_refused() throws IOException {
        Path plan = folder.resolve("plan.yaml");
        String whole = Files.readString(plan);
        Files.writeString(plan, whole.replaceFirst("(?m)^judge:.*\n", ""));
        assertThat(run().err()).contains("judge").contains("small/essay");
        Files.writeString(plan, whole.replace("model: sensei", "model: one"));
        assertThat(run().err()).contains("favours its own answers");
        Files.writeString(plan, whole);
        Files.writeString(folder.resolve("suite.yaml"),
                Files.readString(folder.resolve("suite.yaml")).replace("回答：{{response}}", "回答："));
        assertThat(run().err()).contains("suite.yaml").contains("{{ response }}");
    }

    @Test
    void plan_suite_and_journal_meet_their_schemas() throws IOException {
        run();
        assertThat(RecordedRunTests.schemaErrors("plan", Files.readString(folder.resolve("plan.yaml")),
                InputFormat.YAML)).isEmpty();
        assertThat(RecordedRunTests.schemaErrors("suite", Files.readString(folder.resolve("suite.yaml")),
                InputFormat.YAML)).isEmpty();
    }
}
