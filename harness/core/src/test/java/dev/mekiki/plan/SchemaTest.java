package dev.mekiki.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas in docs/ and the readers agree, and examples in docs/ and configs/ are valid. */
class SchemaTest {
    private static final Path HOME = Path.of(System.getProperty("mekiki.home"));

    @TempDir
    Path folder;

    private static Schema schema(String name) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(HOME.resolve("docs/schemas/" + name + ".schema.json")), InputFormat.JSON);
    }

    private static List<String> errors(String schema, String yaml) throws IOException {
        return schema(schema).validate(yaml, InputFormat.YAML).stream().map(Object::toString).toList();
    }

    /** Examples in docs/plan.md that begin with this word. */
    private static List<String> examples(String kind) throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher matcher = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(HOME.resolve("docs/plan.md")));
        while (matcher.find()) {
            if (matcher.group(1).startsWith(kind + ":")) {
                examples.add(matcher.group(1));
            }
        }
        assertThat(examples).as(kind + " in docs/plan.md").isNotEmpty();
        return examples;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "policy", "usage"})
    void the_examples_of_the_documentation_are_valid(String kind) throws Exception {
        for (String example : examples(kind)) {
            assertThat(errors(kind, example)).isEmpty();
            Path file = Files.writeString(folder.resolve(kind + ".yaml"), example);
            switch (kind) {
                case "policy" -> assertThat(PolicyReader.read(file).gates()).hasSize(3);
                case "usage" -> assertThat(UsageReader.read(file).monthlyActiveUsers()).hasValue(3000);
                default -> assertThat(YamlFile.read(file)).isNotNull();
            }
        }
    }

    @Test
    void the_shipped_policy_is_valid_and_is_read() throws Exception {
        Path file = HOME.resolve("configs/policies/poc.yaml");
        assertThat(errors("policy", Files.readString(file))).isEmpty();
        assertThat(PolicyReader.read(file).criteria()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy: mekiki/2\ngates: [{license: allowed}]", "policy: mekiki/1",
            "policy: mekiki/1\ngates: [{license: review}]", "policy: mekiki/1\ngates: [{metric: a/b}]",
            "policy: mekiki/1\ngates: [{metric: a/b, at-least: 1, at-most: 2}]",
            "policy: mekiki/1\ncriteria: [{metric: a/b, weight: 0}]",
            "policy: mekiki/1\ncriteria: [{metric: a/b, weight: 1, from: 1}]",
            "policy: mekiki/1\ncriteria: [{metric: a/b, weight: 1}]\nother: 1"})
    void what_the_policy_reader_refuses_the_schema_refuses(String yaml) throws IOException {
        assertThat(errors("policy", yaml)).isNotEmpty();
        Path file = Files.writeString(folder.resolve("policy.yaml"), yaml);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> PolicyReader.read(file)))
                .isInstanceOf(dev.mekiki.domain.InvalidInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stage: soon", "stage: poc\noffering: in-house\ncountry: Japan",
            "stage: poc\noffering: in-house\nexchange: {yen: 1}", "stage: poc\noffering: in-house\nother: 1",
            "stage: poc\noffering: in-house\nannual-revenue: {amount: 1}"})
    void what_the_usage_reader_refuses_the_schema_refuses(String yaml) throws IOException {
        String text = "usage: mekiki/1\nname: a\n" + yaml;
        assertThat(errors("usage", text)).isNotEmpty();
        Path file = Files.writeString(folder.resolve("usage.yaml"), text);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> UsageReader.read(file)))
                .isInstanceOf(dev.mekiki.domain.InvalidInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"suites: []\nother: 1", "load: [{name: a, loop: open, requests: 1, input: 1, output: 1}]",
            "load: [{name: a, requests: 1, input: {mean: 1, file: x}, output: 1}]", "bench: {forks: 1}",
            "suites: [{suite: a, limit: 0}]", "suites: []\nrun: {deadline: 60}",
            "suites: []\nreport: {languages: [fr]}"})
    void wrong_plans_do_not_fit_the_schema(String yaml) throws IOException {
        String start = "plan: mekiki/1\nname: a\ncandidates: [{name: a, model: m}]\n";
        assertThat(errors("plan", start + "suites: [{suite: a}]")).isEmpty();
        assertThat(errors("plan", start + yaml)).isNotEmpty();
    }

    @Test
    void lines_of_a_journal_fit_the_schema_of_their_format() throws IOException {
        Schema schema = schema("journal");
        List<String> lines = Files
                .readAllLines(HOME.resolve("harness/core/src/test/resources/journal/version-1.jsonl"));
        assertThat(lines).hasSizeGreaterThan(14).allSatisfy(
                line -> assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty());
        assertThat(schema.validate(lines.getLast().replace("missing", "absent"), InputFormat.JSON)).isNotEmpty();
    }
}
