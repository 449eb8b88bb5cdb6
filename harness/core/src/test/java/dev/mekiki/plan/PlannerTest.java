package dev.mekiki.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Policy.Gate;
import dev.mekiki.domain.Shots;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PlannerTest extends PlanFixture {
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
    void repeats_of_a_sweep_go_round_by_round_under_the_plans_names() throws Exception {
        String text = """
                plan: mekiki/1
                name: repeats
                candidates: [{name: hinoki, model: ../models/hinoki}]
                load:
                  - {name: chat, concurrency: [1, 8], repeats: 2, requests: 4, input: 8, output: 8}
                """;
        assertThat(plan(text).load()).extracting(LoadProfile::name).containsExactly("chat-1@1", "chat-8@1", "chat-1@2",
                "chat-8@2");
        assertThat(plan(text).load()).extracting(LoadProfile::planned).containsExactly("chat-1", "chat-8", "chat-1",
                "chat-8");
        assertThat(plan(text.replace("repeats: 2", "repeats: 1"))).isEqualTo(plan(text.replace("repeats: 2, ", "")));
        assertThat(problems(text.replace("repeats: 2", "repeats: 0"))).singleElement().asString().contains("repeats");
    }

    @Test
    void a_mapping_is_handed_on_as_json_where_the_engine_takes_one() throws Exception {
        assertThat(plan("""
                plan: mekiki/1
                name: mapping
                candidates:
                  - name: remote
                    engine: openai
                    options: {extra: {a: {b: true, c: [1, 2.5, "x"], d: null}}}
                load:
                  - {name: one, loop: closed, concurrency: 1, requests: 1, input: 8, output: 8}
                """).candidates().getFirst().options())
                .containsEntry("extra", "{\"a\":{\"b\":true,\"c\":[1,2.5,\"x\"],\"d\":null}}");
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
                "6 candidates[0].engin: is not a key that is known here [did you mean “engine”? known: name, model, engine, options, chat-template]",
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
    void load_profiles_are_checked() throws Exception {
        assertThat(problems("""
                plan: mekiki/1
                name: wrong
                candidates: [{name: a, model: ../models/hinoki}]
                load:
                  - {name: x, rate: 2.0, requests: 5, input: 5, output: 5}
                  - {name: y, requests: 1e999999999, input: {mean: 5, spread: 5}}
                  - {name: z, loop: open, arrivals: sometimes, rate: 2, slo: quick, requests: 5, input: 5, output: 5}
                """)).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).contains("5 load[0].rate: belongs to an open loop"),
                p -> assertThat(p).contains("6 load[1].requests: a whole number from 1 to 1000000 is expected"),
                p -> assertThat(p).contains("6 load[1].output: is missing"),
                p -> assertThat(p).contains("6 load[1].input.spread: is smaller than the mean"),
                p -> assertThat(p).contains("7 load[2].arrivals: “sometimes” is not known"),
                p -> assertThat(p).contains("7 load[2].slo: “quick” is not known").contains("guidellm-chat"));
    }

    @Test
    void open_loops_sweeps_and_shapes() throws Exception {
        List<LoadProfile> load = plan("""
                plan: mekiki/1
                name: load
                candidates: [{name: a, model: ../models/hinoki}]
                load:
                  - {name: rate, loop: open, rate: [2, 4.5], arrivals: constant, requests: 5, input: 5, output: 5}
                  - {name: users, concurrency: [1, 8], duration: 30s, input: 5, output: {mean: 9, spread: 2},
                     slo: {ttft: 800ms}, turns: 2, ramp: 5s, shared-prefix: 0.5, cancel: {share: 0.1, after: 500ms}}
                """).load();
        assertThat(load).extracting(LoadProfile::name).containsExactly("rate-2", "rate-4.5", "users-1", "users-8");
        assertThat(load.get(1).shaped().arrivals()).contains(new LoadShape.Arrivals.Constant(4.5));
        assertThat(load.get(3).concurrency()).isEqualTo(8);
        assertThat(load.get(3).shaped()).isEqualTo(new LoadShape(Optional.empty(), OptionalDouble.of(30_000), 2, 0.5,
                false, 2, Optional.of(new LoadShape.Cancel(0.1, 500)), Optional.of(new LoadShape.Slo("own",
                        OptionalDouble.of(800), OptionalDouble.empty(), OptionalDouble.empty())),
                OptionalDouble.of(5000)));
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
