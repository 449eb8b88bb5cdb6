package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LicenseFinding.Evidence;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.LicenseEntry.Document;
import dev.mekiki.license.text.Fingerprint;
import dev.mekiki.license.text.Words;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static final Set<String> PLACES = Set.of("notice-file", "user-interface", "website", "documentation",
            "contract", "model-name", "publication");
    private static final Catalogue CATALOGUE = Catalogue.load();

    static Collection<LicenseEntry> entries() {
        return CATALOGUE.all();
    }

    @Test
    void index_lists_every_file() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Catalogue.class.getResource("catalogue/index.txt")).toURI())
                .resolveSibling("");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrderElementsOf(Files.readAllLines(folder.resolve("index.txt")));
        }
        assertThat(CATALOGUE.all()).hasSize(Files.readAllLines(folder.resolve("index.txt")).size())
                .hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void every_fact_has_its_evidence(LicenseEntry entry) {
        assertThat(entry.sources()).isNotEmpty();
        assertThat(entry.sources().values()).allSatisfy(source -> {
            assertThat(source.what()).isNotBlank();
            assertThat(source.read()).isBetween(LocalDate.of(2026, 11, 1), LocalDate.now(ZoneOffset.UTC));
            if (source.evidence() == Evidence.PRIMARY) {
                assertThat(source.url()).as(source.what()).isPresent();
            }
        });
        assertThat(entry.versions()).flatExtracting(version -> version.released().stream().toList())
                .allMatch(day -> !day.isAfter(LocalDate.now(ZoneOffset.UTC)));
        assertThat(entry.rules()).allSatisfy(rule -> assertThat(entry.sources()).containsKey(rule.source()));
        assertThat(entry.rules().isEmpty() && entry.parts().isEmpty()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void every_text_is_there_in_both_languages(LicenseEntry entry) {
        assertThat(entry.name()).isNotBlank();
        assertThat(entry.nameJa()).isNotBlank();
        for (Rule rule : entry.rules()) {
            assertThat(rule.because().en()).as(rule.id()).isNotBlank().doesNotContainPattern("[ぁ-ん]");
            assertThat(rule.because().ja()).as(rule.id()).matches("(?s).*[ぁ-ん].*");
            rule.duty().ifPresent(duty -> {
                assertThat(duty.en()).isNotBlank().doesNotContainPattern("[ぁ-ん]");
                assertThat(duty.ja()).as(rule.id()).matches("(?s).*[ぁ-ん].*");
            });
            assertThat(rule.wordings()).allSatisfy(wording -> {
                assertThat(PLACES).contains(wording.place());
                assertThat(wording.en()).isNotBlank().doesNotContainPattern("[ぁ-ん]");
                assertThat(wording.ja()).isNotBlank();
            });
            assertThat(rule.effect().compareTo(Verdict.CONDITIONAL) < 0 || rule.duty().isPresent()
                    || rule.effect().compareTo(Verdict.ACTION_NEEDED) > 0).as(rule.id() + " says what to do").isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void quotes_are_short(LicenseEntry entry) {
        entry.rules().forEach(rule -> rule.quote()
                .ifPresent(quote -> assertThat(quote.split(" ").length).as(rule.id()).isBetween(1, 40)));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void every_quote_is_in_the_text(LicenseEntry entry) {
        boolean known = entry.documents().stream()
                .anyMatch(document -> document.template().isPresent() || !document.fingerprints().isEmpty());
        for (Rule rule : entry.rules()) {
            if (known && !rule.clause().contains("sister")) {
                List<String> quote = Words.of(rule.quote().orElseThrow());
                assertThat(entry.documents()).as(rule.id() + ": " + rule.quote()).anyMatch(text -> has(text, quote));
            }
        }
    }

    @Test
    void every_license_of_the_reference_is_listed() {
        assertThat(CATALOGUE.all()).extracting(LicenseEntry::id).contains("llama2", "llama3", "llama3.1", "llama3.2",
                "llama3.3", "llama4", "gemma", "tongyi-qianwen", "qwen", "qwen-research", "qwen-community-1.0",
                "qwen3.8-max", "apache-2.0", "mit", "deepseek", "mnpl", "mrl", "mistral-modified-mit", "kimi-k2",
                "kimi-k3", "glm-4", "glm-5.3", "minimax-m2", "minimax-community", "falcon-2-11b-license",
                "falcon-llm-license", "falcon-mamba-7b-license", "yi-license", "c4ai-cc-by-nc", "cc-by-nc-4.0",
                "cc-by-nc-sa-4.0", "cc-by-sa-4.0", "cc-by-sa-3.0", "bigscience-bloom-rail-1.0",
                "bigscience-openrail-m", "bigcode-openrail-m", "creativeml-openrail-m", "openrail++", "openrail",
                "nvidia-open-model-license", "nvidia-nemotron-open-model-license", "openmdw-1.0", "openmdw-1.1",
                "exaone", "tencent-hunyuan-community", "grok2-community", "lfm1.0", "h-research", "intel-research",
                "apple-amlr", "fair-noncommercial-research-license", "plamo-community-license",
                "plamo-non-commercial-license", "sarashina-model-noncommercial-license", "llm-jp-3-172b-terms",
                "llm-jp-3-vila", "llama3.1-swallow-instruct", "llama3.3-swallow", "karakuri-lm-70b", "fugaku-llm-terms",
                "ricoh-multimodal", "tsuzumi-2", "cotomi-v3", "takane-32b", "cc-gov-llm", "plamo-prime",
                "sarashina2-mini");
    }

    private static boolean has(Document document, List<String> quote) {
        if (document.template().isPresent()) {
            return Collections.indexOfSubList(CATALOGUE.template(document.template().get()).words(), quote) >= 0;
        }
        Fingerprint known = CATALOGUE.fingerprint(document.fingerprints());
        return quote.size() >= Fingerprint.LENGTH && known.foreign(quote).isEmpty() && known.seams(quote).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Apache-2.0, apache-2.0", "apache-2.0, apache-2.0", "MIT, mit", "CC-BY-NC-4.0, cc-by-nc-4.0",
            "llama3.1, llama3.1", "gemma, gemma"})
    void licenses_are_found_by_hugging_face_and_spdx_ids(String name, String id) {
        assertThat(CATALOGUE.find(name).orElseThrow().id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"modified-mit", "other", "bsd-3-clause-clear", "llama", "cc-by-nc", "apache"})
    void names_that_only_resemble_are_not_found(String name) {
        assertThat(CATALOGUE.find(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"meta-llama/Llama-3.1-8B, llama3.1", "meta-llama/Meta-Llama-3-8B, llama3",
            "google/gemma-2-9b-it, gemma",
            "google/gemma-4-31B-it, apache-2.0", "google/gemma-3-4b-it, gemma",
            "Qwen/Qwen3.8-27B, apache-2.0", "Qwen/Qwen3.8-Flash-Next, qwen-community-1.0",
            "Qwen/Qwen2.5-3B-Instruct, qwen-research", "Qwen/Qwen2.5-7B, apache-2.0", "Qwen/Qwen2.5-72B, qwen",
            "zai-org/GLM-5.3, glm-5.3", "zai-org/GLM-5.3-Flash, mit", "zai-org/GLM-5.2, mit",
            "deepseek-ai/DeepSeek-V3, deepseek", "deepseek-ai/DeepSeek-V3-0324, mit", "deepseek-ai/DeepSeek-V3.1, mit",
            "moonshotai/Kimi-K2-Instruct, kimi-k2", "moonshotai/Kimi-K3, kimi-k3",
            "pfnet/plamo-13b, apache-2.0", "pfnet/plamo-13b-instruct-nc, cc-by-nc-4.0", "pfnet/plamo-2-1b, apache-2.0",
            "pfnet/plamo-2-8b, plamo-community-license", "pfnet/plamo-100b-base, plamo-non-commercial-license",
            "sbintuitions/sarashina2-70b, mit", "sbintuitions/sarashina2-8x70b, sarashina-model-noncommercial-license",
            "tokyotech-llm/Llama-3.1-Swallow-8B-v0.2, llama3.1",
            "tokyotech-llm/Llama-3.1-Swallow-8B-Instruct-v0.3, llama3.1-swallow-instruct",
            "llm-jp/llm-jp-3-13b, apache-2.0", "llm-jp/llm-jp-3-172b-instruct3, llm-jp-3-172b-terms",
            "llm-jp/llm-jp-3-vila-14b, llm-jp-3-vila", "rinna/nekomata-14b, tongyi-qianwen",
            "stockmark/stockmark-100b, mit", "stockmark/stockmark-13b-instruct, cc-by-nc-sa-4.0",
            "stockmark/Stockmark-2-VL-100B-beta, qwen", "Rakuten/RakutenAI-3.0, apache-2.0",
            "elyza/Llama-3-ELYZA-JP-8B, llama3", "tsuzumi-2, tsuzumi-2"})
    void base_models_are_known_by_their_names(String model, String id) {
        assertThat(CATALOGUE.ofModel(model).orElseThrow().id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"https://www.apache.org/licenses/LICENSE-2.0.txt, apache-2.0",
            "https://ai.google.dev/gemma/terms, gemma", "https://ai.google.dev/gemma/docs/gemma_4_license, apache-2.0",
            "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.ja, cc-by-nc-sa-4.0"})
    void addresses_lead_to_licenses(String address, String id) {
        assertThat(CATALOGUE.linked(address).orElseThrow().id()).isEqualTo(id);
    }
}
