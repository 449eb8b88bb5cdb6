package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LicensesCommandTests {
    private static final Path HOME = Path.of(System.getProperty("mekiki.home"));

    @TempDir
    Path folder = Path.of("");

    /** The file that the document shows. */
    private static String documented() throws IOException {
        var block = Pattern.compile("```yaml\n(id: .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(HOME.resolve("docs/licenses.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private String model(String license) throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("README.md"),
                "---\nlicense: other\nlicense_name: " + license + "\n---\n");
        return model.toString();
    }

    @Test
    void shipped_licenses_meet_their_schema() throws IOException {
        try (Stream<Path> files = Files.list(
                HOME.resolve("harness/license/src/main/resources/dev/mekiki/license/catalogue"))) {
            List<Path> entries = files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(entries).hasSizeGreaterThan(80);
            for (Path entry : entries) {
                assertThat(RecordedRunTests.schemaErrors("license-entry", Files.readString(entry), InputFormat.YAML))
                        .as(entry.getFileName().toString()).isEmpty();
            }
        }
    }

    @Test
    void shown_license_names_clause_duty_words_and_source_in_both_languages() {
        CommandLineRun english = mekiki("licenses", "show", "llama3.1", "--lang", "en");
        assertThat(english.out()).contains("§1.b.i").contains("Built with Llama").contains("primary");
        CommandLineRun japanese = mekiki("licenses", "show", "llama3.1", "--lang", "ja");
        assertThat(japanese.out()).contains("表示文言").contains("Built with Llama").contains("原文");
        assertThat(mekiki("licenses", "--lang", "fr").code()).isEqualTo(2);
    }

    @Test
    void a_license_is_shown_by_alias_and_by_a_models_name() {
        JsonNode alias = new JsonMapper()
                .readTree(mekiki("licenses", "show", "plamo-community", "--format", "json").out());
        assertThat(alias.get("id").asString()).isEqualTo("plamo-community-license");
        assertThat(alias.get("rules").get(0).get("source").get("evidence").asString()).isEqualTo("primary");
        JsonNode model = new JsonMapper()
                .readTree(mekiki("licenses", "show", "Qwen/Qwen3.8-Flash-Next", "--format", "json").out());
        assertThat(model.get("id").asString()).isEqualTo("qwen-community-1.0");
    }

    @Test
    void own_licenses_are_listed_shown_and_judged() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("hinoki.yaml"), documented());
        assertThat(RecordedRunTests.schemaErrors("license-entry", documented(), InputFormat.YAML)).isEmpty();
        assertThat(mekiki("licenses", "list", "--licenses", own, "--lang", "en").out()).contains("hinoki-corporate")
                .contains("(your own)");
        CommandLineRun unknown = mekiki("license", model("hinoki-corporate"), "--format", "json");
        assertThat(unknown.out()).contains("\"verdict\" : \"unknown\"");
        CommandLineRun known = mekiki("license", model("hinoki-corporate"), "--licenses", own, "--format", "json");
        assertThat(known.out()).contains("\"verdict\" : \"action-needed\"");
        CommandLineRun table = mekiki("license", model("hinoki-corporate"), "--licenses", own, "--lang", "ja");
        assertThat(table.out()).contains("ひのき");
    }

    @Test
    void faults_of_own_licenses_are_told_with_file_line_and_key() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("a.yaml"), documented().replace("kind: community", "kind: friendly"));
        Files.writeString(own.resolve("b.yaml"), documented().replace("source: agreement", "source: nowhere"));
        Files.writeString(own.resolve("c.yaml"), documented().replace("family:", "famliy:"));
        Files.writeString(own.resolve("d.yaml"), "- nothing\n");
        Files.writeString(own.resolve("e.yaml"), "id: [");
        Files.writeString(own.resolve("f.yaml"), documented().replace("    effect: conditional\n", ""));
        CommandLineRun run = mekiki("licenses", "--licenses", own);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("d.yaml: a mapping").contains("e.yaml").contains("rules[2].effect: is missing")
                .contains("a.yaml:").contains("kind").contains("b.yaml").contains("“nowhere”")
                .contains("c.yaml:").contains("famliy");
        assertThat(mekiki("license", model("mit"), "--licenses", folder.resolve("none")).code()).isEqualTo(2);
    }

    @Test
    void an_own_license_takes_the_place_of_a_shipped_one_and_may_not_take_its_name() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("mit.yaml"), documented().replace("id: hinoki-corporate", "id: mit"));
        assertThat(mekiki("licenses", "show", "mit", "--licenses", own, "--lang", "en").out()).contains("Hinoki");
        Files.writeString(own.resolve("mit.yaml"),
                documented().replace("aliases: [hinoki-corporate-license]", "aliases: [kimi-k3]"));
        CommandLineRun taken = mekiki("licenses", "--licenses", own);
        assertThat(taken.code()).isEqualTo(2);
        assertThat(taken.err()).contains("kimi-k3");
    }

    @Test
    void a_model_by_contract_is_judged_by_its_name() throws IOException {
        CommandLineRun without = mekiki("license", "tsuzumi-2", "--format", "json");
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.out()).contains("\"verdict\" : \"action-needed\"");
        Path usage = folder.resolve("usage.yaml");
        Files.writeString(usage, Files.readString(HOME.resolve("configs/usage/in-house.yaml")).replace("contracts: []",
                "contracts: [{license: tsuzumi-2, id: NTT-7, until: 2099-12-31}]"));
        CommandLineRun with = mekiki("license", "tsuzumi-2", "--profile", usage, "--format", "json");
        assertThat(with.out()).contains("\"verdict\" : \"conditional\"").contains("NTT-7");
        Files.writeString(usage, Files.readString(usage).replace("2099", "2020"));
        assertThat(mekiki("license", "tsuzumi-2", "--profile", usage).code()).isEqualTo(1);
    }
}
