package dev.mekiki.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Findings.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WritersTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void json_has_the_keys_of_the_contracts() throws IOException {
        JsonNode root = JsonMapper.shared()
                .readTree(Files.readString(new JsonReport().write(Fixture.selected(), folder)));

        assertThat(root.path("format").asString()).isEqualTo("mekiki.report/1");
        assertThat(root.path("selection").path("outcome").asString()).isEqualTo("selected");
        assertThat(root.path("selection").path("gates").get(0).path("state").asString()).isEqualTo("failed");
        JsonNode hinoki = root.path("findings").path("candidates").get(0);
        assertThat(hinoki.path("license").path("verdict").asString()).isEqualTo("denied");
        assertThat(hinoki.path("metrics").get(0).path("interval").path("low").asDouble()).isEqualTo(0.7942);
        assertThat(hinoki.path("metrics").get(0).has("withheld")).isFalse();
        assertThat(hinoki.path("load").get(0).path("ttft_ms").has("p95")).as("unknown is absent").isFalse();
        assertThat(hinoki.has("refused")).isFalse();
        assertThat(root.path("policy").path("gates").get(0).path("kind").asString()).isEqualTo("license");
        assertThat(root.path("samples").size()).isEqualTo(450 * 3);
        assertThat(root.path("samples").get(0).path("scores").has("acc")).isTrue();
        assertThat(root.path("samples").get(0).path("logprobs").get(0).path("continuation").asString())
                .isEqualTo("朝礼で報告する");
        assertThat(root.path("started_at").asString()).isEqualTo("2026-11-20T01:02:03Z");
    }

    @Test
    void csv_has_a_row_for_every_sample_and_metric() throws IOException {
        Path metrics = new CsvReport().write(Fixture.selected(), folder);
        List<CSVRecord> samples = read(folder.resolve("samples.csv"));
        List<CSVRecord> rows = read(metrics);

        assertThat(samples).hasSize(450 * 3);
        assertThat(samples.getFirst().get("prompt")).contains("\n回答：");
        assertThat(samples.stream().map(row -> row.get("exact_match_ja")).filter(cell -> !cell.isEmpty())).isNotEmpty();
        CSVRecord first = rows.getFirst();
        assertThat(List.of(first.get("metric"), first.get("value"), first.get("low"), first.get("method")))
                .containsExactly(Fixture.CHOICE, "0.8667", "0.7942", "wilson");
        CSVRecord withheld = rows.stream().filter(row -> !row.get("withheld").isEmpty()
                && row.get("metric").equals(Fixture.SHORT)).findFirst().orElseThrow();
        assertThat(withheld.get("value")).isEmpty();
    }

    private static List<CSVRecord> read(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(text).startsWith("\ufeff");
        try (var parser = CSVFormat.EXCEL.builder().setHeader().setSkipHeaderRecord(true).get()
                .parse(new java.io.StringReader(text.substring(1)))) {
            return parser.getRecords();
        }
    }

    @Test
    void markdown_gives_the_answer_first() throws IOException {
        String summary = Files.readString(new MarkdownReport().write(Fixture.selected(), folder));

        assertThat(summary).startsWith("# 社内問い合わせ支援　言語モデル選定\n\n**推奨：sugi**").contains("**Recommended: sugi**")
                .contains("| hinoki | sugi | take |");
    }

    @Test
    void bundles_have_the_same_keys_and_no_bare_apostrophe() throws IOException {
        Properties japanese = bundle("ja");
        Properties english = bundle("en");

        assertThat(japanese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (Properties bundle : List.of(japanese, english)) {
            assertThat(bundle.values())
                    .allSatisfy(text -> assertThat(text.toString()).isNotBlank().doesNotContain("'"));
        }
        for (String key : japanese.stringPropertyNames()) {
            for (int at = 0; at < 6; at++) {
                assertThat(english.getProperty(key).contains("{" + at + "}")).as(key + " {" + at + "}")
                        .isEqualTo(japanese.getProperty(key).contains("{" + at + "}"));
            }
        }
    }

    private static Properties bundle(String language) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream("messages_" + language + ".properties")) {
            properties.load(new InputStreamReader(java.util.Objects.requireNonNull(in), StandardCharsets.UTF_8));
        }
        return properties;
    }

    @Test
    void numbers_carry_no_false_precision() {
        Figures figures = new Figures(Texts.of("ja", (text, language) -> Optional.empty()));

        assertThat(figures.percent(0.61)).isEqualTo("61.0\u00a0%");
        assertThat(figures.interval(new Interval(0.54, 0.68, 0.95, "wilson"), Unit.SHARE))
                .isEqualTo("95\u00a0% 信頼区間 54.0–68.0");
        assertThat(figures.parameters(134_515_008)).isEqualTo("1.35億");
        assertThat(figures.milliseconds(812.4)).isEqualTo("812\u00a0ms");
        assertThat(figures.milliseconds(12_345)).isEqualTo("12.3 秒");
        assertThat(figures.probability(0.9999)).isEqualTo(">\u00a099\u00a0%");
        assertThat(figures.p(OptionalDouble.of(0.00002))).isEqualTo("<\u00a00.001");
        assertThat(figures.difference(-0.012, Unit.SHARE)).isEqualTo("−1.2");
    }

    @Test
    void invisible_characters_are_shown_and_nothing_is_lost() {
        assertThat(Visible.of("青葉\tA\nB\r\nC👍🏽")).isEqualTo("青葉\tA\nB\nC👍🏽");
        assertThat(Visible.of("a\u202Eb\u200Dc\u001B[0m")).isEqualTo("a⟦U+202E⟧b⟦U+200D⟧c⟦U+001B⟧[0m");
        assertThat(Visible.beginning("あ".repeat(5), 3)).isEqualTo("あああ… (+2)");
        assertThat(Visible.end("0123456789", 3)).isEqualTo("(+7) …789");
    }
}
