package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.load.mock.MockScript;
import dev.mekiki.load.mock.MockScriptFile;
import dev.mekiki.load.mock.MockServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that the documents show are run, on a demonstration model in place of the reader's own. */
class DocumentationTests {
    private static final Path HOME = Path.of(System.getProperty("mekiki.home"));
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder = Path.of("");

    @Test
    void the_readmes_commands_do_what_they_say() throws IOException {
        String text = Files.readString(HOME.resolve("README.md"));
        String model = HOME.resolve("datasets/models/sugi").toString();
        Files.writeString(folder.resolve("plan.yaml"),
                blocks(text, "yaml").getFirst().replace("/models/candidate-a", model));
        Files.writeString(folder.resolve("my-suite.yaml"), """
                suite: mekiki/1
                name: mine
                license: CC0-1.0
                tasks:
                  - name: qa
                    data: mine.jsonl
                    prompt: "{{q}}"
                    target: "{{a}}"
                    answer: generate
                    generate: {max-tokens: 16, stop: ["\\n"]}
                    metrics: [exact_match_ja]
                """);
        Files.writeString(folder.resolve("mine.jsonl"),
                "{\"q\": \"営業時間は？\", \"a\": \"９時から\"}\n{\"q\": \"社長の名前は？\", \"a\": \"こだま\"}\n");
        List<String> commands = commands(text).stream()
                .filter(line -> line.startsWith("./mekiki ") && !line.equals("./mekiki demo"))
                .map(line -> line.substring("./mekiki ".length())).toList();
        assertThat(commands).hasSize(9);
        for (String command : commands) {
            String[] words = command
                    .replace("plan.yaml",
                            folder.resolve("plan.yaml").toString()
                                    + (command.contains("--dry-run") ? "" : " --out runs/poc"))
                    .replace("runs/poc", folder.resolve("runs/poc").toString()).replace("/models/candidate-a", model)
                    .replace("bench " + model, "bench " + model + " --prompt 16 --generate 8 --iterations 2")
                    .split(" +");
            CommandLineRun run = mekiki((Object[]) words);
            assertThat(run.code()).as("%s\n%s\n%s", command, run.out(), run.err()).isZero();
            assertThat(run.out()).as(command).isNotBlank();
        }
    }

    @Test
    void the_commands_on_licenses_run() throws IOException {
        List<String> commands = commands(Files.readString(HOME.resolve("docs/licenses.md")));
        assertThat(commands).hasSize(5);
        for (String command : commands) {
            CommandLineRun run = mekiki((Object[]) command.substring("./mekiki ".length()).split(" +"));
            assertThat(run.code()).as("%s\n%s", command, run.err()).isEqualTo(command.contains("tsuzumi") ? 1 : 0);
            assertThat(run.out()).as(command).isNotBlank();
        }
    }

    /** The server that the first command starts is there already; the rest talk to it. */
    @Test
    void the_commands_on_load_run() throws IOException {
        String text = Files.readString(HOME.resolve("docs/load.md"));
        Path script = Files.writeString(folder.resolve("mock.yaml"), blocks(text, "yaml").getFirst());
        List<String> commands = commands(text);
        assertThat(commands).hasSize(9);
        try (MockServer server = MockServer.start(script(script), 0)) {
            for (String command : commands) {
                if (command.startsWith("./mekiki load http://")) {
                    String words = command.substring("./mekiki ".length()).replace("http://127.0.0.1:8000/v1",
                            server.url()).replace("requests.jsonl", folder.resolve("requests.jsonl").toString());
                    CommandLineRun run = mekiki(
                            (Object[]) (words + " --no-calibrate --requests 8 --warmup 0").split(" +"));
                    assertThat(run.code()).as("%s\n%s\n%s", command, run.out(), run.err()).isZero();
                    assertThat(run.out()).as(command).isNotBlank();
                }
            }
        }
    }

    private static MockScript script(Path file) throws IOException {
        try {
            return MockScriptFile.read(file);
        } catch (InvalidInput e) {
            throw new IOException(e);
        }
    }

    @Test
    void both_readmes_show_the_same_commands_and_plans() throws IOException {
        String english = Files.readString(HOME.resolve("README.md"));
        String japanese = Files.readString(HOME.resolve("README.ja.md"));
        assertThat(commands(japanese)).isNotEmpty().isEqualTo(commands(english));
        assertThat(uncommented(blocks(japanese, "yaml"))).isEqualTo(uncommented(blocks(english, "yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ja.md"})
    void ci_runs_the_readmes_two_commands(String readme) throws IOException {
        assertThat(HOME.resolve(readme)).content().contains("./mekiki demo ").contains("./mvnw verify ");
        assertThat(HOME.resolve(".ci/run")).content().contains("./mekiki demo").contains("./mvnw -ntp -B verify");
    }

    @Test
    void every_link_between_the_documents_leads_somewhere() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)\\)");
        for (String name : List.of("README.md", "README.ja.md", "CONTRIBUTING.md", "docs/plan.md", "docs/engines.md",
                "docs/suites.md",
                "docs/journal.md", "docs/compare.md", "docs/statistics.md", "docs/datasets.md", "docs/toxicity.md",
                "docs/lm-eval.md", "docs/m-ifeval.md", "docs/inspect.md", "docs/memory.md", "docs/licenses.md",
                "docs/load.md", "docs/cost.md")) {
            Path file = HOME.resolve(name);
            Matcher links = link.matcher(Files.readString(file));
            while (links.find()) {
                assertThat(file.resolveSibling(links.group(1))).as("%s: %s", name, links.group(1)).exists();
            }
        }
    }

    private static List<String> commands(String text) {
        return uncommented(blocks(text, "sh"));
    }

    private static List<String> uncommented(List<String> blocks) {
        return blocks.stream().flatMap(String::lines).map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty()).toList();
    }

    private static List<String> blocks(String text, String language) {
        return BLOCK.matcher(text).results().filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2)).toList();
    }
}
