package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static dev.mekiki.cli.RecordedRunTests.schemaErrors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.InputFormat;
import dev.mekiki.plan.PlanOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Upgrades that pass, fail and stay open, and input that is refused. */
class GateCommandTests {
    private static final String MARGIN = "- {metric: small/qa/exact_match, non-inferior-by: 0.05}\n";
    private static RecordedModels models = new RecordedModels(Path.of(""), 0);
    private static Path before = Path.of("");

    @TempDir
    static Path folder = Path.of("");

    @BeforeAll
    static void write() throws Exception {
        models = RecordedModels.in(folder, 200);
        before = models.run("before", i -> i < 120);
    }

    private static JsonNode json(CommandLineRun run) {
        assertThat(run.out()).as(run.err()).isNotBlank();
        return JsonMapper.shared().readTree(run.out());
    }

    private static CommandLineRun gate(Path baseline, Path candidate, Path policy, Object... more) {
        Object[] words = new Object[7 + more.length];
        System.arraycopy(new Object[]{"gate", "--baseline", baseline, "--candidate", candidate, "--policy", policy}, 0,
                words, 0, 7);
        System.arraycopy(more, 0, words, 7, more.length);
        return mekiki(words);
    }

    @Test
    void a_small_loss_passes_a_large_one_fails_and_one_in_between_stays_open() throws Exception {
        Path policy = models.policy(MARGIN);
        CommandLineRun same = gate(before, models.run("same", i -> i != 7 && i < 121), policy, "--format", "json");
        assertThat(same.code()).as(same.err()).isZero();
        JsonNode rule = json(same).path("rules").get(0);
        assertThat(rule.path("state").asString()).isEqualTo("passed");
        assertThat(rule.path("n").asInt()).isEqualTo(200);
        assertThat(rule.path("delta").asDouble(1)).isZero();
        // scipy 1.17.1: Tango's statistic with the share maximised numerically (minimize_scalar), solved by brentq
        assertThat(rule.path("interval").path("low").asDouble()).isCloseTo(-0.017602182861740825, within(1e-8));
        assertThat(rule.path("p").asDouble()).isCloseTo(0.0010141155593096079, within(1e-8));
        assertThat(schemaErrors("gate", same.out(), InputFormat.JSON)).isEmpty();
        CommandLineRun worse = gate(before, models.run("worse", i -> i < 80), policy);
        assertThat(worse.code()).isEqualTo(1);
        assertThat(worse.out()).contains("-0.200").contains("failed");
        CommandLineRun open = gate(before, models.run("open", i -> i > 12 && i < 127), policy, "--format", "json");
        assertThat(open.code()).isEqualTo(4);
        assertThat(json(open).path("rules").get(0).path("needed").asInt()).isGreaterThan(200);
        assertThat(schemaErrors("gate", open.out(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void what_passes_alone_may_not_pass_beside_others_unless_it_is_primary() throws Exception {
        // 5 lost, 1 won of 200: p = 0.0337 at 5 points, by scipy as above
        Path after = models.run("five-lost", i -> i > 4 && i < 121);
        assertThat(gate(before, after, models.policy(MARGIN)).code()).isZero();
        String other = "- {metric: small/exact_match, non-inferior-by: 0.02}\n";
        CommandLineRun both = gate(before, after, models.policy(MARGIN + other), "--format", "json");
        assertThat(both.code()).isEqualTo(4);
        JsonNode rule = json(both).path("rules").get(0);
        assertThat(rule.path("p").asDouble()).isCloseTo(0.03369941332340038, within(1e-8));
        assertThat(rule.path("p_adjusted").asDouble()).isCloseTo(2 * rule.path("p").asDouble(), within(1e-12));
        assertThat(rule.path("reason").asString()).contains("Holm");
        CommandLineRun primary = gate(before, after, models.policy(MARGIN.replace("}", ", primary: true}") + other),
                "--format", "json");
        assertThat(json(primary).path("rules").get(0).path("state").asString()).isEqualTo("passed");
    }

    @Test
    void one_flip_breaks_an_invariant_and_is_named() throws Exception {
        Path policy = models.policy("- {metric: small/qa/exact_match, flips-at-most: 0}\n");
        assertThat(gate(before, before, policy).code()).isZero();
        CommandLineRun one = gate(before, models.run("one-lost", i -> i != 33 && i < 180), policy, "--format", "json");
        assertThat(one.code()).isEqualTo(1);
        assertThat(json(one).path("rules").get(0).path("samples").get(0).asString())
                .isEqualTo("small/qa/exact_match 33");
        assertThat(json(one).path("rules").get(0).path("pass_to_fail").asInt()).isEqualTo(1);
        assertThat(gate(before, models.run("none-lost", i -> i < 180),
                models.policy("- {metric: small/exact_match, flips-at-most: 0}\n")).code()).isZero();
    }

    @Test
    void a_bad_policy_and_bad_runs_are_told_all_at_once() throws Exception {
        Path policy = models.policy("""
                - {metric: small/qa/exact_mach, non-inferior-by: 0.05}
                - {metric: small/qa/char_f1, flips-at-most: 0}
                - {metric: dossier/parameters, non-inferior-by: 1}
                """);
        models.suite("2");
        Path after = models.run("other-version", i -> i < 120);
        models.suite("1");
        CommandLineRun run = gate(before, after, policy);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("policy.yaml:3: gates[0].metric").contains("did you mean “small/qa/exact_match”")
                .contains("policy.yaml:4: gates[1].flips-at-most").contains("ratio-at-most")
                .contains("has version 1 here and 2 in").contains("4 problems");
    }

    @Test
    void an_unreadable_policy_does_not_hide_a_missing_run() throws Exception {
        Path policy = models.policy("- {metric: a/b, non-inferior-by: 0, at-least: 1}\n- {license: fine}\n");
        CommandLineRun run = gate(folder.resolve("nowhere"), folder, policy);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("policy.yaml:3").contains("policy.yaml:4").contains("nowhere");
    }

    @Test
    void a_candidate_with_fewer_samples_is_refused_and_one_that_is_unfinished_is_incomplete() throws Exception {
        Path policy = models.policy(MARGIN);
        CommandLineRun fewer = gate(before, models.run("fewer", i -> i < 120,
                new PlanOptions(OptionalInt.of(20))), policy);
        assertThat(fewer.code()).isEqualTo(2);
        assertThat(fewer.err()).contains("180 of the baseline's 200 samples");
        Path after = models.run("cut", i -> i < 120);
        Path journal = after.resolve("journal.jsonl");
        Files.write(journal, Files.readAllLines(journal).stream().limit(160).toList());
        CommandLineRun cut = gate(before, after, policy);
        assertThat(cut.code()).as(cut.err()).isEqualTo(3);
        assertThat(cut.out()).contains("not measured");
    }

    @Test
    void a_margin_that_the_samples_cannot_certify_is_refused_before_anything_is_measured() throws Exception {
        CommandLineRun fine = mekiki("gate", "--check-policy", "--baseline", before, "--policy", models.policy(MARGIN
                + "- {metric: small/qa/char_f1, flips-at-most: 0}\n".replace("char_f1", "exact_match")), "--format",
                "json");
        JsonNode check = json(fine).path("margins").get(0);
        // (1.644854 + 0.841621)² · 0.10 / 0.05² = 247.3
        assertThat(check.path("needed").asInt()).isEqualTo(248);
        assertThat(check.path("smallest").asDouble()).isCloseTo(0.0556, within(1e-4));
        assertThat(fine.code()).isEqualTo(2);
        assertThat(fine.err()).contains("248 are needed").contains("policy.yaml:3");
        assertThat(mekiki("gate", "--check-policy", "--baseline", before, "--policy",
                models.policy(MARGIN.replace("}", ", discordance: 0.05}"))).code()).isZero();
    }

    @Test
    void facts_and_licenses_are_judged_without_samples() throws Exception {
        CommandLineRun run = gate(before, before, models.policy("""
                - {metric: small/qa/exact_match, at-least: 0.5, confidence: 0.95}
                - {license: not-worse}
                """), "--format", "json");
        assertThat(run.code()).isEqualTo(4);
        assertThat(json(run).path("rules").get(0).path("state").asString()).isEqualTo("passed");
        assertThat(json(run).path("rules").get(1).path("reason").asString()).contains("usage profile");
    }
}
