package dev.mekiki.select;

import static dev.mekiki.select.Cases.atMost;
import static dev.mekiki.select.Cases.candidate;
import static dev.mekiki.select.Cases.criterion;
import static dev.mekiki.select.Cases.findings;
import static dev.mekiki.select.Cases.share;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SelectionJsonTest {
    private static Schema schema() throws IOException {
        Path file = Path.of(System.getProperty("mekiki.home"), "docs/schemas/selection.schema.json");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonMapper.shared().readTree(Files.readString(file)));
    }

    private static Selection selection(int right, double limit) {
        return new Selector().select(
                findings(List.of(),
                        candidate("a", Verdict.ALLOWED, List.of(), share("s/t/acc", right, 100, Better.HIGHER)),
                        candidate("b", Verdict.ALLOWED, List.of(), share("s/t/acc", 50, 100, Better.HIGHER))),
                new Policy("p.yaml", List.of(atMost("s/t/acc", limit)), List.of(criterion("s/t/acc", 1))));
    }

    @ParameterizedTest
    @CsvSource({"90, 1, selected", "50, 1, tied", "90, 0.1, none-qualifies"})
    void every_outcome_follows_the_schema(int right, double limit, String outcome) throws IOException {
        JsonNode tree = JsonMapper.shared().readTree(SelectionJson.write(selection(right, limit)));
        assertThat(schema().validate(tree)).isEmpty();
        assertThat(tree.at("/outcome").asString()).isEqualTo(outcome);
        assertThat(tree.at("/gates/0/state").asString()).isEqualTo(limit < 0.5 ? "failed" : "passed");
        assertThat(tree.at("/reasons/0").isString()).isTrue();
        ((ObjectNode) tree).put("outcome", outcome.equals("tied") ? "selected" : "tied");
        assertThat(schema().validate(tree)).isNotEmpty();
    }
}
