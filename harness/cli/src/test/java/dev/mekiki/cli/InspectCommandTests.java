package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void documented_commands_print_what_the_schema_says() throws IOException {
        Path home = Path.of(System.getProperty("mekiki.home"));
        String document = Files.readString(home.resolve("docs/inspect.md"));
        List<String> commands = document.lines().filter(line -> line.startsWith("./mekiki inspect ")).toList();
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            List<String> words = new ArrayList<>(
                    List.of(command.replace("datasets/models", MODELS.toString()).split(" +")));
            words.removeAll(List.of("./mekiki", "--format", "json"));
            words.addAll(List.of("--format", "json"));
            CommandLineRun run = mekiki(words.toArray());
            assertThat(run.code()).as(command).isZero();
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(home.resolve("docs/schemas/inspect.schema.json")), InputFormat.JSON)
                    .validate(run.out(), InputFormat.JSON)).as(command).isEmpty();
        }
    }

    @Test
    void tokens_of_japanese_are_measured_and_an_absent_tokenizer_gives_none() throws IOException {
        JsonNode dossier = json("inspect", MODELS.resolve("sugi"), "--format", "json");
        JsonNode each = dossier.path("tokens_per_character");
        // transformers: sum(len(tok.encode(t, add_special_tokens=False)) for t in ja) / sum(map(len, ja)) lies
        // between kinds
        assertThat(each.path("ja").doubleValue()).isBetween(0.3, 3.0);
        for (String kind : List.of("business", "colloquial", "technical", "kana", "half-width", "en")) {
            assertThat(each.path(kind).doubleValue()).as(kind).isPositive();
        }
        assertThat(dossier.path("context_characters_ja").longValue())
                .isCloseTo(Math.round(2048 / each.path("ja").doubleValue()), within(1L));
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(MODELS.resolve("take").resolve(file), folder.resolve(file));
        }
        assertThat(json("inspect", folder, "--format", "json").has("tokens_per_character")).isFalse();
    }

    @Test
    void memory_tells_whether_it_fits() {
        JsonNode memory = json("inspect", MODELS.resolve("sugi"), "--gpu-memory", "24", "--context", "2048",
                "--sequences",
                "4", "--format", "json").path("memory");
        // 4 layers × 2 KV heads × 64 × 2 × 2 bytes, or as the model's config.json has it
        JsonNode config = new JsonMapper().readTree(MODELS.resolve("sugi/config.json").toFile());
        assertThat(memory.path("kv_bytes_per_token").longValue()).isEqualTo(config.path("num_hidden_layers").longValue()
                * config.path("num_key_value_heads").longValue() * (config.path("hidden_size").longValue()
                        / config.path("num_attention_heads").longValue())
                * 4);
        assertThat(memory.path("at").path(0).path("fits").booleanValue()).isTrue();
        assertThat(memory.path("gpu").path("largest_context_tokens").intValue()).isEqualTo(2048);
        CommandLineRun wrong = mekiki("inspect", MODELS.resolve("sugi"), "--gpu-memory", "-1");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(mekiki("inspect", MODELS.resolve("sugi"), "--kv-type", "q9").err()).contains("types are: f32");
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
        for (String file : new String[]{"config.json", "model.safetensors", "tokenizer.json",
                "tokenizer_config.json"}) {
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
