package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mekiki.license.TextRecogniser.Recognised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRecogniserTest {
    private static final Catalogue CATALOGUE = Catalogue.load();
    private final TextRecogniser recogniser = new TextRecogniser(CATALOGUE);

    private static String known(Recognised recognised) {
        return recognised instanceof Recognised.Known(LicenseEntry entry, LicenseEntry.Role _, boolean exact)
                ? entry.id() + (exact ? "" : " by phrases")
                : "not known: " + recognised;
    }

    private static String how(Recognised recognised) {
        return recognised instanceof Recognised.Differs(LicenseEntry entry, LicenseEntry.Matching _, String how)
                ? entry.id() + " " + how
                : "no difference: " + recognised;
    }

    @Test
    void mit_text_is_mit() {
        assertThat(known(recogniser.recognise(Texts.MIT))).isEqualTo("mit");
    }

    @Test
    void layout_case_quotes_and_holder_do_not_matter() {
        assertThat(
                known(recogniser.recognise(Texts.MIT.replace('\n', ' ').replace("MIT License  Copyright", "\nCopyright")
                        .replace("Corporation  ", "Corporation\n").replace('"', '”'))))
                .isEqualTo("mit");
        assertThat(known(recogniser.recognise("Microsoft.\nCopyright (c) Microsoft Corporation.\n\n"
                + Texts.MIT.replace("Copyright (c) 2026 Example Corporation", "")))).isEqualTo("mit");
        assertThat(known(recogniser.recognise(Texts.MIT.replace("2026 Example Corporation", "2026 株式会社ひのき"))))
                .isEqualTo("mit");
        assertThat(known(recogniser.recognise(Texts.MIT.replace("\n", "\r\n")))).isEqualTo("mit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"This model may only be used for non-commercial purposes.",
            "The Software shall be used for Good, not Evil.", "Research only.", "商用利用は禁止します。", "非商用に限る"})
    void mit_with_an_added_sentence_is_not_mit(String sentence) {
        for (String text : new String[]{Texts.MIT + "\n" + sentence, sentence + "\n\n" + Texts.MIT,
                Texts.MIT.replace("THE SOFTWARE IS PROVIDED", sentence + "\n\nTHE SOFTWARE IS PROVIDED")}) {
            assertThat(how(recogniser.recognise(text))).startsWith("mit added: “");
        }
    }

    @Test
    void mit_without_a_word_is_not_mit_and_the_word_is_named() {
        assertThat(how(recogniser.recognise(Texts.MIT.replace("and/or sell\ncopies", "and/or\ncopies"))))
                .isEqualTo("mit left out: “sell”");
        assertThat(how(recogniser.recognise(Texts.MIT.replace("free of charge, ", ""))))
                .isEqualTo("mit left out: “free of charge”");
    }

    @Test
    void mit_with_another_word_is_not_mit() {
        assertThat(how(recogniser.recognise(Texts.MIT.replace("without restriction", "with restriction"))))
                .isEqualTo("mit added: “with”; left out: “without”");
    }

    @Test
    void parts_in_another_order_are_not_mit() {
        String[] parts = Texts.MIT.split("\n\n", -1);
        String moved = String.join("\n\n", parts[0], parts[1], parts[3], parts[2], parts[4]);
        assertThat(how(recogniser.recognise(moved))).startsWith("mit ");
    }

    @Test
    void a_header_above_mit_is_seen() {
        assertThat(how(recogniser.recognise("NON-COMMERCIAL\n\n" + Texts.MIT)))
                .isEqualTo("mit added: “non commercial mit license”");
        assertThat(how(recogniser.recognise("Modified MIT License\n\n" + Texts.MIT))).startsWith("mit added: ");
    }

    @Test
    void a_condition_inside_the_copyright_line_is_seen() {
        assertThat(how(recogniser
                .recognise(Texts.MIT.replace("Example Corporation", "Example Corporation, non-commercial use only"))))
                .contains("commercial use only");
        assertThat(how(recogniser.recognise(Texts.MIT.replace("Example Corporation", "Example社（商用利用禁止）"))))
                .contains("商用利用禁止");
    }

    @ParameterizedTest
    @CsvSource({"Apache-2.0.txt, apache-2.0", "BSD-2-Clause.txt, bsd-2-clause", "BSD-3-Clause.txt, bsd-3-clause",
            "CC-BY-4.0.txt, cc-by-4.0", "CC-BY-SA-4.0.txt, cc-by-sa-4.0", "CC-BY-NC-4.0.txt, cc-by-nc-4.0",
            "CC-BY-NC-SA-4.0.txt, cc-by-nc-sa-4.0", "CC-BY-NC-ND-4.0.txt, cc-by-nc-nd-4.0",
            "CC-BY-SA-3.0.txt, cc-by-sa-3.0", "CC-BY-NC-2.0.txt, cc-by-nc-2.0", "CC0-1.0.txt, cc0-1.0"})
    void shipped_texts_are_recognised_and_a_word_more_or_less_is_not(String template, String id) throws IOException {
        String text = Texts.of(template);
        assertThat(known(recogniser.recognise(text))).isEqualTo(id);
        assertThat(how(recogniser.recognise(text + "\nNo commercial use."))).startsWith(id + " added: ")
                .contains("commercial use");
        assertThat(known(recogniser.recognise(text.replaceFirst("(?i)\\bnot\\b", "")))).startsWith("not known");
    }

    @Test
    void bsd_3_clause_names_its_holder() throws IOException {
        String text = Texts.of("BSD-3-Clause.txt").replace("name of Example", "name of the Hinoki Institute");
        assertThat(known(recogniser.recognise(text))).isEqualTo("bsd-3-clause");
    }

    @Test
    void short_notices_are_pointers_only_if_they_say_nothing_else() {
        assertThat(recogniser.recognise("This model is licensed under the MIT License."))
                .isEqualTo(new Recognised.Pointer(CATALOGUE.find("mit").orElseThrow(), true));
        assertThat(recogniser.recognise("SPDX-License-Identifier: Apache-2.0"))
                .isEqualTo(new Recognised.Pointer(CATALOGUE.find("apache-2.0").orElseThrow(), true));
        assertThat(recogniser.recognise("This model is licensed under the MIT License for research use only."))
                .isEqualTo(new Recognised.Pointer(CATALOGUE.find("mit").orElseThrow(), false));
        assertThat(recogniser.recognise("MIT License。ただし商用利用は禁止。"))
                .isEqualTo(new Recognised.Pointer(CATALOGUE.find("mit").orElseThrow(), false));
        assertThat(recogniser.recognise("Copyright MIT. All rights reserved. Do as we say."))
                .isEqualTo(new Recognised.Unknown());
    }

    @Test
    void two_licenses_in_one_notice_are_no_plain_pointer() {
        assertThat(recogniser.recognise("Code: MIT License. Weights: licensed under CC-BY-NC-4.0."))
                .isInstanceOfSatisfying(
                        Recognised.Pointer.class, pointer -> assertThat(pointer.plain()).isFalse());
    }

    @Test
    void published_copies_of_other_projects_are_recognised() throws IOException {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("mekiki.home")), "..", "shared", "data");
        assumeTrue(Files.isDirectory(data), "needs ../shared/data");
        assertThat(known(recogniser.recognise(Files.readString(data.resolve("jglue/LICENSE")))))
                .isEqualTo("cc-by-sa-4.0");
        assertThat(known(recogniser.recognise(Files.readString(data.resolve("japanese-toxic/LICENSE")))))
                .isEqualTo("apache-2.0");
        assertThat(known(recogniser.recognise(Files.readString(data.resolve("lm-eval-results/LICENSE")))))
                .isEqualTo("mit");
        assertThat(how(recogniser.recognise(Files.readString(data.resolve("pfmt-fin-ja/LICENSE")))))
                .startsWith("mit added: “all files in this repository except");
    }
}
