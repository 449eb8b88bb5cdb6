package dev.mekiki.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Shots;
import dev.mekiki.domain.Suite;
import dev.mekiki.domain.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlSuitesTest {
    private static final String HEAD = "suite: mekiki/1\nname: mine\ntasks:\n";
    private static final String ROWS = """
            {"q": "一", "choices": ["a", "b"], "label": 1, "p": "x", "cat": "k"}
            {"q": "二", "choices": ["a", "b", "c"], "label": "C", "p": "x"}
            """;

    @TempDir
    Path folder;

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Suite suite(String yaml) throws Exception {
        file("mine.yaml", yaml);
        return new YamlSuites().read("mine.yaml", folder).orElseThrow();
    }

    private Task task(String yaml) throws Exception {
        return suite(HEAD + yaml).tasks().getFirst();
    }

    private List<Problem> problems(String yaml) throws IOException {
        file("mine.yaml", yaml);
        return catchThrowableOfType(InvalidInput.class, () -> new YamlSuites().read("mine.yaml", folder)).problems();
    }

    @Test
    void all_keys_of_a_task_arrive() throws Exception {
        file("a.jsonl", ROWS);
        file("train.jsonl", ROWS);
        Suite suite = suite("""
                suite: mekiki/1
                name: house-rules
                version: 1.0
                language: ja
                license: CC-BY-4.0
                tasks:
                  - name: leave
                    data: a.jsonl
                    prompt: "質問：{{q}}\\n回答："
                    system: "{{ row.p }}だけ"
                    choices: "{{choices}}"
                    target: "{{label}}"
                    cluster: "{{p}}"
                    labels: [cat]
                    answer: choice
                    shots: {data: train.jsonl, count: 2, pick: seeded}
                    chat: never
                    delimiter: " "
                    metrics: [acc, acc_norm]
                    floor: 0.5
                  - name: free
                    data: a.jsonl
                    id: "n{{label}}"
                    prompt: "{{q}}"
                    target: ["{{q}}", "{{p}}"]
                    generate: {max-tokens: 64, stop: ["\\n"], temperature: 0.5, top-p: 0.9, top-k: 5}
                    extract: [thinking, {after: "回答："}, first-line]
                    metrics: [exact_match]
                """);
        assertThat(suite.name()).isEqualTo("house-rules");
        assertThat(suite.version()).isEqualTo("1.0");
        Task leave = suite.tasks().getFirst();
        assertThat(leave.path()).isEqualTo("house-rules/leave");
        assertThat(leave.answer()).isEqualTo(AnswerMode.CHOICE);
        assertThat(leave.chat()).isEqualTo(ChatMode.NEVER);
        assertThat(leave.delimiter()).isEqualTo(" ");
        assertThat(leave.floor()).isEqualTo(0.5);
        Item first = leave.items().getFirst();
        assertThat(first.id()).isEqualTo("0");
        assertThat(first.prompt()).isEqualTo("質問：一\n回答：");
        assertThat(first.system()).contains("xだけ");
        assertThat(first.cluster()).contains("x");
        assertThat(first.choices()).containsExactly("a", "b");
        assertThat(first.right()).containsExactly(1);
        assertThat(first.labels()).containsEntry("cat", "k");
        assertThat(leave.items().get(1).right()).containsExactly(2);
        assertThat(leave.items().get(1).labels()).isEmpty();
        Shots shots = leave.shots().orElseThrow();
        assertThat(shots.count()).isEqualTo(2);
        assertThat(shots.pick()).isEqualTo(Shots.Pick.SEEDED);
        assertThat(shots.pool()).extracting(Item::id).containsExactly("train.jsonl#0", "train.jsonl#1");
        Task free = suite.tasks().get(1);
        assertThat(free.answer()).isEqualTo(AnswerMode.GENERATE);
        assertThat(free.items().getFirst().accepted()).containsExactly("一", "x");
        assertThat(free.items()).extracting(Item::id).containsExactly("n1", "nC");
        assertThat(free.generation().stop()).containsExactly("\n");
        assertThat(free.generation().topK()).isEqualTo(5);
        assertThat(free.extract()).containsExactly(new ExtractStep("thinking", Optional.empty()),
                new ExtractStep("after", Optional.of("回答：")), new ExtractStep("first-line", Optional.empty()));
        assertThat(free.floor()).isEqualTo(0.95);
    }

    @Test
    void lists_come_from_fields_from_expressions_and_from_lists_of_templates() throws Exception {
        file("a.jsonl",
                """
                        {"c": ["x", "it's"], "c0": "x", "c1": "it's", "t": "it's", "many": ["x", "it's"], "json": "[\\"x\\", \\"it's\\"]", "note": "[注]"}
                        """);
        for (String choices : List.of("\"{{c}}\"", "\"{{ row.c }}\"", "\"{{ [c0, c1] }}\"", "[\"{{c0}}\", \"{{c1}}\"]",
                "\"{{json}}\"",
                "'[\"{{c0}}\", \"{{c1}}\"]'", "\"{{ row['c'] }}\"")) {
            Task task = task("  - {name: t, data: a.jsonl, prompt: p, choices: " + choices
                    + ", target: \"{{t}}\", metrics: [acc]}\n");
            assertThat(task.items().getFirst().choices()).as(choices).containsExactly("x", "it's");
            assertThat(task.items().getFirst().right()).containsExactly(1);
        }
        assertThat(task("  - {name: t, data: a.jsonl, prompt: p, target: \"{{many}}\", metrics: [contains]}\n").items()
                .getFirst().accepted())
                .containsExactly("x", "it's");
        assertThat(task("  - {name: t, data: a.jsonl, prompt: p, target: \"{{ [c1, c0] }}\", metrics: [contains]}\n")
                .items().getFirst()
                .accepted()).containsExactly("it's", "x");
        assertThat(task("  - {name: t, data: a.jsonl, prompt: p, target: \"{{note}}\", metrics: [contains]}\n").items()
                .getFirst().accepted())
                .containsExactly("[注]");
    }

    @Test
    void a_target_is_a_text_then_an_index_then_a_letter() {
        List<String> choices = List.of("B", "A", "3");
        assertThat(RightChoice.of("A", false, choices)).isEqualTo(new RightChoice.At(1));
        assertThat(RightChoice.of("3", false, choices)).isEqualTo(new RightChoice.At(2));
        assertThat(RightChoice.of("0", true, choices)).isEqualTo(new RightChoice.At(0));
        assertThat(RightChoice.of("C", false, choices)).isEqualTo(new RightChoice.At(2));
        assertThat(RightChoice.of("3", true, choices)).isEqualTo(new RightChoice.At(2));
        assertThat(RightChoice.of("1", true, List.of("1", "2"))).isInstanceOf(RightChoice.Unclear.class);
        assertThat(RightChoice.of("1", false, List.of("1", "2"))).isEqualTo(new RightChoice.At(0));
        assertThat(RightChoice.of("x", false, List.of("x", "x"))).isInstanceOf(RightChoice.Unclear.class);
        for (String target : List.of("3", "D", "-1", "", "青", "1.0")) {
            assertThat(RightChoice.of(target, false, List.of("a", "b", "c"))).as(target)
                    .isInstanceOf(RightChoice.Unclear.class);
        }
    }

    @Test
    void every_mistake_is_told_at_once_with_line_key_and_what_was_meant() throws Exception {
        file("a.jsonl", ROWS);
        List<Problem> problems = problems("""
                suite: mekiki/2
                name: my suite
                licence: MIT
                tasks:
                  - name: a
                    data: a.jsonl
                    promt: "{{q}}"
                    answer: choise
                    metrics: [acc_nrom]
                  - name: b
                    data: none.jsonl
                    prompt: "{{q}}"
                    choices: "{{choices}}"
                    target: "{{label}}"
                    metrics: [acc, exact_match, acc]
                    floor: 2
                  - name: c
                    data: a.xlsx
                    prompt: "{% if %}"
                    extract: [frist-line]
                    generate: {max-tokens: many}
                    metrics: [contains]
                """);
        assertThat(problems).extracting(Problem::toString).map(line -> line.replace(folder + "/", ""))
                .anyMatch(line -> line.startsWith("mine.yaml:1: suite: the format mekiki/1 is expected"))
                .anyMatch(line -> line.startsWith("mine.yaml:2: name: "))
                .anyMatch(line -> line.startsWith("mine.yaml:3: licence: ") && line.contains("did you mean license?"))
                .anyMatch(line -> line.startsWith("mine.yaml:7: tasks[0].promt: ")
                        && line.contains("did you mean prompt?"))
                .anyMatch(line -> line.contains("tasks[0].prompt: is missing"))
                .anyMatch(line -> line.startsWith("mine.yaml:8: tasks[0].answer: ")
                        && line.contains("did you mean choice?"))
                .anyMatch(line -> line.startsWith("mine.yaml:9: tasks[0].metrics[0]: ")
                        && line.contains("did you mean acc_norm?"))
                .anyMatch(line -> line.startsWith("mine.yaml:11: tasks[1].data: there is no file"))
                .anyMatch(line -> line
                        .contains("exact_match can't score answer: choice; these can: acc, acc_bytes, acc_norm"))
                .anyMatch(line -> line.contains("acc is there twice"))
                .anyMatch(line -> line.startsWith("mine.yaml:16: tasks[1].floor: "))
                .anyMatch(line -> line.startsWith("mine.yaml:18: tasks[2].data: no data source reads a.xlsx"))
                .anyMatch(line -> line.startsWith("mine.yaml:19: tasks[2].prompt: is not a template"))
                .anyMatch(line -> line.startsWith("mine.yaml:20: tasks[2].extract[0]: ")
                        && line.contains("did you mean first-line?"))
                .anyMatch(line -> line.startsWith("mine.yaml:21: tasks[2].generate.max-tokens: a whole number"))
                .anyMatch(line -> line.contains("tasks[2].target: is missing; contains compares with it"));
    }

    @Test
    void bad_rows_are_named_and_counted() throws Exception {
        file("a.jsonl", """
                {"id": 1, "q": "x", "c": ["a", "b"], "t": "a"}
                {"id": 1, "q": "x", "c": ["a", "b"], "t": "a"}
                {"id": 3, "c": ["a", "b"], "t": "a"}
                {"id": 4, "c": ["a", "b"], "t": "a"}
                {"id": 5, "q": "x", "c": ["a", "b"], "t": "z"}
                {"id": 6, "q": "x", "c": ["a"], "t": "a"}
                {"id": 7, "q": "x", "c": "a", "t": "a"}
                """);
        List<String> problems = problems(HEAD + """
                  - name: t
                    data: a.jsonl
                    id: "{{id}}"
                    prompt: "{{q}}"
                    choices: "{{c}}"
                    target: "{{t}}"
                    metrics: [acc]
                """).stream().map(Problem::toString).toList();
        assertThat(problems).hasSize(5)
                .anyMatch(line -> line.contains("tasks[0].id: row 2 of a.jsonl: has the id 1, as row 1 has"))
                .anyMatch(line -> line.contains(":7: tasks[0].prompt: row 3 of a.jsonl, and 1 other rows: ")
                        && line.contains("undefined"))
                .anyMatch(line -> line.contains("tasks[0].target: row 5 of a.jsonl: the target “z” is neither"))
                .anyMatch(line -> line.contains("tasks[0].choices: row 6 of a.jsonl: at least two choices"))
                .anyMatch(line -> line.contains("tasks[0].choices: row 7 of a.jsonl: a list such as"));
    }

    @Test
    void choices_data_and_target_are_required_where_they_are_used() throws Exception {
        file("empty.jsonl", "\n");
        assertThat(problems(HEAD + "  - {name: t, data: empty.jsonl, prompt: p, answer: choice, metrics: [acc]}\n")
                .toString())
                .contains("choices: is missing").contains("target: is missing").contains("has no rows");
        file("a.jsonl", ROWS);
        assertThat(problems(HEAD + "  - {name: t, data: a.jsonl, prompt: p, metrics: []}\n").toString())
                .contains("names no metric");
        assertThat(problems(
                HEAD + "  - {name: t, data: a.jsonl, prompt: p, target: p, metrics: [contains], labels: [kat]}\n")
                .toString())
                .contains("no row of a.jsonl has the field kat");
        assertThat(problems(HEAD
                + "  - {name: t, data: a.jsonl, prompt: p, target: p, metrics: [contains], shots: {data: a.jsonl, count: 2}}\n")
                .toString()).contains("a.jsonl has 1 beside the sample itself");
        assertThat(problems(HEAD
                + "  - {name: t, data: a.jsonl, prompt: p, metrics: [toxic]}\n  - {name: t, data: a.jsonl, prompt: p, metrics: [toxic]}\n")
                .toString()).contains("two tasks have the name t");
    }

    @Test
    void yaml_bombs_and_broken_yaml_are_refused() throws Exception {
        assertThat(problems("a: &a [x, x]\nb: [*a, *a]\n").toString()).contains("anchors");
        assertThat(problems("suite: mekiki/1\nsuite: mekiki/1\n").toString()).contains("is there twice");
        assertThat(problems("a: " + "[".repeat(200) + "]".repeat(200)).toString()).contains("nested deeper");
        assertThat(problems("a: [\nb: }").toString()).contains("is not YAML");
        assertThat(problems("").toString()).contains("is empty");
        assertThat(problems("- a\n").toString()).contains("a mapping is expected");
        assertThat(problems("a: 1\n---\nb: 2\n").toString()).contains("one YAML document");
        assertThat(problems("# " + "x".repeat(1 << 20)).toString()).contains("larger than");
        assertThat(problems("tasks: {a: 1}\nname: a\nsuite: mekiki/1\n").toString())
                .contains("a list of tasks is expected");
    }

    @Test
    void a_template_that_never_ends_is_stopped() throws Exception {
        file("a.jsonl", "{\"q\": \"x\"}\n");
        assertThat(problems(HEAD
                + "  - {name: t, data: a.jsonl, prompt: \"{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}\", metrics: [toxic]}\n")
                .toString()).contains("tasks[0].prompt: row 1 of a.jsonl");
    }

    @Test
    void the_digest_changes_with_every_file() throws Exception {
        file("a.jsonl", ROWS);
        String yaml = HEAD + "  - {name: t, data: a.jsonl, prompt: \"{{q}}\", metrics: [toxic]}\n";
        String before = suite(yaml).digest();
        assertThat(suite(yaml).digest()).isEqualTo(before).matches("sha256:[0-9a-f]{64}");
        assertThat(suite(yaml + "# more\n").digest()).isNotEqualTo(before);
        file("a.jsonl", ROWS + "\n");
        assertThat(suite(yaml).digest()).isNotEqualTo(before);
    }

    @Test
    void references_are_names_paths_or_not_ours() throws Exception {
        YamlSuites suites = new YamlSuites();
        file("task.yaml", "task: jcommonsenseqa\ndataset_path: x\n");
        assertThat(suites.read("task.yaml", folder)).isEmpty();
        assertThat(suites.read("no-such-suite", folder)).isEmpty();
        assertThat(
                catchThrowableOfType(InvalidInput.class, () -> suites.read("none.yaml", folder)).problems().toString())
                .contains("no such file");
        assertThat(catchThrowableOfType(InvalidInput.class, () -> suites.read("some/where", folder)).problems())
                .hasSize(1);
        file("a.jsonl", ROWS);
        Files.createDirectory(folder.resolve("house"));
        Files.writeString(folder.resolve("house/suite.yaml"),
                HEAD + "  - {name: t, data: ../a.jsonl, prompt: \"{{q}}\", metrics: [toxic]}\n");
        assertThat(suites.read("house", folder)).isPresent();
        assertThat(suites.read(folder.resolve("house/suite.yaml").toString(), Path.of("elsewhere"))).isPresent();
    }

    @Test
    void published_data_work_as_they_are() throws Exception {
        Path data = Path.of(System.getProperty("mekiki.home", "."), "..", "shared", "data", "jglue").toAbsolutePath()
                .normalize();
        Assumptions.assumeTrue(Files.isDirectory(data), "skipped: ../shared/data/jglue is not here");
        Task task = task("""
                  - name: jcommonsenseqa
                    data: %s/jcommonsenseqa-valid-v1.3.json
                    id: "{{q_id}}"
                    prompt: "質問：{{question}}\\n回答："
                    choices: ["{{choice0}}", "{{choice1}}", "{{choice2}}", "{{choice3}}", "{{choice4}}"]
                    target: "{{label}}"
                    metrics: [acc, acc_norm]
                """.formatted(data));
        assertThat(task.items()).hasSize(1119);
        assertThat(task.items().getFirst().choices().get(task.items().getFirst().right().getFirst()))
                .isEqualTo("マザーボード");
    }

    private static final String CHECKED = """
              - name: form
                data: a.jsonl
                prompt: "{{q}}"
                instructions: {ids: "{{ids}}", arguments: "{{args}}"}
                metrics: [instructions_strict]
            """;

    @Test
    void instructions_arrive_with_their_arguments() throws Exception {
        file("a.jsonl",
                """
                        {"q": "一", "ids": ["ja:letters:kanji", "ja:punctuation:no_comma"], "args": [{"kanji_limit": 3, "relation": "以上", "x": null}, {}]}
                        {"q": "二", "ids": ["ja:letters:kansuuji"], "args": "[{}]"}
                        """);
        List<Item> items = task(CHECKED).items();
        assertThat(items.getFirst().instructions()).hasSize(2);
        assertThat(items.getFirst().instructions().getFirst().arguments()).containsEntry("kanji_limit", 3L)
                .containsEntry("relation", "以上").doesNotContainKey("x");
        assertThat(items.getLast().instructions().getFirst().id()).isEqualTo("ja:letters:kansuuji");
    }

    @Test
    void instructions_that_cannot_be_checked_are_told_with_their_row() throws Exception {
        file("a.jsonl", """
                {"q": "一", "ids": ["ja:letters:kanji"], "args": [{"kanji_limit": 3}]}
                {"q": "二", "ids": ["ja:letters:kanjis"], "args": [{}]}
                {"q": "三", "ids": ["ja:letters:kansuuji"], "args": [{}, {}]}
                """);
        assertThat(problems(HEAD + CHECKED)).extracting(Problem::toString).anyMatch(text -> text.contains("row 1"))
                .anyMatch(text -> text.contains("row 2") && text.contains("ja:letters:kanji"))
                .anyMatch(text -> text.contains("row 3") && text.contains("1 ids and 2 objects"));
        assertThat(
                problems(HEAD + CHECKED.replace("    instructions: {ids: \"{{ids}}\", arguments: \"{{args}}\"}\n", "")))
                .extracting(Problem::toString).anyMatch(text -> text.contains("instructions_strict checks them"));
    }

    @Test
    void ways_of_comparing_arrive() throws Exception {
        file("a.jsonl", ROWS);
        file("reply.schema.json", "{\"type\": \"object\"}");
        String yaml = """
                  - name: json
                    data: a.jsonl
                    prompt: "{{q}}"
                    target: "{{p}}"
                    schema: reply.schema.json
                    tolerance: 0.01
                    unextractable: wrong
                    extract: [json]
                    metrics: [json_valid]
                """;
        Task task = task(yaml);
        assertThat(task.scoring().schema()).contains("{\"type\": \"object\"}");
        assertThat(task.scoring().tolerance()).isEqualTo(0.01);
        assertThat(task.scoring().unextractableIsWrong()).isTrue();
        assertThat(problems(HEAD + yaml.replace("reply.schema.json", "none.json").replace("wrong", "right")))
                .extracting(Problem::toString).anyMatch(text -> text.contains("none.json"))
                .anyMatch(text -> text.contains("unscored, wrong"));
        file("reply.schema.json", "{");
        assertThat(problems(HEAD + yaml)).extracting(Problem::toString)
                .anyMatch(text -> text.contains("tasks[0].schema"));
    }

    @Test
    void an_answers_format_arrives() throws Exception {
        file("a.jsonl", ROWS);
        file("reply.schema.json", "{\"type\": \"object\"}");
        String yaml = """
                  - name: json
                    data: a.jsonl
                    prompt: "{{q}}"
                    answer-format: {json-schema: reply.schema.json}
                    metrics: [json_valid]
                """;
        assertThat(task(yaml).generation().format())
                .contains(new AnswerFormat(AnswerFormat.Kind.JSON_SCHEMA, "{\"type\": \"object\"}"));
        file("digits.gbnf", "root ::= [0-9]+");
        assertThat(task(yaml.replace("json-schema: reply.schema.json", "grammar: digits.gbnf")).generation().format())
                .contains(new AnswerFormat(AnswerFormat.Kind.GRAMMAR, "root ::= [0-9]+"));
        for (String wrong : List.of("{}", "{json-schema: a, grammar: b}", "{json-schema: none.json}", "{xml: a}")) {
            assertThat(problems(HEAD + yaml.replace("{json-schema: reply.schema.json}", wrong)))
                    .extracting(Problem::toString).as(wrong).anyMatch(text -> text.contains("answer-format"));
        }
    }
}
