package dev.mekiki.license.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Stage;
import dev.mekiki.license.FilesInspector;
import dev.mekiki.license.LicenseTexts;
import dev.mekiki.license.dossier.DossierReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportTest {
    private static final UsageProfile PRODUCT = new UsageProfile("product", Stage.PRODUCTION, Offering.PRODUCT,
            Optional.of(false), Optional.of(false), Optional.of(true), Optional.of(false), Optional.of(false),
            Optional.empty(), Optional.empty(), OptionalLong.of(3000), Optional.of("JP"), Set.of("text"),
            Optional.of(Set.of()), Map.of(), List.of());
    /** The official schema, as the library carries it. */
    private static final Schema CYCLONEDX = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_7,
                    builder -> builder.schemaIdResolvers(
                            resolvers -> resolvers.mapPrefix("http://cyclonedx.org/schema/", "classpath:")))
            .getSchema(SchemaLocation.of("http://cyclonedx.org/schema/bom-1.6.schema.json"));
    @TempDir
    Path root = Path.of("");

    /** A whole model under a permissive license, made from one that is not, with texts that contradict the card. */
    private Examined hinoki() throws Exception {
        Path folder = Files.createDirectories(root.resolve("ひのき 1:b"));
        Files.writeString(folder.resolve("README.md"), """
                ---
                language: ja
                license: apache-2.0
                base_model: google/gemma-2-2b
                datasets: [a/corpus, "b/<script>"]
                ---
                """);
        Files.writeString(folder.resolve("config.json"),
                """
                        {"model_type": "llama", "max_position_embeddings": 128, "vocab_size": 10, "tie_word_embeddings": true}""");
        Files.writeString(folder.resolve("LICENSE"), "Use it as you like, but not on Sundays.");
        byte[] header = """
                {"model.embed_tokens.weight": {"dtype": "F16", "shape": [10, 4], "data_offsets": [0, 80]}}"""
                .getBytes(StandardCharsets.UTF_8);
        byte[] length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array();
        byte[] weights = new byte[8 + header.length + 80];
        System.arraycopy(length, 0, weights, 0, 8);
        System.arraycopy(header, 0, weights, 8, header.length);
        Files.write(folder.resolve("model.safetensors"), weights);
        return examined(folder);
    }

    private Examined nameless() throws Exception {
        return examined(Files.createDirectories(root.resolve("nothing")));
    }

    private Examined examined(Path folder) throws Exception {
        Candidate candidate = new Candidate("m", folder.toString(), "jlama", new TreeMap<>());
        return new Examined(root.relativize(folder).toString(),
                new FilesInspector().examine(candidate, PRODUCT, List.of()),
                Files.exists(folder.resolve("config.json"))
                        ? Optional.of(DossierReader.facts("m", folder))
                        : Optional.empty());
    }

    @Test
    void bill_of_materials_is_valid_cyclonedx() throws Exception {
        String json = Aibom.json(List.of(hinoki(), nameless(), nameless()), "0.1", Instant.EPOCH);
        assertThat(CYCLONEDX.validate(json, InputFormat.JSON)).isEmpty();
        assertThat(CYCLONEDX.validate(json.replace("machine-learning-model", "model"), InputFormat.JSON))
                .as("the schema is really asked").isNotEmpty();
        assertThat(CYCLONEDX.validate(json.replace("\"Apache-2.0\"", "\"Apache-9\""), InputFormat.JSON))
                .as("and so is the list of SPDX ids").isNotEmpty();
        JsonNode model = JsonMapper.shared().readTree(json).path("components").path(0);
        assertThat(model.path("type").asString()).isEqualTo("machine-learning-model");
        assertThat(model.path("licenses").path(0).path("license").path("id").asString()).isEqualTo("Apache-2.0");
        assertThat(model.path("licenses").path(0).path("license").path("acknowledgement").asString())
                .isEqualTo("declared");
        JsonNode base = model.path("pedigree").path("ancestors").path(0);
        assertThat(base.path("group").asString() + "/" + base.path("name").asString())
                .isEqualTo("google/gemma-2-2b");
        assertThat(base.path("licenses").path(0).path("license").path("name").asString())
                .isEqualTo("Gemma Terms of Use");
        assertThat(model.path("evidence").path("occurrences").valueStream()
                .map(each -> each.path("location").asString() + ":" + each.path("line").asInt()))
                .containsExactly("README.md:3", "LICENSE:1", "README.md:4");
        assertThat(
                model.path("components").valueStream().map(file -> file.path("hashes").path(0).path("alg").asString()))
                .containsOnly("SHA-256").hasSizeGreaterThanOrEqualTo(3);
        assertThat(model.path("modelCard").path("modelParameters").path("architectureFamily").asString())
                .isEqualTo("llama");
    }

    @Test
    void sarif_has_a_rule_for_each_result_and_says_where() throws Exception {
        LicenseTexts texts = new LicenseTexts();
        JsonNode run = Sarif.of(List.of(hinoki(), nameless()), "0.1", "ja",
                text -> texts.translate(text, "ja").orElse(text)).path("runs").path(0);
        JsonNode rules = run.path("tool").path("driver").path("rules");
        assertThat(rules.valueStream().map(rule -> rule.path("id").asString())).doesNotHaveDuplicates()
                .contains("license-review", "license-unknown", "license-duty/gemma-section-3.2");
        assertThat(run.path("results")).isNotEmpty().allSatisfy(result -> {
            assertThat(rules.path(result.path("ruleIndex").asInt()).path("id")).isEqualTo(result.path("ruleId"));
            assertThat(result.path("message").path("text").asString()).containsPattern("[ぁ-ん]");
            assertThat(result.path("level").asString()).isIn("note", "warning", "error");
        });
        assertThat(places(run)).contains(
                "license-duty/gemma-section-3.2 %E3%81%B2%E3%81%AE%E3%81%8D%201%3Ab/README.md 4",
                "license-review %E3%81%B2%E3%81%AE%E3%81%8D%201%3Ab/LICENSE 1", "license-unknown nothing 1");
        assertThat(run.path("artifacts").valueStream().map(each -> each.path("location").path("uri").asString()))
                .contains("%E3%81%B2%E3%81%AE%E3%81%8D%201%3Ab/LICENSE");
    }

    private static List<String> places(JsonNode run) {
        return run.path("results").valueStream().map(result -> {
            JsonNode place = result.path("locations").path(0).path("physicalLocation");
            return result.path("ruleId").asString() + " " + place.path("artifactLocation").path("uri").asString() + " "
                    + place.path("region").path("startLine").asInt();
        }).toList();
    }

    @Test
    void what_is_plainly_allowed_is_no_result() throws IOException {
        Path folder = Files.createDirectories(root.resolve("free"));
        Files.writeString(folder.resolve("README.md"), "---\nlicense: cc0-1.0\n---\n");
        Candidate candidate = new Candidate("m", folder.toString(), "jlama", new TreeMap<>());
        Examined free = new Examined("free", new FilesInspector().examine(candidate, PRODUCT, List.of()),
                Optional.empty());
        assertThat(Sarif.of(List.of(free), "0.1", "en", text -> text).path("runs").path(0).path("results")).isEmpty();
    }
}
