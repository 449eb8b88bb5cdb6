package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A baseline is the run that it was saved of, as far as a gate and a comparison can tell; a changed one is refused. */
class BaselineTests {
    private static RecordedModels models = new RecordedModels(Path.of(""), 0);
    private static Path before = Path.of("");
    private static Path after = Path.of("");
    private static Path saved = Path.of("");

    @TempDir
    static Path folder = Path.of("");

    @BeforeAll
    static void write() throws Exception {
        models = RecordedModels.in(folder, 60);
        before = models.run("before", i -> i < 40);
        after = models.run("after", i -> i != 5 && i < 42);
        saved = folder.resolve("kept/baseline.jsonl");
        CommandLineRun save = mekiki("baseline", "save", before, "--to", saved);
        assertThat(save.code()).as(save.err()).isZero();
    }

    @Test
    void gate_and_comparison_say_of_a_baseline_what_they_say_of_its_run() throws Exception {
        Path policy = models.policy("""
                - {metric: small/qa/exact_match, non-inferior-by: 0.2}
                - {metric: small/qa/char_f1, non-inferior-by: 0.2}
                - {metric: small/exact_match, flips-at-most: 1}
                """);
        CommandLineRun byRun = mekiki("gate", "--baseline", before, "--candidate", after, "--policy", policy);
        CommandLineRun byFile = mekiki("gate", "--baseline", saved, "--candidate", after, "--policy", policy);
        assertThat(byFile.code()).as(byFile.err()).isZero();
        assertThat(byFile.out()).isEqualTo(byRun.out().replace(before + "  ", saved + "  "));
        CommandLineRun compared = mekiki("compare", saved, after, "--format", "json");
        assertThat(compared.out().replaceAll("(?s)\"flips\".*", ""))
                .isEqualTo(mekiki("compare", before, after, "--format", "json").out()
                        .replace("\"" + before + "\"", "\"" + saved + "\"").replaceAll("(?s)\"flips\".*", ""));
    }

    @Test
    void it_is_small_and_holds_no_text_of_models_or_data_unless_asked_for() throws Exception {
        assertThat(Files.readString(saved)).doesNotContain("一日").doesNotContain("質問").doesNotContain("24時間")
                .contains("\"small\"");
        assertThat(Files.size(saved)).isLessThan(60 * 250 + 4000);
        Path texts = folder.resolve("texts.jsonl");
        assertThat(mekiki("baseline", "save", before, "--to", texts, "--texts").code()).isZero();
        assertThat(texts).content().contains("<b>一日|*</b>");
        assertThat(mekiki("compare", texts, after).out()).contains("24時間");
        assertThat(mekiki("compare", saved, after).out()).contains("not kept");
    }

    @Test
    void a_changed_one_is_refused_beside_everything_else_that_is_wrong() throws Exception {
        Path edited = Files.writeString(folder.resolve("edited.jsonl"),
                Files.readString(saved).replaceFirst("\"scores\":\\[1", "\"scores\":[0"));
        CommandLineRun run = mekiki("gate", "--baseline", edited, "--candidate", folder.resolve("nowhere"), "--policy",
                models.policy("- {metric: small/qa/exact_match}\n"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("checksum").contains("nowhere").contains("policy.yaml:3");
        Path later = Files.writeString(folder.resolve("later.jsonl"),
                Files.readString(saved).replaceFirst("baseline/1", "baseline/9"));
        assertThat(mekiki("compare", later, after).err()).contains("a later version of Mekiki wrote");
    }

    /** The same line twice, with a checksum that fits: only somebody who wants to could have made it. */
    @Test
    void candidates_and_samples_that_stand_twice_are_told() throws Exception {
        List<String> lines = Files.readAllLines(saved);
        String sample = lines.getLast();
        String candidate = lines.stream().filter(line -> line.startsWith("{\"candidate\"")).findFirst().orElseThrow();
        StringBuilder body = new StringBuilder();
        lines.stream().skip(1).forEach(line -> body.append(line).append('\n'));
        body.append(sample).append('\n').append(candidate).append('\n');
        String digest = dev.mekiki.domain.JournalEvent.SampleJudged.digest(body.toString());
        Path twice = Files.writeString(folder.resolve("twice.jsonl"),
                "{\"format\":\"mekiki.baseline/1\",\"sha256\":\"" + digest + "\",\"texts\":false}\n" + body);
        CommandLineRun run = mekiki("compare", twice, after);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the candidate model twice").contains("the sample 9 of the task small/qa twice");
    }

    @Test
    void files_of_the_first_version_are_still_read() throws Exception {
        Path old = Path.of(System.getProperty("mekiki.home"),
                "harness/cli/src/test/resources/baseline/version-1.jsonl");
        CommandLineRun run = mekiki("compare", old, old, "--format", "json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("small/qa/exact_match");
        for (String line : Files.readAllLines(old)) {
            assertThat(RecordedRunTests.schemaErrors("baseline", line, InputFormat.JSON)).as(line).isEmpty();
        }
        for (String line : Files.readAllLines(saved)) {
            assertThat(RecordedRunTests.schemaErrors("baseline", line, InputFormat.JSON)).as(line).isEmpty();
        }
    }
}
