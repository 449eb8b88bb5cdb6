package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate on the models that ship with Mekiki, asked by the embedded engine. */
class DemoGateTests {
    private static final Path HOME = Path.of(System.getProperty("mekiki.home"));
    private static Path run = Path.of("");

    @TempDir
    static Path folder = Path.of("");

    @BeforeAll
    static void measure() throws Exception {
        run = measured("both", 60, "hinoki", "take");
    }

    private static Path measured(String name, int limit, String... models) throws Exception {
        StringBuilder candidates = new StringBuilder();
        for (String model : models) {
            candidates.append("  - {name: ").append(model).append(", model: ")
                    .append(HOME.resolve("datasets/models").resolve(model)).append(", engine: jlama}\n");
        }
        return RecordedModels.measured(folder, name, Files.writeString(folder.resolve(name + ".yaml"), """
                plan: mekiki/1
                name: %s
                candidates:
                %ssuites:
                  - {suite: japanese-qa, tasks: [multiple-choice], limit: %d}
                usage: %s
                """.formatted(name, candidates, limit, HOME.resolve("configs/usage/in-house.yaml"))));
    }

    private static CommandLineRun gate(Path baseline, Path candidate, String name, String more) throws Exception {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                policy: mekiki/1
                gates:
                  - {metric: japanese-qa/multiple-choice/acc, non-inferior-by: 0.05}
                """ + more);
        List<Object> words = new ArrayList<>(List.of("gate", "--baseline", baseline, "--baseline-name", "hinoki",
                "--candidate", candidate, "--candidate-name", name, "--policy", policy));
        return mekiki(words.toArray());
    }

    @Test
    void to_a_weaker_checkpoint_fails() throws Exception {
        CommandLineRun weaker = gate(run, run, "take", "");
        assertThat(weaker.code()).as(weaker.out()).isEqualTo(1);
        assertThat(weaker.out()).contains("weights").contains("FAILED");
    }

    @Test
    void to_itself_passes_with_its_license() throws Exception {
        CommandLineRun same = gate(run, run, "hinoki", "  - {license: not-worse}\n");
        assertThat(same.code()).as(same.out()).isZero();
    }

    @Test
    void on_twenty_samples_stays_open_and_says_how_many_would_tell() throws Exception {
        Path few = measured("few", 20, "hinoki");
        CommandLineRun open = gate(few, few, "hinoki", "");
        assertThat(open.code()).as(open.out()).isEqualTo(4);
        assertThat(open.out()).contains("20 samples cannot tell");
    }
}
