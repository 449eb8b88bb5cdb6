package dev.mekiki.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Suite;
import dev.mekiki.suites.extract.AnswerExtractor;
import dev.mekiki.suites.metric.SuiteMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentationTest {
    private static final Path HOME = Path.of(System.getProperty("mekiki.home", "."));
    /** A file's name in a line of its own, and the block after it. */
    private static final Pattern FILE = Pattern.compile("`([^`\n]+)`:\n\n```\\w+\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private static String documentation() throws Exception {
        return Files.readString(HOME.resolve("docs/suites.md"));
    }

    private static Schema schema() throws Exception {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(HOME.resolve("docs/schemas/suite.schema.json")), InputFormat.JSON);
    }

    @Test
    void the_documented_example_loads() throws Exception {
        Matcher files = FILE.matcher(documentation());
        int count = 0;
        while (files.find()) {
            Path file = folder.resolve(String.valueOf(Path.of(files.group(1)).getFileName()));
            Files.writeString(file, files.group(2));
            count++;
        }
        assertThat(count).isEqualTo(4);
        Suite suite = new YamlSuites().read("house-rules.yaml", folder).orElseThrow();
        List<Item> leave = suite.tasks().getFirst().items();
        assertThat(leave).extracting(Item::id).containsExactly("l-1", "l-2");
        assertThat(leave).extracting(Item::right).containsExactly(List.of(1), List.of(0));
        assertThat(leave.getFirst().labels()).containsEntry("category", "leave");
        List<Item> numbers = suite.tasks().get(1).items();
        assertThat(numbers).extracting(Item::accepted).containsExactly(List.of("十二", "12室"), List.of("1998年", "平成10年"));
        assertThat(schema().validate(Files.readString(folder.resolve("house-rules.yaml")), InputFormat.YAML)).isEmpty();
    }

    @Test
    void every_metric_step_and_key_is_documented() throws Exception {
        String text = documentation();
        assertThat(new SuiteMetrics().metrics())
                .allSatisfy(metric -> assertThat(text).contains("| `" + metric.name() + "` |"));
        assertThat(new AnswerExtractor().steps().keySet())
                .allSatisfy(step -> assertThat(text).containsAnyOf("| `" + step + "` |", "| `{" + step));
        assertThat(TaskFileReader.KEYS).allSatisfy(key -> assertThat(text).contains("| `" + key + "` |"));
        String schema = Files.readString(HOME.resolve("docs/schemas/suite.schema.json"));
        assertThat(TaskFileReader.KEYS).allSatisfy(key -> assertThat(schema).contains("\"" + key + "\": {"));
    }

    @Test
    void the_documented_error_rates_are_those_of_the_metric() throws Exception {
        var known = new SuiteMetrics().metrics().stream().filter(metric -> metric.name().equals("toxic")).findFirst()
                .orElseThrow().knownError()
                .orElseThrow();
        assertThat(documentation()).contains("false positives | " + Math.round(known.falsePositive() * 204) + " of 204")
                .contains("false negatives | " + Math.round(known.falseNegative() * 14) + " of 14");
    }

    @ParameterizedTest
    @ValueSource(strings = {"japanese-qa", "toxicity"})
    void shipped_suites_fit_the_schema(String name) throws Exception {
        assertThat(schema().validate(Files.readString(HOME.resolve("suites").resolve(name).resolve("suite.yaml")),
                InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{suite: mekiki/2, name: a, tasks: [{name: a, data: a.csv, prompt: a, metrics: [toxic]}]}",
            "{suite: mekiki/1, name: a, tasks: []}",
            "{suite: mekiki/1, name: a, tasks: [{name: a, data: a.csv, promt: a, metrics: [toxic]}]}",
            "{suite: mekiki/1, name: a, tasks: [{name: a, data: a.csv, prompt: a, metrics: [acc], answer: choice}]}"})
    void the_schema_refuses_what_the_reader_refuses(String yaml) throws Exception {
        assertThat(schema().validate(yaml, InputFormat.YAML)).isNotEmpty();
    }
}
