package dev.mekiki.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.port.ReportModel;
import dev.mekiki.port.ReportWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    @TempDir
    Path folder = Path.of("");
    private static String selected = "";

    @BeforeAll
    static void writeOnce(@TempDir Path shared) throws IOException {
        selected = Files.readString(new HtmlReport().write(Fixture.selected(), shared));
    }

    private String page(ReportModel model) throws IOException {
        return Files.readString(new HtmlReport().write(model, folder));
    }

    private static String language(String page, String language) {
        int from = page.indexOf("<main class=\"doc doc-" + language);
        return Markup.text(page.substring(from, page.indexOf("</main>", from)));
    }

    @Test
    void writers_are_found_by_name() {
        assertThat(ServiceLoader.load(ReportWriter.class).stream().map(each -> each.get().name()))
                .containsExactlyInAnyOrder("html", "md", "json", "csv", "lm-eval");
    }

    @Test
    void page_is_well_formed_and_loads_nothing_in_every_outcome() throws IOException {
        Markup.check(selected);
        for (ReportModel model : List.of(Fixture.tied(), Fixture.noneQualifies(),
                Fixture.refused())) {
            String page = page(model);
            Markup.check(page);
            assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("NaN")
                    .doesNotContain("{0}")
                    .doesNotContain("Optional").doesNotContain("<script").doesNotContain("@import")
                    .doesNotContain("url(");
        }
    }

    @Test
    void repeats_of_a_load_profile_are_shown_with_their_interval() throws IOException {
        String page = page(Fixture.repeated());
        Markup.check(page);
        assertThat(language(page, "ja")).contains("繰り返し測定の平均").contains("sugi（2 回目／3 回）").contains("95 % 信頼区間")
                .contains("3 回のうち結果が得られたのは 2 回だけです。");
        assertThat(language(page, "en")).contains("Means of the repeats").contains("sugi (repeat 2 of 3)")
                .contains("Least to most");
    }

    @Test
    void devices_servers_and_costs_have_their_sections_where_something_is_known() throws IOException {
        String page = language(selected, "ja");
        assertThat(page).contains("装置と電力").contains("1.76 トークン/J").contains("温度による抑制（時間の 10.0 %）")
                .contains("sugi、interactive：装置の積算計と、電力から計算した値とに 9.4 % の差があります。")
                .contains("費用").contains("稼働率 25 %").contains("機器の処理能力の").contains("Quotation of 2026-10-01");
        assertThat(language(selected, "en")).contains("Devices and energy").contains("What it costs")
                .contains("a request (mean)");
        // hinoki stands for the service: its speed says nothing about the machine
        assertThat(page.substring(page.indexOf("稼働率 25 %"), page.indexOf("自社の機器の方が安くなる件数"))).doesNotContain("hinoki")
                .contains("sugi");
        ReportModel without = Fixture.refused();
        Findings bare = new Findings(without.findings().plan(), without.findings().candidates().stream()
                .map(one -> new Findings.CandidateFindings(one.name(), one.engine(), one.candidate(), one.refused(),
                        one.dossier(), one.license(), one.runtime(), one.loadMs(), one.modelBytes(),
                        one.tokensPerCharacter(), one.conformance(), one.outcomes(), one.metrics(), one.load(),
                        one.bench(), one.tasks()))
                .toList(), List.of(), List.of());
        assertThat(page(new ReportModel(without.title(), without.languages(), without.version(), without.startedAt(),
                without.finishedAt(), without.machine(), without.tasks(), bare, without.selection(), without.policy(),
                without.usage(), without.samples(), without.load()))).doesNotContain("装置と電力")
                .doesNotContain("ja-cost");
    }

    @Test
    void only_the_style_whose_hash_the_policy_names_applies() throws Exception {
        String page = selected;
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        String hash = Base64.getEncoder().encodeToString(
                MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));

        assertThat(Markup.text(page.substring(0, page.indexOf("<title>"))) + page).contains("default-src &#39;none&#39;"
                .replace("&#39;", "'")).contains(hash).doesNotContain("unsafe");
        assertThat(page.split("<style>", -1)).hasSize(2);
    }

    @Test
    void first_screen_says_which_why_how_sure_and_what_would_change_it() {
        String page = language(selected, "ja");
        String first = page.substring(0, page.indexOf("目次"));

        assertThat(first).contains("推奨：sugi").contains("sugi is the only candidate that meets every gate.")
                .contains("必須条件をすべて満たした候補は sugi だけです").contains("70.0 %（95 % 信頼区間 61.3–77.5、n=120）")
                .contains("hinoki 不採用").contains("判定は「利用不可」（cc-by-nc-4.0）").contains("take 不採用")
                .contains("有害応答率が 10.0 % 以下").contains("測定値 37.0 %（95 % 信頼区間 28.2–46.8、n=100）")

                .contains("ライセンスがこの用途を認めれば、hinoki が選定されます（現在の判定：利用不可、総合評価 0.812）")
                .contains("：正答率」の重みが全体の 50 % を超えれば、hinoki が首位になります").contains("第三者機関の認定ではありません");
    }

    @Test
    void both_languages_say_the_same_numbers() {
        String page = selected;

        assertThat(language(page, "en")).contains("Recommended: sugi")
                .contains("70.0 % (95 % confidence interval 61.3–77.5, n=120)").contains("not a certification");
        for (String number : List.of("86.7 %", "79.4–91.6", "n=118", "81.2 %", "37.0 %", "388", "7,849", "1,984",
                "3.1 %", "41.8 %", "741", "1,649")) {
            assertThat(language(page, "ja")).as("ja").contains(number);
            assertThat(language(page, "en")).as("en").contains(number);
        }
        assertThat(page.indexOf("doc-ja")).isLessThan(page.indexOf("doc-en"));
    }

    @Test
    void a_toxicity_score_stands_beside_its_scorers_errors_and_the_corrected_share() {
        String page = language(selected, "ja");
        assertThat(page).contains("再現率 0.58（0.55～0.61）").contains("κ 0.41（0.33～0.49）").contains("labelled comments")
                .contains("判定器の誤りを補正した値 1.6");
        assertThat(page).contains("失敗・時間切れ").contains("途中で打ち切り");
        assertThat(language(selected, "en")).contains("recall 0.58 (0.55 to 0.61)")
                .contains("corrected for the scorer");
    }

    @Test
    void a_score_over_data_not_for_commercial_use_says_so() {
        assertThat(language(selected, "ja")).contains("［商用不可のデータ］");
        assertThat(language(selected, "en")).contains("[data not for commercial use]");
    }

    @Test
    void withheld_values_and_unsupported_percentiles_are_not_printed_as_facts() {
        String page = language(selected, "ja");

        assertThat(page).contains("保留 coverage 0.80 is below the floor 0.95")
                .contains("参考 43 ms 確定には件数不足（n=32、必要 90）").contains("採点できなかった理由")
                .contains("the answer was cut at 64 tokens 24");
    }

    @Test
    void tie_and_none_are_said_as_such() throws IOException {
        assertThat(language(page(Fixture.tied()), "ja")).contains("優劣つかず：hinoki、sugi").contains("優劣を決められません")
                .contains("hinoki が最良である確率は 56 %").doesNotContain("推奨：");
        assertThat(language(page(Fixture.noneQualifies()), "ja")).contains("条件を満たす候補なし").contains("推奨は行いません")
                .contains("sugi 判定保留");
        assertThat(language(page(Fixture.refused()), "ja")).contains("take 測定不可")
                .contains("Qwen3ForCausalLM").contains("測定できなかった部分があります：take was not measured");
    }

    @Test
    void large_runs_stay_under_two_megabytes_and_say_what_is_left_out() throws IOException {
        Path file = new HtmlReport().write(Fixture.large(), folder);

        assertThat(Fixture.large().samples()).hasSize(3 * 1800);
        assertThat(Files.size(file)).isLessThan(2_000_000);
        assertThat(language(Files.readString(file), "ja")).contains("ここには 32 問を掲載し、残り").contains("samples.csv");
    }

    @Test
    void the_same_model_gives_the_same_bytes() throws IOException {
        assertThat(page(Fixture.selected())).isEqualTo(selected);
    }

    @Test
    void one_language_needs_no_switch() throws IOException {
        ReportModel both = Fixture.selected();
        ReportModel one = new ReportModel(both.title(), List.of("en-US"), both.version(), both.startedAt(),
                both.finishedAt(), both.machine(), both.tasks(), both.findings(), both.selection(), both.policy(),
                both.usage(), both.samples(), both.load());

        assertThat(page(one)).contains("<html lang=\"en\">").doesNotContain("doc-ja\"").doesNotContain("class=\"bar\"");
    }

    @Test
    void translators_say_what_findings_say_in_english() throws IOException {
        String page = Files.readString(new HtmlReport((text, language) -> language.equals("ja")
                && text.equals("Commercial use is granted.") ? Optional.of("商用利用が許諾されています。") : Optional.empty())
                .write(Fixture.selected(), folder));

        assertThat(language(page, "ja")).contains("商用利用が許諾されています。").doesNotContain("Commercial use is granted.");
        assertThat(language(page, "en")).contains("Commercial use is granted.");
    }

    @Test
    void reasons_without_a_sentence_are_said_in_their_own_words() {
        assertThat(Texts.of("ja", (text, language) -> Optional.empty())
                .reason(new Reason("no.such.key", List.of("x"), "In its own words: {0}")))
                .isEqualTo("In its own words: {0}");
    }

    @Test
    void charts_need_no_font_of_the_machine() {
        String page = selected;
        String chart = page.substring(page.indexOf("<svg"), page.indexOf("</svg>"));

        assertThat(chart).contains("<title").contains("<desc").contains(">hinoki</text>")
                .contains("86.7 (79.4–91.6)").doesNotContain("font-family").doesNotContain("clip-path");
        assertThat(chart.length()).isLessThan(6000);
    }

    @Test
    void report_for_looking_at_is_written() throws IOException {
        Path out = Files.createDirectories(Path.of("target", "report"));
        for (ReportWriter writer : ServiceLoader.load(ReportWriter.class)) {
            assertThat(writer.write(Fixture.selected(), out)).exists().isNotEmptyFile();
        }
    }
}
