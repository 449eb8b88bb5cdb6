package dev.mekiki.license;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.License;
import dev.mekiki.domain.LicenseFinding.Verdict;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {
    private static final FilesInspector INSPECTOR = new FilesInspector(Clock.systemUTC(), Catalogue.load());
    @TempDir
    Path folder;

    private LicenseFinding inspect() {
        return INSPECTOR.license(new ModelFolder(folder).candidate(), Usage.inHouse().profile());
    }

    /** Processor time, since other work on the machine must not fail a test; what takes 3 s under coverage takes far under 1 s without. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private ModelFolder model() {
        return new ModelFolder(folder);
    }

    @Test
    void nothing_found_is_unknown() {
        LicenseFinding finding = inspect();
        assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.licenses()).isEmpty();
        assertThat(finding.reasons()).isNotEmpty();
    }

    @Test
    void card_and_text_that_agree_are_both_kept_with_their_hashes() throws IOException {
        model().card("license: mit").file("LICENSE", Texts.MIT);
        LicenseFinding finding = inspect();
        assertThat(finding.verdict()).isEqualTo(Verdict.ALLOWED);
        assertThat(finding.licenses()).extracting(License::source, License::id, License::match).containsExactly(
                org.assertj.core.groups.Tuple.tuple("README.md: license", "mit", "declared"),
                org.assertj.core.groups.Tuple.tuple("LICENSE", "mit", "exact"));
        assertThat(finding.licenses()).allSatisfy(license -> assertThat(license.sha256().orElseThrow()).hasSize(64));
        assertThat(finding.conflicts()).isEmpty();
    }

    @Test
    void changed_mit_is_never_called_mit() throws IOException {
        model().file("LICENSE", Texts.MIT + "\nThe Software must not be used commercially.");
        LicenseFinding finding = inspect();
        assertThat(finding.verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(finding.licenses()).extracting(License::id).doesNotContain("mit");
        assertThat(finding.reasons()).anyMatch(reason -> reason.because().contains("must not be used commercially"));
    }

    @Test
    void changed_mit_under_a_card_that_says_mit_is_a_conflict() throws IOException {
        model().card("license: mit").file("LICENSE", "NON-COMMERCIAL\n" + Texts.MIT);
        LicenseFinding finding = inspect();
        assertThat(finding.verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(finding.conflicts()).containsExactly("README.md: license says mit, but LICENSE is not that text.");
    }

    @Test
    void card_and_text_that_contradict_each_other_are_at_best_for_review() throws IOException {
        model().card("license: apache-2.0").file("LICENSE.txt", Texts.MIT);
        LicenseFinding finding = inspect();
        assertThat(finding.verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(finding.conflicts())
                .containsExactly("README.md: license says apache-2.0, but LICENSE.txt is the text of MIT License.");
    }

    @Test
    void contradiction_does_not_soften_a_denial() throws IOException {
        model().card("license: mit").file("LICENSE", Texts.of("CC-BY-NC-4.0.txt"));
        assertThat(inspect().verdict()).isEqualTo(Verdict.DENIED);
        assertThat(inspect().conflicts()).hasSize(1);
    }

    @Test
    void license_of_code_beside_the_models_is_no_conflict() throws IOException {
        model().card("license: cc-by-4.0").file("LICENSE-CODE", Texts.MIT).file("LICENSE", Texts.of("CC-BY-4.0.txt"));
        assertThat(inspect().conflicts()).isEmpty();
        assertThat(inspect().verdict()).isEqualTo(Verdict.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "unknown", "modified-mit", "other\nlicense_name: modified-mit",
            "other\nlicense_link: LICENSE.md"})
    void pointers_are_no_license(String license) throws IOException {
        model().card("license: " + license);
        assertThat(inspect().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void license_name_that_contradicts_license_is_a_conflict() throws IOException {
        model().card("license: apache-2.0\nlicense_name: qwen-community-1.0");
        assertThat(inspect().verdict()).isNotIn(Verdict.ALLOWED, Verdict.CONDITIONAL);
        assertThat(inspect().conflicts())
                .containsExactly("README.md: license says apache-2.0, but license_name says “qwen-community-1.0”.");
        assertThat(inspect().licenses()).extracting(License::id).containsExactly("apache-2.0", "qwen-community-1.0");
    }

    @Test
    void third_party_cards_name_llama_4_by_license_name() throws IOException {
        model().card("license: other\nlicense_name: llama4");
        assertThat(inspect().verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(inspect().licenses()).extracting(License::id).containsExactly("llama4");
    }

    @Test
    void license_link_into_the_folder_is_read_whatever_its_name() throws IOException {
        model().card("license: other\nlicense_name: mine\nlicense_link: CONDITIONS.txt").file("CONDITIONS.txt",
                "You may look at it.");
        assertThat(inspect().licenses()).extracting(License::source).contains("CONDITIONS.txt");
        assertThat(inspect().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void agreement_in_a_file_of_another_name_is_found() throws IOException {
        model().file("LICENSE", "See the file “Hinoki Model NonCommercial License Agreement”.").file(
                "Hinoki Model NonCommercial License Agreement", "You may not use it commercially, ever, at all.");
        assertThat(inspect().verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(inspect().licenses()).extracting(License::source)
                .containsExactly("Hinoki Model NonCommercial License Agreement");
        model().file("LICENSE", "Non-commercial research only. See “Hinoki Model NonCommercial License Agreement”.");
        assertThat(inspect().licenses()).extracting(License::source)
                .containsExactly("Hinoki Model NonCommercial License Agreement", "LICENSE");
    }

    @Test
    void config_may_name_a_license_too() throws IOException {
        model().file("config.json", "{\"model_type\": \"llama\", \"license\": \"apache-2.0\"}");
        assertThat(inspect().verdict()).isEqualTo(Verdict.ALLOWED);
        assertThat(inspect().licenses()).extracting(License::source).containsExactly("config.json: license");
    }

    @Test
    void files_that_cannot_be_read_are_for_review() throws IOException {
        model().card("license: mit").file("LICENSE.pdf", "%PDF-1.7 …");
        assertThat(inspect().verdict()).isEqualTo(Verdict.REVIEW);
        model().file("LICENSE.txt", "x".repeat((1 << 20) + 1));
        assertThat(inspect().reasons()).anyMatch(reason -> reason.because().contains("larger than a license text"));
    }

    @Test
    void missing_folder_and_endpoint_are_unknown_with_the_reason() {
        assertThat(INSPECTOR.license(ModelFolder.candidate("/no/such/folder", "jlama"), Usage.inHouse().profile()))
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
                    assertThat(finding.reasons().getFirst().because()).contains("no such folder or file");
                });
        assertThat(INSPECTOR.license(ModelFolder.candidate("gpt-oss-120b", "openai"), Usage.inHouse().profile())
                .reasons().getFirst().because()).startsWith("No files of gpt-oss-120b are here");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\nlicense: mit",
            "license: !!javax.script.ScriptEngineManager [x]", "license: !tag mit", "license: mit\nlicense: apache-2.0",
            "license: [mit", "license: mit\n\t- x: {", "? [a, b]\n: c", "- license", "license: *a", "? *a : mit"})
    @Timeout(20)
    void hostile_front_matter_names_no_license(String frontMatter) throws IOException {
        model().card(frontMatter);
        LicenseFinding finding = inspect();
        assertThat(finding.verdict()).isIn(Verdict.UNKNOWN, Verdict.REVIEW);
        assertThat(finding.licenses()).extracting(License::id).doesNotContain("mit", "apache-2.0");
        assertThat(finding.reasons()).isNotEmpty();
    }

    @Test
    void huge_and_deep_front_matter_is_refused_quickly() throws IOException {
        inspect();
        for (String matter : new String[]{"license: " + "[".repeat(100_000), "a: ".repeat(1) + "{a: ".repeat(50_000),
                "license: " + "x".repeat(3_000_000), "- ".repeat(100_000) + "x", "x: 1\n".repeat(2_000_000),
                "? ".repeat(100_000)}) {
            model().card(matter);
            long start = cpu();
            assertThat(inspect().verdict()).isIn(Verdict.UNKNOWN, Verdict.REVIEW);
            assertThat(cpu() - start).isLessThan(SECONDS.toNanos(3));
        }
    }

    @Test
    void huge_and_strange_license_texts_are_read_quickly() throws IOException {
        model().file("LICENSE", "not a license");
        inspect();
        for (String text : new String[]{"a ".repeat(500_000), "permission is hereby granted ".repeat(30_000),
                Texts.MIT.repeat(500), "\u0000", "\uD800\uDC00".repeat(100_000), "(".repeat(1_000_000),
                "* ".repeat(400_000), "- 1. ".repeat(200_000), "copyright ".repeat(100_000)}) {
            model().file("LICENSE", text);
            long start = cpu();
            assertThat(inspect().verdict()).isEqualTo(Verdict.REVIEW);
            assertThat(cpu() - start).as(text.substring(0, Math.min(20, text.length())))
                    .isLessThan(SECONDS.toNanos(3));
        }
    }
}
