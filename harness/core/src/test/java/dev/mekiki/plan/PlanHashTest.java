package dev.mekiki.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlanHashTest extends PlanFixture {
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
}
