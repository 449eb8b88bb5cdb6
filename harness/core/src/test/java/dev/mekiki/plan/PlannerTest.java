package dev.mekiki.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Policy.Gate;
import dev.mekiki.domain.Shots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
    private static final String GOOD = """
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

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Plan plan(String text) throws IOException, InvalidInput {
        return Known.planner(root.resolve("hub")).plan(write("plans/poc.yaml", text), PlanOptions.none());
    }

    /** Each problem as {@code line key: message}. */
    private List<String> problems(String text) throws IOException {
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

    @Test
    void everything_in_a_plan_is_resolved() throws Exception {
        Plan plan = plan(GOOD);
        assertThat(plan.name()).isEqualTo("poc-2026-11");
        assertThat(plan.candidates()).hasSize(2);
        assertThat(plan.candidates().get(0).engine()).isEqualTo("jlama");
        assertThat(plan.candidates().get(0).model()).isEqualTo(root.resolve("models/hinoki").toString());
        assertThat(plan.candidates().get(0).options()).containsEntry("context", "2048").containsEntry("stop", "a,b");
        assertThat(plan.candidates().get(1).model()).isEqualTo("gpt-oss-120b");
        assertThat(plan.tasks()).singleElement().satisfies(task -> {
            assertThat(task.path()).isEqualTo("japanese-qa/jcommonsenseqa");
            assertThat(task.items()).hasSize(20);
            assertThat(task.items().getFirst().id()).isEqualTo("q0");
            assertThat(task.shots().orElseThrow().count()).isEqualTo(4);
            assertThat(task.shots().orElseThrow().pick()).isEqualTo(Shots.Pick.SEEDED);
        });
        assertThat(plan.load()).containsExactly(
                new LoadProfile("interactive", 1, 32, 2, new LoadProfile.Input.Tokens(512, 16), 128));
        assertThat(plan.bench()).contains(new BenchSettings(List.of(64, 256), List.of(32), 1, 5));
        assertThat(plan.usage().orElseThrow().name()).isEqualTo("in-house");
        Policy policy = plan.policy().orElseThrow();
        assertThat(policy.gates()).hasSize(3);
        assertThat(policy.gates().get(1)).isEqualTo(new Gate.MetricBound("japanese-qa/jcommonsenseqa/acc",
                OptionalDouble.of(0.6), OptionalDouble.empty(), OptionalDouble.of(0.95)));
        assertThat(policy.criteria().getFirst()).isEqualTo(
                new Policy.Criterion("japanese-qa/acc", 3, OptionalDouble.empty(), OptionalDouble.empty()));
        assertThat(plan.run()).isEqualTo(new Plan.RunSettings(8, Duration.ofSeconds(90), 1, 2));
        assertThat(plan.report().languages()).containsExactly("en", "ja");
        assertThat(plan.report().title()).contains("選定");
        assertThat(plan.hash()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void a_short_plan_has_defaults() throws Exception {
        Plan plan = plan("""
                plan: mekiki/1
                name: short
                candidates: [{name: a, model: ../models/hinoki}]
                suites: [{suite: japanese-qa}]
                """);
        assertThat(plan.tasks()).hasSize(2).allMatch(task -> task.items().size() == 50);
        assertThat(plan.run()).isEqualTo(new Plan.RunSettings(7, Duration.ofSeconds(60), 2, 1));
        assertThat(plan.report().languages()).containsExactly("ja", "en");
        assertThat(plan.usage()).isEmpty();
        assertThat(plan.policy()).isEmpty();
    }

    @Test
    void three_mistakes_are_told_at_once_with_their_lines() throws Exception {
        assertThat(problems("""
                plan: mekiki/1
                name: wrong
                candidates:
                  - name: hinoki
                    model: ../models/hinoki
                    engin: jlama
                suites:
                  - suite: japanes-qa
                run: {deadline: 60}
                """)).containsExactly(
                "6 candidates[0].engin: is not a key that is known here [did you mean “engine”? known: name, model, engine, options]",
                "8 suites[0].suite: “japanes-qa” is neither a shipped suite nor a file that exists [did you mean “japanese-qa”? known: japanese-qa, odd]",
                "9 run.deadline: a duration such as 500ms, 60s or 2m is expected, not the number 60");
    }

    @Test
    void candidates_are_checked() throws Exception {
        assertThat(problems("""
                plan: mekiki/1
                name: wrong
                candidates:
                  - {name: a, model: ../models/missing}
                  - {name: a, model: ../models/hinoki, engine: jlamma}
                  - {name: b/c, model: x.gguf}
                  - {name: d, model: ../models/hinoki, options: {contxt: 1, context: {a: 1}}}
                  - {model: ../models/hinoki}
                  - 5
                suites: [{suite: japanese-qa}]
                """)).satisfiesExactly(p -> assertThat(p).startsWith("4 candidates[0].model: no such folder or file: "),
                p -> assertThat(p).startsWith("5 candidates[1].name: “a” is a candidate already"),
                p -> assertThat(p)
                        .startsWith("5 candidates[1].engine: no engine is called “jlamma” [did you mean “jlama”? "),
                p -> assertThat(p).startsWith("6 candidates[2].name: letters"),
                p -> assertThat(p).startsWith("6 candidates[2].model: no engine here runs this by default (llama.cpp)"),
                p -> assertThat(p).startsWith("6 candidates[2].model: no such folder or file"),
                p -> assertThat(p).contains("7 candidates[3].options.contxt: is not an option of the engine jlama",
                        "“context”"),
                p -> assertThat(p).contains("7 candidates[3].options.context: a text, a number"),
                p -> assertThat(p).startsWith("8 candidates[4].name: is missing"),
                p -> assertThat(p).isEqualTo("9 candidates[5]: a mapping (key: value) is expected, not the number 5"));
    }

    @Test
    void suites_are_checked() throws Exception {
        assertThat(problems("""
                plan: mekiki/1
                name: wrong
                candidates: [{name: a, model: ../models/hinoki}]
                suites:
                  - {suite: japanese-qa, tasks: [short, long], shots: 3}
                  - {suite: japanese-qa, limit: 0, shots: 9, tasks: [jcommonsenseqa]}
                  - {suite: odd}
                  - {suite: broken.yaml}
                """)).containsExactlyInAnyOrder(
                "5 suites[0].tasks: the suite japanese-qa has no task “long” [known: jcommonsenseqa, short]",
                "5 suites[0].shots: the task japanese-qa/short names no data to draw examples from",
                "6 suites[1].limit: a whole number from 1 is expected, not the number 0",
                "6 suites[1].suite: the suite “japanese-qa” is in the plan already",
                "6 suites[1].shots: the task japanese-qa/jcommonsenseqa asks for 9 examples, but its examples' data has 5 with an answer",
                "7 suites[2].suite: the task odd/t names the metric exact_match, which does not score answers of this kind (answer: choice) [metrics that do: acc]",
                "7 suites[2].suite: the task odd/t names the metric “acuracy”, which is not known [known: acc, exact_match]",
                "7 suites[2].suite: the task odd/t, extraction step guess: is not known",
                "3 tasks[0].data: no such file: x.jsonl");
    }

    @Test
    void open_loops_are_refused_in_words() throws Exception {
        assertThat(problems("""
                plan: mekiki/1
                name: wrong
                candidates: [{name: a, model: ../models/hinoki}]
                load:
                  - {name: x, loop: open, rate: 2.0, arrivals: poisson, requests: 5, input: 5, output: 5}
                  - {name: y, requests: 1e999999999, input: {mean: 5, spread: 5}}
                """)).satisfiesExactly(
                p -> assertThat(p).contains("5 load[0].loop: this version measures closed loops only"),
                p -> assertThat(p).contains("5 load[0].rate: belongs to an open loop"),
                p -> assertThat(p).contains("5 load[0].arrivals: belongs to an open loop"),
                p -> assertThat(p).contains("6 load[1].requests: a whole number from 1 to 1000000 is expected"),
                p -> assertThat(p).contains("6 load[1].output: is missing"),
                p -> assertThat(p).contains("6 load[1].input.spread: is smaller than the mean"));
    }

    @Test
    void prompts_of_a_load_profile_come_from_a_file() throws Exception {
        write("plans/prompts.jsonl", "\"あ\"\n\n{\"prompt\": \"い\", \"id\": 1}\n");
        String text = """
                plan: mekiki/1
                name: load
                candidates: [{name: a, model: ../models/hinoki}]
                load: [{name: x, requests: 5, input: {file: prompts.jsonl}, output: 5}]
                """;
        assertThat(plan(text).load().getFirst().input())
                .isEqualTo(new LoadProfile.Input.Prompts("prompts.jsonl", List.of("あ", "い")));
        write("plans/prompts.jsonl", "\"あ\"\n{\"text\": 5}\n");
        assertThat(problems(text)).singleElement().asString().contains("load[0].input.file", "line 2");
    }

    @Test
    void a_policy_can_only_ask_for_what_is_measured() throws Exception {
        write("policies/poc.yaml", """
                policy: mekiki/1
                gates:
                  - {metric: japanese-qa/jcommonsensqa/acc, at-least: 0.60}
                  - {metric: load/interactive/ttft_ms, at-most: 800}
                criteria:
                  - {metric: load/batch/output_tokens_per_s, weight: 1, from: 5, to: 60}
                """);
        assertThat(problems(GOOD)).satisfiesExactly(
                p -> assertThat(p).startsWith(
                        "3 gates[0].metric: this plan does not measure “japanese-qa/jcommonsensqa/acc” [did you mean “japanese-qa/jcommonsenseqa/acc”?"),
                p -> assertThat(p).startsWith("4 gates[1].metric: “load/interactive/ttft_ms” needs a statistic: p50"),
                p -> assertThat(p).startsWith("6 criteria[0].metric: this plan does not measure"));
    }

    @Test
    void faults_of_policy_and_usage_are_told_with_those_of_the_plan() throws Exception {
        write("policies/poc.yaml", """
                policy: mekiki/1
                gates:
                  - {license: review}
                  - {metric: a/b, non-inferior-by: 0.03}
                  - {metric: a/b, at-least: 1, at-most: 2}
                criteria:
                  - {metric: a/b, weight: -1}
                  - {metric: a/c, weight: 1, from: 5}
                """);
        write("usage/in-house.yaml", """
                usage: mekiki/1
                name: x
                stage: soon
                annual-revenue: {amount: -5, currency: yen}
                country: Japan
                contracts: [{license: a, id: b, until: tomorrow}]
                exchange: {USD: lots}
                """);
        assertThat(problems(GOOD.replace("seed: 8", "sead: 8"))).satisfiesExactly(
                p -> assertThat(p).contains("run.sead: is not a key", "“seed”"),
                p -> assertThat(p).startsWith("1 offering: is missing"),
                p -> assertThat(p).startsWith("3 stage: “soon” is not known here"),
                p -> assertThat(p).startsWith("4 annual-revenue.amount: an amount of money"),
                p -> assertThat(p).startsWith("4 annual-revenue.currency: three capital letters"),
                p -> assertThat(p).startsWith("5 country: two capital letters"),
                p -> assertThat(p).startsWith("6 contracts[0].until: a day such as"),
                p -> assertThat(p).startsWith("7 exchange.USD: an amount of money"),
                p -> assertThat(p)
                        .startsWith("3 gates[0].license: “review” is not known here: one of allowed, conditional"),
                p -> assertThat(p).startsWith("4 gates[1].non-inferior-by: is for “mekiki gate” only"),
                p -> assertThat(p).startsWith("5 gates[2].metric: exactly one of"),
                p -> assertThat(p).startsWith("7 criteria[0].weight: a number from 0"),
                p -> assertThat(p).startsWith("8 criteria[1].from: from and to are given together"));
    }

    @Test
    void a_license_gate_needs_a_usage_profile() throws Exception {
        assertThat(problems(GOOD.replace("usage: ../usage/in-house.yaml\n", ""))).singleElement().asString()
                .contains("usage: is missing: the policy has a license gate");
    }

    @Test
    void models_are_found_in_the_hugging_face_cache() throws Exception {
        Path model = root.resolve("hub/models--owner--name");
        Files.createDirectories(model.resolve("snapshots/0123abc"));
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), "0123abc");
        String text = """
                plan: mekiki/1
                name: hub
                candidates: [{name: a, model: "hub:owner/name"}]
                suites: [{suite: japanese-qa}]
                """;
        assertThat(plan(text).candidates().getFirst().model()).isEqualTo(model.resolve("snapshots/0123abc").toString());
        assertThat(plan(text.replace("name\"", "name@0123abc\"")).hash()).isEqualTo(plan(text).hash());
        assertThat(problems(text.replace("name\"", "name@v2\""))).singleElement().asString()
                .contains("not its revision v2", "0123abc");
        assertThat(problems(text.replace("owner/name", "other/name"))).singleElement().asString()
                .contains("other/name is not in the Hugging Face cache", "hf download other/name");
        assertThat(problems(text.replace("owner/name", "owner/name@../../x"))).singleElement().asString()
                .contains("hub:owner/name or hub:owner/name@revision is expected");
    }

    @Test
    void the_hash_is_over_what_decides_measurements() throws Exception {
        String hash = plan(GOOD).hash();
        assertThat(plan(GOOD).hash()).isEqualTo(hash);
        for (String same : List.of("title: 選定|title: other", "languages: [en, ja]|languages: [ja]",
                "policy: ../policies/poc.yaml|", "name: poc-2026-11|name: other",
                "forks: 1, iterations: 5|iterations: 5, forks: 1")) {
            assertThat(plan(change(same)).hash()).as(same).isEqualTo(hash);
        }
        for (String other : List.of("seed: 8|seed: 9", "workers: 2|workers: 3", "retries: 1|retries: 2",
                "deadline: 90s|deadline: 91s", "limit: 20|limit: 21", "shots: 4|shots: 3",
                "context: 2048|context: 2049",
                "name: hinoki|name: sugi", "output: 128|output: 129", "spread: 16|spread: 17",
                "iterations: 5|iterations: 6")) {
            assertThat(plan(change(other)).hash()).as(other).isNotEqualTo(hash);
        }
        assertThat(Known.planner(root).plan(root.resolve("plans/poc.yaml"), new PlanOptions(OptionalInt.of(5))).tasks()
                .getFirst().items()).hasSize(5);
    }

    private static String change(String fromTo) {
        String[] parts = fromTo.split("\\|", -1);
        assertThat(GOOD).contains(parts[0]);
        return GOOD.replace(parts[0], parts[1]);
    }

    @Test
    void a_project_that_moves_keeps_its_hashes() throws Exception {
        String hash = plan(GOOD).hash();
        Path moved = root.resolve("elsewhere");
        Files.createDirectories(moved.resolve("models/hinoki"));
        Files.createDirectories(moved.resolve("plans"));
        for (String file : List.of("usage/in-house.yaml", "policies/poc.yaml", "plans/poc.yaml")) {
            Files.createDirectories(moved.resolve(file).getParent());
            Files.copy(root.resolve(file), moved.resolve(file));
        }
        assertThat(Known.planner(root).plan(moved.resolve("plans/poc.yaml"), PlanOptions.none()).hash())
                .isEqualTo(hash);
    }

    @Test
    void plan_json_names_what_changed() throws Exception {
        Plan before = plan(GOOD);
        String json = PlanJson.write(before);
        assertThat(json).contains("\"format\" : \"mekiki.plan/1\"", before.hash(), "\"samples\" : 20").endsWith("}\n");
        assertThat(PlanJson.changes(json, before)).isEmpty();
        assertThat(PlanJson.changes(json, plan(GOOD.replace("seed: 8", "seed: 9").replace("2048", "4096")
                .replace("- name: interactive", "- name: chat").replace("policy: ../policies/poc.yaml\n", ""))))
                .contains("run.seed: 8 → 9", "candidates.hinoki.options.context: 2048 → 4096")
                .anyMatch(change -> change.startsWith("load.chat: (absent) → {"))
                .anyMatch(change -> change.startsWith("load.interactive: {")).hasSize(4);
        assertThat(PlanJson.changes("not json", before)).isEmpty();
    }

    @Test
    void hostile_yaml_is_bounded_and_refused_with_its_line() throws Exception {
        StringBuilder bomb = new StringBuilder("plan: mekiki/1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [*a").append(i - 1).append(", *a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(problems(bomb.toString())).singleElement().asString().startsWith("2 a0: anchors");
        assertThat(problems("plan: mekiki/1\nname: a\nname: b\n")).containsExactly(
                "3 name: stands twice; first in line 2");
        assertThat(problems("a: [1, 2\nb: {")).singleElement().asString()
                .startsWith("2 : is not valid YAML: expected ','");
        assertThat(problems("[".repeat(5000))).singleElement().asString().contains("levels");
        assertThat(problems("plan: mekiki/1\n---\nplan: mekiki/1\n")).singleElement().asString()
                .contains("a second document");
        assertThat(problems("- " + "1\n- ".repeat(60_000) + "1")).singleElement().asString()
                .contains("more than 50000");
        assertThat(problems("")).containsExactly("0 : is empty");
        assertThat(problems("5")).containsExactly("0 : a mapping (key: value) is expected, not the number 5");
        Files.write(root.resolve("latin.yaml"), new byte[]{'a', ':', ' ', (byte) 0xe9});
        assertThatThrownBy(() -> YamlFile.read(root.resolve("latin.yaml"))).hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() -> YamlFile.read(root.resolve("absent.yaml"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> YamlFile.read(root)).hasMessageContaining("is a folder");
        Files.write(root.resolve("big.yaml"), new byte[2 << 20]);
        assertThatThrownBy(() -> YamlFile.read(root.resolve("big.yaml"))).hasMessageContaining("larger than");
    }

    @Test
    void a_plan_that_measures_nothing_is_refused() throws Exception {
        assertThat(problems("plan: mekiki/2\n")).satisfiesExactly(
                p -> assertThat(p).contains("1 plan: “mekiki/2” is not a format"),
                p -> assertThat(p).contains("name: is missing"), p -> assertThat(p).contains("candidates: is missing"),
                p -> assertThat(p).contains("the plan measures nothing"));
    }
}
