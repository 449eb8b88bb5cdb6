package dev.mekiki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.mekiki.domain.Candidate;
import dev.mekiki.plan.CostReader;
import dev.mekiki.plan.PlanOptions;
import dev.mekiki.plan.PolicyReader;
import dev.mekiki.plan.UpgradePolicyReader;
import dev.mekiki.plan.UsageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every shipped configuration is read as a user's would be, and meets its schema. */
class ConfigurationTests {
    private static final Path CONFIGS = Path.of(System.getProperty("mekiki.home"), "configs");

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(CONFIGS.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    @Test
    void plans() throws Exception {
        assertThat(files("plans")).isNotEmpty();
        for (Path file : files("plans")) {
            assertThat(Stages.planner().plan(file, PlanOptions.none()).candidates()).isNotEmpty();
            assertThat(RecordedRunTests.schemaErrors("plan", Files.readString(file), InputFormat.YAML)).isEmpty();
        }
    }

    /** Needs no libllama: whether there is one is asked when the candidates are opened. */
    @Test
    void the_plan_of_the_engines_page(@TempDir Path folder) throws Exception {
        String page = Files.readString(CONFIGS.resolveSibling("docs").resolve("engines.md"));
        String yaml = page.substring(page.indexOf("plan: mekiki/1"),
                page.indexOf("```", page.indexOf("plan: mekiki/1")));
        Files.writeString(folder.resolve("plan.yaml"), yaml);
        Files.createDirectory(folder.resolve("models"));
        for (String model : List.of("model-f32.gguf", "model-q4_1.gguf")) {
            Files.writeString(folder.resolve("models").resolve(model), "GGUF");
        }
        assertThat(Stages.planner().plan(folder.resolve("plan.yaml"), PlanOptions.none()).candidates())
                .extracting(Candidate::engine).containsExactly("llama.cpp", "llama.cpp");
        assertThat(RecordedRunTests.schemaErrors("plan", yaml, InputFormat.YAML)).isEmpty();
    }

    @Test
    void costs() throws Exception {
        assertThat(files("costs")).isNotEmpty();
        for (Path file : files("costs")) {
            assertThat(CostReader.read(file).fixedYen()).isPositive();
            assertThat(RecordedRunTests.schemaErrors("cost", Files.readString(file), InputFormat.YAML)).isEmpty();
        }
    }

    @Test
    void policies() throws Exception {
        assertThat(files("policies")).hasSizeGreaterThan(1);
        for (Path file : files("policies")) {
            if (file.endsWith("upgrade.yaml")) {
                assertThat(UpgradePolicyReader.read(file).rules()).hasSizeGreaterThan(9);
            } else {
                assertThat(PolicyReader.read(file).criteria()).isNotEmpty();
            }
            assertThat(RecordedRunTests.schemaErrors("policy", Files.readString(file), InputFormat.YAML)).isEmpty();
        }
    }

    @Test
    void usage_profiles() throws Exception {
        assertThat(files("usage")).hasSizeGreaterThan(1);
        for (Path file : files("usage")) {
            assertThat(UsageReader.read(file).name()).isNotBlank();
            assertThat(RecordedRunTests.schemaErrors("usage", Files.readString(file), InputFormat.YAML)).isEmpty();
        }
    }
}
