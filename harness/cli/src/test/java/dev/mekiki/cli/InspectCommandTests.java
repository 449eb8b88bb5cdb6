package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectCommandTests {
    private static final Path MODELS = Path.of(System.getProperty("mekiki.home"), "datasets", "models");

    @TempDir
    Path folder = Path.of("");

    private static JsonNode json(Object... arguments) {
        CommandLineRun run = mekiki(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void a_folders_dossier_has_the_promised_keys() {
        JsonNode dossier = json("inspect", MODELS.resolve("sugi"), "--format", "json");
        assertThat(dossier.path("model").stringValue()).isEqualTo(MODELS.resolve("sugi").toString());
        assertThat(dossier.path("architecture").stringValue()).isEqualTo("llama");
        // python: sum(t.numel() for t in load_file("model.safetensors").values())
        assertThat(dossier.path("parameters").longValue()).isEqualTo(2_324_544);
        assertThat(dossier.path("active_parameters").longValue()).isEqualTo(2_324_544);
        assertThat(dossier.path("context_tokens").intValue()).isEqualTo(2048);
        assertThat(dossier.path("vocabulary").intValue()).isEqualTo(1856);
        assertThat(dossier.path("languages").path(0).stringValue()).isEqualTo("ja");
        assertThat(dossier.path("license").path("declared").path(0).path("id").stringValue()).isEqualTo("apache-2.0");
        assertThat(dossier.path("engines").path(0).path("engine").stringValue()).isEqualTo("jlama");
        assertThat(dossier.path("engines").path(0).path("runs").booleanValue()).isTrue();
        assertThat(dossier.path("remote_code").booleanValue()).isFalse();
    }

    @Test
    void several_models_are_listed_and_an_unreadable_one_hides_none() {
        CommandLineRun run = mekiki("inspect", MODELS.resolve("sugi"), folder.resolve("nowhere"),
                MODELS.resolve("take"), "--format", "json");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere: no such folder or file");
        assertThat(new JsonMapper().readTree(run.out()).path("models")).hasSize(2);
    }

    @Test
    void the_table_fits_eighty_columns_and_obeys_no_control_characters() throws IOException {
        for (String file : new String[]{"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}) {
            Files.copy(MODELS.resolve("take").resolve(file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("README.md"),
                "---\nlanguage: \"ja\\e[31m\"\n---\n## Training data\nIt was \u001b[2J trained.\n");
        CommandLineRun run = mekiki("inspect", folder);
        assertThat(run.code()).isZero();
        assertThat(run.out()).doesNotContain("\u001b").contains("\\u001b");
        assertThat(mekiki("inspect", MODELS.resolve("take")).out().lines())
                .allSatisfy(line -> assertThat(TextTable.width(line)).isLessThanOrEqualTo(80));
    }
}
