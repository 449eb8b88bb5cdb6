package dev.mekiki.analysis;

import static dev.mekiki.analysis.Journals.answer;
import static dev.mekiki.analysis.Journals.finished;
import static dev.mekiki.analysis.Journals.opened;
import static dev.mekiki.analysis.Journals.profile;
import static dev.mekiki.analysis.Journals.request;
import static dev.mekiki.analysis.Journals.started;
import static dev.mekiki.analysis.Journals.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.Findings;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FindingsJsonTest {
    private static Schema schema() throws IOException {
        Path file = Path.of(System.getProperty("mekiki.home"), "docs/schemas/findings.schema.json");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonMapper.shared().readTree(Files.readString(file)));
    }

    private static Findings full() {
        var dossier = new Dossier("../hinoki", "sha256:22", OptionalLong.of(1000), Optional.of("safetensors"),
                List.of("BF16"), Optional.of("llama"), OptionalLong.of(500), OptionalInt.of(512),
                OptionalInt.of(4096), List.of("ja"), List.of(), List.of("base/model"), false, List.of());
        var license = new LicenseFinding("in-house", Verdict.DENIED,
                List.of(new LicenseFinding.License("cc-by-nc-4.0", "CC BY-NC 4.0", Optional.of("CC-BY-NC-4.0"),
                        "README.md", Optional.empty(), "declared", "own")),
                List.of(new LicenseFinding.Reason("Section 2", Optional.empty(), "commercial", Verdict.DENIED)),
                List.of(new LicenseFinding.Duty("name the author", "Section 3")), List.of(), "no advice");
        List<JournalEvent> events = new ArrayList<>(List.of(started(), task("qa", 20, 0.9, "right", "gone"),
                new JournalEvent.CandidateInspected(new Candidate("hinoki", "../hinoki", "jlama", new TreeMap<>()),
                        Optional.of(dossier), Optional.of(license)),
                Journals.inspected("sugi"), opened("hinoki"),
                new JournalEvent.ConformanceChecked("hinoki",
                        new Conformance("determinism", true, "equal", Set.of(AnswerMode.GENERATE)))));
        for (int i = 0; i < 20; i++) {
            events.add(answer("hinoki", "qa", "" + i, i < 15 ? "yes" : "no"));
            events.add(answer("sugi", "qa", "" + i, i < 9 || i == 15 ? "yes" : "no"));
        }
        events.add(new JournalEvent.LoadStarted("hinoki", profile(12)));
        for (int i = 0; i < 12; i++) {
            events.add(new JournalEvent.LoadRequestDone("hinoki", "interactive",
                    request(i, 50 * i, 10 + i % 3, 12 + i % 3, 15 + i % 3)));
        }
        events.add(new JournalEvent.MachineWatched("hinoki", "interactive", MachineAnalysisTest.use(10_000)));
        events.add(new JournalEvent.LoadDone("hinoki", "interactive", 600, OptionalLong.of(1 << 20)));
        events.add(new JournalEvent.BenchDone("hinoki", "pp64", OptionalInt.of(2), List.of(10.0, 11.0, 12.0)));
        events.add(finished());
        return Journals.analyst().analyse(events.stream()).findings();
    }

    @Test
    void findings_follow_their_schema() throws IOException {
        assertThat(schema().validate(JsonMapper.shared().readTree(FindingsJson.write(full())))).isEmpty();
    }

    @Test
    void the_schema_sees_a_value_beside_a_withheld_one() throws IOException {
        ObjectNode broken = FindingsJson.tree(full());
        ((ObjectNode) broken.at("/candidates/0/metrics/0")).put("withheld", "why");
        assertThat(schema().validate(broken)).isNotEmpty();
    }

    @Test
    void promised_keys_are_there() {
        JsonNode tree = JsonMapper.shared().readTree(FindingsJson.write(full()));
        assertThat(tree.at("/format").asString()).isEqualTo("mekiki.findings/1");
        assertThat(tree.at("/plan/hash").asString()).isEqualTo("sha256:00");
        assertThat(tree.at("/candidates/0/metrics/0/metric").asString()).isEqualTo("suite/qa/right");
        assertThat(tree.at("/candidates/0/metrics/0/interval/method").asString()).isEqualTo("wilson");
        assertThat(tree.at("/candidates/0/metrics/0/better").asString()).isEqualTo("higher");
        assertThat(tree.at("/candidates/0/metrics/1/withheld").asString()).contains("gone");
        assertThat(tree.at("/candidates/0/metrics/1/value").isMissingNode()).isTrue();
        assertThat(tree.at("/candidates/0/load/0/ttft_ms/p50").asDouble()).isEqualTo(11);
        assertThat(tree.at("/candidates/0/load/0/ttft_ms/p95").isMissingNode()).isTrue();
        assertThat(tree.at("/candidates/0/load/0/ttft_ms/unsupported/1/needed").asInt()).isEqualTo(130);
        assertThat(tree.at("/candidates/0/load/0/output_tokens_per_s").asDouble()).isEqualTo(60);
        assertThat(tree.at("/candidates/0/license/verdict").asString()).isEqualTo("denied");
        assertThat(tree.at("/candidates/0/dossier/files/weights_bytes").asLong()).isEqualTo(1000);
        assertThat(tree.at("/candidates/1/dossier").isMissingNode()).isTrue();
        assertThat(tree.at("/comparisons/0/p_adjusted").asDouble()).isEqualTo(0.125);
        assertThat(tree.at("/comparisons/0/test").asString()).isEqualTo("mcnemar");
    }
}
