package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.license.LicenseEntry.Document;
import dev.mekiki.license.text.Fingerprint;
import dev.mekiki.license.text.Words;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
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
    void every_entry_has_sources_a_grant_and_texts(LicenseEntry entry) {
        assertThat(entry.documents()).isNotEmpty();
        assertThat(entry.sources()).isNotEmpty();
        assertThat(entry.rules()).allSatisfy(rule -> {
            assertThat(entry.sources()).containsKey(rule.source());
            assertThat(rule.because().ja()).as(rule.id()).matches("(?s).*[ぁ-ん].*");
            assertThat(rule.quote()).as(rule.id()).isPresent();
        });
        boolean business = entry.commercial() != LicenseEntry.Commercial.NO;
        assertThat(entry.rules().stream().anyMatch(rule -> rule.id().equals("grant"))).isEqualTo(business);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void every_quote_is_in_the_text(LicenseEntry entry) {
        for (Rule rule : entry.rules()) {
            List<String> quote = Words.of(rule.quote().orElseThrow());
            assertThat(entry.documents()).as(rule.id() + ": " + rule.quote()).anyMatch(text -> has(text, quote));
        }
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
            "google/gemma-4-31B-it, apache-2.0", "google/gemma-3-4b-it, gemma"})
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
