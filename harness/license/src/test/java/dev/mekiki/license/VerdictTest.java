package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Duty;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile.Contract;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final Clock NOVEMBER = Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final String INVENTED = """
            id: hinoki-community
            name: Hinoki Community License
            name-ja: ひのきコミュニティライセンス
            family: hinoki
            kind: community
            osi-approved: false
            commercial: conditional
            sources: {license: {what: invented, read: 2026-11-21, evidence: secondary}}
            rules:
              - id: revenue
                attribute: scale
                when: {revenue-above: {amount: 20000000, currency: USD, period: PERIOD, scope: group}}
                effect: action-needed
                clause: §3
                because: {en: "Ask above 20 million dollars.", ja: "2,000 万ドルを超える場合は許諾が必要です。"}
                source: license
            """;
    @TempDir
    Path folder;

    private LicenseFinding of(String license, Usage usage) throws IOException {
        return of(CATALOGUE, license, usage);
    }

    private LicenseFinding of(Catalogue catalogue, String license, Usage usage) throws IOException {
        ModelFolder model = new ModelFolder(folder).card("license: " + license);
        return new FilesInspector(NOVEMBER, catalogue).license(model.candidate(), usage.profile());
    }

    private Verdict revenue(String period, Usage usage) throws IOException {
        return of(Catalogue.of(INVENTED.replace("PERIOD", period)), "hinoki-community", usage).verdict();
    }

    @ParameterizedTest
    @CsvSource({"apache-2.0, IN_HOUSE, ALLOWED", "apache-2.0, HOSTED_API, ALLOWED", "apache-2.0, PRODUCT, CONDITIONAL",
            "mit, IN_HOUSE, ALLOWED", "mit, WEIGHTS, CONDITIONAL", "bsd-2-clause, IN_HOUSE, ALLOWED",
            "bsd-3-clause, HOSTED_API, CONDITIONAL", "cc0-1.0, WEIGHTS, ALLOWED", "cc-by-4.0, IN_HOUSE, ALLOWED",
            "cc-by-4.0, PRODUCT, CONDITIONAL", "cc-by-sa-4.0, IN_HOUSE, ALLOWED", "cc-by-nc-4.0, IN_HOUSE, DENIED",
            "cc-by-nc-4.0, PRODUCT, DENIED", "cc-by-nc-sa-4.0, IN_HOUSE, DENIED", "cc-by-nc-nd-4.0, WEIGHTS, DENIED",
            "cc-by-nc-2.0, HOSTED_API, DENIED", "llama2, IN_HOUSE, CONDITIONAL", "llama3.1, HOSTED_API, CONDITIONAL",
            "llama4, IN_HOUSE, CONDITIONAL", "gemma, HOSTED_API, CONDITIONAL"})
    void verdict_by_offering(String license, Offering offering, Verdict verdict) throws IOException {
        assertThat(of(license, Usage.inHouse().offering(offering)).verdict()).isEqualTo(verdict);
    }

    @Test
    void non_commercial_evaluation_needs_a_decision_and_is_denied_for_something_offered() throws IOException {
        assertThat(of("cc-by-nc-4.0", Usage.inHouse().stage(Stage.EVALUATION)).verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(of("cc-by-nc-4.0", Usage.inHouse().stage(Stage.EVALUATION).offering(Offering.PRODUCT)).verdict())
                .isEqualTo(Verdict.DENIED);
        assertThat(of("cc-by-nc-4.0", Usage.inHouse().stage(Stage.PRODUCTION)).reasons()).anySatisfy(reason -> {
            assertThat(reason.clause()).isEqualTo("cc-by-nc-4.0 Section 1(i), 2(a)(1)");
            assertThat(reason.quote().orElseThrow()).contains("commercial advantage");
        });
    }

    @Test
    void share_alike_of_derivatives_is_for_review_and_no_derivatives_is_denied() throws IOException {
        assertThat(of("cc-by-sa-4.0", Usage.inHouse().fineTuned().offering(Offering.WEIGHTS)).verdict())
                .isEqualTo(Verdict.REVIEW);
        assertThat(of("cc-by-nd-4.0", Usage.inHouse().fineTuned().offering(Offering.PRODUCT)).verdict())
                .isEqualTo(Verdict.DENIED);
        assertThat(of("cc-by-nd-4.0", Usage.inHouse().fineTuned()).verdict()).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void llama_asks_for_a_license_above_700_million_users() throws IOException {
        assertThat(of("llama3.1", Usage.inHouse().users(700_000_000)).verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(of("llama3.1", Usage.inHouse().users(700_000_001)).verdict()).isEqualTo(Verdict.ACTION_NEEDED);
    }

    @Test
    void unknown_number_of_users_is_told() throws IOException {
        LicenseFinding finding = of("llama3.1", new Usage(Usage.open()));
        assertThat(finding.verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(finding.reasons()).anyMatch(
                reason -> reason.because().endsWith("Not decided: the usage profile gives no monthly-active-users."));
    }

    @Test
    void llama_duties_follow_the_offering() throws IOException {
        assertThat(of("llama3.3", Usage.inHouse()).duties()).extracting(Duty::clause)
                .containsExactly("llama3.3 §1.b.iv");
        assertThat(of("llama3.3", Usage.inHouse().offering(Offering.PRODUCT).fineTuned()).duties())
                .extracting(Duty::what).anyMatch(what -> what.contains("“Built with Llama”"))
                .anyMatch(what -> what.startsWith("Begin the name of every model made from this one"))
                .anyMatch(what -> what.contains("Llama 3.3 is licensed under the Llama 3.3 Community License"));
        assertThat(of("llama3", Usage.inHouse().offering(Offering.HOSTED_API)).duties()).extracting(Duty::what)
                .anyMatch(what -> what.contains("“Built with Meta Llama 3”"));
    }

    @ParameterizedTest
    @CsvSource({"llama2, DENIED", "llama3, DENIED", "llama3.1, CONDITIONAL", "llama3.2, CONDITIONAL",
            "llama4, CONDITIONAL", "gemma, CONDITIONAL", "apache-2.0, ALLOWED"})
    void training_others_on_outputs(String license, Verdict verdict) throws IOException {
        assertThat(of(license, Usage.inHouse().trainingOthers()).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"llama2, military, DENIED", "llama4, military, DENIED", "gemma, automated-legal-decisions, DENIED",
            "gemma, medical, CONDITIONAL", "mit, military, ALLOWED"})
    void use_policies(String license, String domain, Verdict verdict) throws IOException {
        assertThat(of(license, Usage.inHouse().domain(domain)).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"llama3.2, DE, DENIED", "llama4, FR, DENIED", "llama3.2, JP, CONDITIONAL", "llama3.2, GB, CONDITIONAL",
            "llama3.1, DE, CONDITIONAL"})
    void multimodal_llama_in_the_european_union(String license, String country, Verdict verdict) throws IOException {
        new ModelFolder(folder).file("config.json", """
                {"model_type": "mllama", "vision_config": {"hidden_size": 8}}""");
        assertThat(of(license, Usage.inHouse().country(country)).verdict()).isEqualTo(verdict);
    }

    @Test
    void text_only_llama_in_the_european_union_is_not_excluded() throws IOException {
        assertThat(of("llama3.2", Usage.inHouse().country("DE")).verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(of("llama3.2", Usage.inHouse().country("DE").modalities("text", "image")).verdict())
                .isEqualTo(Verdict.DENIED);
        assertThat(of("llama3.2", new Usage(Usage.open()).modalities("image")).verdict())
                .isEqualTo(Verdict.REVIEW);
    }

    @Test
    void revenue_is_compared_at_the_pinned_rate() throws IOException {
        // 20 million dollars are 3 billion yen at 150
        assertThat(revenue("year", Usage.inHouse().exchange("USD", 150).revenue(3_000_000_000L, "JPY", "group")))
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(revenue("year", Usage.inHouse().exchange("USD", 150).revenue(3_000_000_001L, "JPY", "group")))
                .isEqualTo(Verdict.ACTION_NEEDED);
        assertThat(revenue("year", Usage.inHouse().exchange("USD", 100).revenue(3_000_000_000L, "JPY", "group")))
                .isEqualTo(Verdict.ACTION_NEEDED);
        assertThat(revenue("year", Usage.inHouse().revenue(20_000_001L, "USD", "group")))
                .isEqualTo(Verdict.ACTION_NEEDED);
    }

    @Test
    void what_revenue_leaves_open_is_for_review() throws IOException {
        assertThat(revenue("year", Usage.inHouse())).isEqualTo(Verdict.REVIEW);
        assertThat(revenue("year", Usage.inHouse().revenue(1, "JPY", "group"))).isEqualTo(Verdict.REVIEW);
        assertThat(revenue("year", Usage.inHouse().exchange("USD", 150).revenue(1, "JPY", "company")))
                .isEqualTo(Verdict.REVIEW);
        assertThat(revenue("month", Usage.inHouse().revenue(21_000_000L, "USD", "group"))).isEqualTo(Verdict.REVIEW);
        assertThat(revenue("month", Usage.inHouse().revenue(240_000_012L, "USD", "group")))
                .isEqualTo(Verdict.ACTION_NEEDED);
    }

    @Test
    void contract_settles_a_denial_until_it_ends() throws IOException {
        Contract valid = new Contract("cc-by-nc-4.0", "2026-014", LocalDate.of(2026, 11, 21));
        LicenseFinding settled = of("cc-by-nc-4.0", Usage.inHouse().contract(valid));
        assertThat(settled.verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(settled.duties()).extracting(Duty::what).anyMatch(what -> what.contains("contract 2026-014"));
        Contract ended = new Contract("cc-by-nc-4.0", "2026-014", LocalDate.of(2026, 11, 20));
        LicenseFinding denied = of("cc-by-nc-4.0", Usage.inHouse().contract(ended));
        assertThat(denied.verdict()).isEqualTo(Verdict.DENIED);
        assertThat(denied.reasons()).anyMatch(reason -> reason.because().contains("ended on 2026-11-20"));
    }

    @Test
    void contract_covers_a_license_that_is_not_in_the_catalogue() throws IOException {
        Contract contract = new Contract("hinoki-corporate", "2026-014", LocalDate.of(2027, 3, 31));
        String license = "other\nlicense_name: hinoki-corporate-license";
        assertThat(of(license, Usage.inHouse()).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(of(license, Usage.inHouse().contract(contract)).verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(of(license, Usage.inHouse()).licenses()).extracting(LicenseFinding.License::id)
                .containsExactly("hinoki-corporate-license");
    }

    @Test
    void several_licenses_hold_together() throws IOException {
        LicenseFinding finding = of("[llama3.3, gemma]", Usage.inHouse().offering(Offering.PRODUCT));
        assertThat(finding.verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(finding.conflicts()).isEmpty();
        assertThat(finding.duties()).extracting(Duty::clause).anyMatch(clause -> clause.startsWith("gemma "))
                .anyMatch(clause -> clause.startsWith("llama3.3 "));
        assertThat(of("[mit, cc-by-nc-4.0]", Usage.inHouse()).verdict()).isEqualTo(Verdict.DENIED);
    }

    @Test
    void a_known_denial_stands_beside_what_is_unknown() throws IOException {
        assertThat(of("[cc-by-nc-4.0, somebodys-own]", Usage.inHouse()).verdict()).isEqualTo(Verdict.DENIED);
        assertThat(of("[mit, somebodys-own]", Usage.inHouse()).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void base_models_license_holds_too() throws IOException {
        LicenseFinding finding = of("mit\nbase_model: meta-llama/Llama-3.1-8B", Usage.inHouse());
        assertThat(finding.verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(finding.licenses()).anySatisfy(license -> {
            assertThat(license.id()).isEqualTo("llama3.1");
            assertThat(license.through()).isEqualTo("base:meta-llama/Llama-3.1-8B");
        });
        assertThat(of("mit\nbase_model: somebody/something", Usage.inHouse()).verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(of("mit\nbase_model: somebody/something", Usage.inHouse()).duties()).extracting(Duty::what)
                .containsExactly(
                        "Find out the license of the base model somebody/something and check it against this use.");
    }

    @Test
    void everything_said_has_japanese() throws IOException {
        LicenseTexts texts = new LicenseTexts(CATALOGUE);
        new ModelFolder(folder).file("LICENSE", Texts.MIT + "For research only.").file("COPYING", "???")
                .file("LICENSE.pdf", "%PDF-1.7");
        Contract contract = new Contract("llama4", "2026-014", LocalDate.of(2027, 3, 31));
        for (String license : new String[]{
                "apache-2.0\nlicense_name: x\nlicense_link: https://ai.google.dev/gemma/terms",
                "[llama4, llama2, gemma, cc-by-nc-sa-4.0, unheard-of]\nbase_model: [a/b, google/gemma-4-1b]", "other",
                "&a [*a]"}) {
            LicenseFinding finding = of(license,
                    new Usage(Usage.open()).offering(Offering.WEIGHTS).contract(contract).fineTuned()
                            .trainingOthers().modalities("image").domain("medical"));
            assertThat(finding.reasons()).isNotEmpty().allSatisfy(
                    reason -> assertThat(texts.japanese(reason.because())).as(reason.because()).isPresent()
                            .get().asString().matches("(?s).*[ぁ-ん].*").doesNotContain("Not decided"));
            assertThat(finding.duties()).allSatisfy(duty -> assertThat(texts.japanese(duty.what())).isPresent());
            assertThat(finding.conflicts())
                    .allSatisfy(conflict -> assertThat(texts.japanese(conflict)).as(conflict).isPresent());
            assertThat(texts.translate(finding.disclaimer(), "ja-JP").orElseThrow()).contains("法的助言ではありません");
        }
        assertThat(texts.japanese("Something else.")).isEmpty();
        assertThat(Files.exists(folder)).isTrue();
    }
}
