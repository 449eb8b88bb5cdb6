package dev.mekiki.license;

import static dev.mekiki.license.VerdictTableTest.finding;
import static dev.mekiki.license.VerdictTableTest.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Change;
import dev.mekiki.domain.LicenseFinding.Evidence;
import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Step;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile.Contract;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Stage;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestChangesTest {
    private static Change change(Verdict verdict, String fact, String from, String to) {
        return new Change(List.of(new Step(fact, from, to)), verdict);
    }

    @Test
    void selling_what_is_in_house_would_need_a_license_of_qwen() throws Exception {
        LicenseFinding finding = finding("qwen-community-1.0", usage("in-house"));
        assertThat(finding.verdict()).isEqualTo(Verdict.ALLOWED);
        assertThat(finding.changes())
                .contains(change(Verdict.ACTION_NEEDED, "offering", "in-house", "hosted-api"))
                .allMatch(change -> change.verdict() != Verdict.ALLOWED);
    }

    @Test
    void what_would_help_a_service_on_kimi_k3() throws Exception {
        LicenseFinding finding = finding("kimi-k3", usage("hosted-api"));
        assertThat(finding.verdict()).isEqualTo(Verdict.ACTION_NEEDED);
        assertThat(finding.changes()).contains(change(Verdict.ALLOWED, "offering", "hosted-api", "in-house"),
                change(Verdict.CONDITIONAL, "contracts", "–", "kimi-k3"),
                change(Verdict.ALLOWED, "annual-revenue", "20000000000 JPY (group)", "≤ 20000000 USD (group)"));
        assertThat(finding.changes().getFirst().verdict()).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void every_change_gives_the_verdict_that_it_promises() throws Exception {
        LicenseFinding finding = finding("plamo-community-license", usage("in-house"));
        assertThat(finding.verdict()).isEqualTo(Verdict.ACTION_NEEDED);
        assertThat(finding.changes())
                .contains(change(Verdict.CONDITIONAL, "contracts", "–", "plamo-community-license"));
        Contract contract = new Contract("plamo-community-license", "2026-014", LocalDate.of(2027, 3, 31));
        assertThat(
                finding("plamo-community-license", new Usage(usage("in-house")).contract(contract).profile()).verdict())
                .isEqualTo(Verdict.CONDITIONAL);
        assertThat(finding("plamo-community-license",
                new Usage(usage("in-house")).revenue(1_000_000_000, "JPY", "group").profile()).reasons())
                .extracting(Reason::clause).doesNotContain("plamo-community-license revenue");
    }

    @Test
    void two_facts_are_changed_where_one_does_not_help() throws Exception {
        LicenseFinding finding = finding("cc-by-nc-4.0", new Usage(usage("product")).profile());
        assertThat(finding.changes()).filteredOn(change -> change.verdict() == Verdict.REVIEW)
                .allSatisfy(change -> assertThat(change.steps()).extracting(Step::fact).contains("offering", "stage"));
        LicenseFinding exclusive = finding("qwen-research", new Usage(usage("product")).profile());
        assertThat(exclusive.changes())
                .anySatisfy(change -> assertThat(change.verdict()).isEqualTo(Verdict.CONDITIONAL));
    }

    @Test
    void what_files_leave_in_doubt_no_usage_mends() {
        LicenseFinding finding = Verdicts.of("m", Statements.none("nothing there"), Usage.open(),
                LocalDate.of(2026, 11, 21));
        assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.changes()).isEmpty();
    }

    @Test
    void missing_facts_are_asked_for_by_name() {
        LicenseFinding finding = finding("qwen3.8-max",
                Usage.least().offering(Offering.HOSTED_API).profile());
        assertThat(finding.verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(finding.missing()).containsExactly("annual-revenue", "distribute-derivatives",
                "monthly-active-users", "monthly-product-revenue");
        LicenseFinding llama = finding("llama2", Usage.least().profile());
        assertThat(llama.verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(llama.missing()).contains("train-others-on-outputs", "domains", "monthly-active-users");
        assertThat(llama.changes()).contains(change(Verdict.CONDITIONAL, "train-others-on-outputs", "–", "false"),
                change(Verdict.DENIED, "train-others-on-outputs", "–", "true"));
        assertThat(finding("mit", Usage.least().profile()).missing()).containsExactly("distribute-derivatives");
    }

    @Test
    void reasons_name_attribute_source_and_evidence() throws Exception {
        LicenseFinding finding = finding("glm-5.3", new Usage(usage("hosted-api"))
                .revenue(2_000_000_000_000L, "JPY", "group").profile());
        assertThat(finding.verdict()).isEqualTo(Verdict.ACTION_NEEDED);
        assertThat(finding.evidence()).contains(Evidence.SECONDARY);
        assertThat(finding.reasons()).filteredOn(reason -> reason.effect() == Verdict.ACTION_NEEDED).singleElement()
                .satisfies(reason -> {
                    assertThat(reason.attribute()).contains("business-model");
                    assertThat(reason.source().orElseThrow().evidence()).isEqualTo(Evidence.SECONDARY);
                    assertThat(reason.because()).contains("secondary source");
                    assertThat(reason.quote().orElseThrow()).contains("security review");
                });
        assertThat(finding("llama4", usage("in-house")).evidence()).contains(Evidence.PRIMARY);
    }

    @ParameterizedTest
    @CsvSource({"DE, DENIED", "GB, DENIED", "KR, DENIED", "JP, CONDITIONAL", "US, CONDITIONAL"})
    void hunyuan_is_not_licensed_everywhere(String country, Verdict verdict) throws Exception {
        assertThat(
                finding("tencent-hunyuan-community", new Usage(usage("in-house")).country(country).profile()).verdict())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"deepseek, military, DENIED", "deepseek, automated-legal-decisions, DENIED",
            "bigscience-bloom-rail-1.0, medical, DENIED", "bigcode-openrail-m, medical, CONDITIONAL",
            "yi-license, military, DENIED", "minimax-community, military, DENIED", "mit, military, ALLOWED",
            "nvidia-open-model-license, military, CONDITIONAL"})
    void banned_fields_of_use(String license, String domain, Verdict verdict) throws Exception {
        assertThat(finding(license, new Usage(usage("evaluation")).domain(domain).profile()).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void thresholds_depend_on_what_is_sold() throws Exception {
        Usage service = new Usage(usage("hosted-api"));
        assertThat(finding("kimi-k3", service.revenue(3_000_000_000L, "JPY", "group").profile()).verdict())
                .isEqualTo(Verdict.ALLOWED);
        assertThat(finding("kimi-k3", service.revenue(3_000_000_001L, "JPY", "group").profile()).verdict())
                .isEqualTo(Verdict.ACTION_NEEDED);
        Usage product = new Usage(usage("product"));
        assertThat(finding("kimi-k3", product.with(draft -> draft.modelAsAService = Optional.of(true)).profile())
                .verdict())
                .isEqualTo(Verdict.ACTION_NEEDED);
        assertThat(finding("qwen-community-1.0", product.assistant().profile()).verdict())
                .isEqualTo(Verdict.ACTION_NEEDED);
        assertThat(finding("qwen3.8-max", product.assistant().revenue(50_000_000, "USD", "group").profile()).verdict())
                .isEqualTo(Verdict.CONDITIONAL);
        assertThat(finding("kimi-k2", product.productRevenue(3_000_000_001L, "JPY").profile()).duties())
                .anyMatch(duty -> duty.what().contains("“Kimi K2”")
                        && duty.wordings().getFirst().place().equals("user-interface"));
        assertThat(finding("mistral-modified-mit", service.revenue(20_000_000, "USD", "group").profile()).verdict())
                .isNotEqualTo(Verdict.DENIED);
    }

    @Test
    void evaluation_of_a_model_by_contract_needs_the_contract() {
        Usage usage = Usage.inHouse().stage(Stage.EVALUATION);
        assertThat(finding("tsuzumi-2", usage.profile()).verdict()).isEqualTo(Verdict.ACTION_NEEDED);
        Contract contract = new Contract("tsuzumi-2", "NTT-7", LocalDate.of(2026, 12, 31));
        LicenseFinding settled = finding("tsuzumi-2", usage.contract(contract).profile());
        assertThat(settled.verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(settled.duties())
                .anyMatch(duty -> duty.what().contains("NTT-7") && duty.what().contains("2026-12-31"));
    }

    @Test
    void a_compound_holds_all_its_parts() throws Exception {
        LicenseFinding finding = finding("llama3.1-swallow-instruct", usage("fine-tuned"));
        assertThat(finding.reasons()).extracting(reason -> reason.clause().substring(0, reason.clause().indexOf(' ')))
                .containsAll(Set.of("llama3.1-swallow-instruct", "llama3.1", "gemma"));
        assertThat(finding.duties()).flatExtracting(LicenseFinding.Duty::wordings)
                .extracting(LicenseFinding.Wording::en)
                .contains("Built with Llama",
                        "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms");
    }
}
