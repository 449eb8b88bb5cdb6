package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LicenseCommandTests {
    private static final Path HOME = Path.of(System.getProperty("mekiki.home"));
    private static final Path MODELS = HOME.resolve("datasets").resolve("models");
    @TempDir
    Path root = Path.of("");

    private Path model(String name, String matter) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("README.md"), "---\n" + matter + "\n---\n");
        return folder;
    }

    @Test
    void documented_commands_print_what_the_schema_says() throws IOException {
        String document = Files.readString(HOME.resolve("docs/license.md"));
        List<String> commands = document.lines().filter(line -> line.startsWith("./mekiki license ")).toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(4);
        for (String command : commands) {
            List<String> words = new ArrayList<>(
                    List.of(command.replace("datasets/models", MODELS.toString()).replace("--out ", "--out " + root
                            + "/").replace("configs/", HOME + "/configs/").split(" +")));
            words.remove("./mekiki");
            CommandLineRun run = mekiki(words.toArray());
            assertThat(run.code()).as(command + run.err()).isZero();
            if (command.endsWith("--format json")) {
                assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(HOME.resolve("docs/schemas/license.schema.json")), InputFormat.JSON)
                        .validate(run.out(), InputFormat.JSON)).as(command).isEmpty();
            }
        }
    }

    @Test
    void json_has_the_promised_keys_and_one_unreadable_folder_hides_no_other() throws IOException {
        Path first = model("a", "license: llama3.1");
        CommandLineRun run = mekiki("license", first, root.resolve("nowhere"), model("b", "license: mit"), "--format",
                "json");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere");
        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.path("format").asString()).isEqualTo("mekiki.license/1");
        assertThat(json.path("models").valueStream().map(each -> each.path("verdict").asString()))
                .containsExactly("conditional", "allowed");
        JsonNode one = json.path("models").path(0);
        assertThat(one.path("licenses").path(0).path("line").asInt()).isEqualTo(2);
        assertThat(one.path("files").path(0).path("sha256").asString()).hasSize(64);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(HOME.resolve("docs/schemas/license.schema.json")), InputFormat.JSON)
                .validate(run.out(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mit, action-needed, 0", "llama3.1, action-needed, 0", "cc-by-nc-4.0, action-needed, 1",
            "other, action-needed, 4", "other, review, 1", "[mit], review, 0", "llama3.1, review, 0",
            "llama3.1, conditional, 1", "mit, conditional, 0"})
    void exit_codes_tell_the_verdict(String license, String failOn, int code) throws IOException {
        Path model = model("m", "license: " + license);
        assertThat(mekiki("license", model, "--fail-on", failOn).code()).isEqualTo(code);
    }

    @Test
    void contradiction_is_undecided_unless_it_is_told_to_fail() throws IOException {
        Path model = model("m", "license: apache-2.0\nbase_model: somebody/something");
        assertThat(mekiki("license", model).code()).isEqualTo(4);
        assertThat(mekiki("license", model, "--fail-on", "review").code()).isEqualTo(1);
        assertThat(mekiki("license", model, "--fail-on", "nothing").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ja", "en"})
    void table_fits_eighty_columns_and_obeys_no_control_characters(String language) throws IOException {
        Path model = model("ひのき", "license: [gemma, \"x\\e[31m\"]\nbase_model: a/非常に長い名前のベースモデル");
        Files.writeString(model.resolve("LICENSE"), "これは独自の条件です。\u001b[2J研究目的に限り利用できます。");
        CommandLineRun run = mekiki("license", model, "--lang", language);
        assertThat(run.out()).doesNotContain("\u001b").contains("\\u001b")
                .contains(language.equals("ja") ? "法的助言ではありません" : "not legal advice");
        assertThat(run.out().lines().filter(line -> !line.contains(root.toString())))
                .allSatisfy(line -> assertThat(TextTable.width(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void base_among_the_named_models_is_read() throws IOException {
        Path base = Files.createDirectories(root.resolve("else").resolve("where").resolve("base"));
        Files.writeString(base.resolve("README.md"), "---\nlicense: cc-by-nc-4.0\n---\n");
        Path model = model("m", "license: mit\nbase_model: somebody/base");
        assertThat(mekiki("license", model).out()).contains("review");
        assertThat(mekiki("license", model, base).out()).contains("denied").contains("base:somebody/base");
    }

    @Test
    void other_formats_are_written_to_the_file_that_is_named() throws IOException {
        Path model = model("m", "license: gemma\nbase_model: \"<script>alert(1)</script>\"");
        for (String format : List.of("html", "sarif", "cyclonedx")) {
            Path out = root.resolve("out." + format);
            CommandLineRun run = mekiki("license", model, "--format", format, "--out", out);
            assertThat(run.code()).as(run.err()).isEqualTo(4);
            assertThat(run.out()).isEmpty();
            assertThat(Files.readString(out)).contains("gemma");
        }
        assertThat(Files.readString(root.resolve("out.html"))).contains("法的助言ではありません", "not legal advice")
                .doesNotContain("<script>");
        assertThat(mekiki("license", model, "--format", "html", "--lang", "en").out()).doesNotContain("法的助言");
        assertThat(mekiki("license", model, "--out", root).code()).isEqualTo(2);
    }
}
