package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.license.text.Fingerprint;
import dev.mekiki.license.text.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Vendors' texts don't ship; an invented agreement stands in for them. */
class VendorTextTest {
    private static final String TEXT = """
            HINOKI COMMUNITY LICENSE AGREEMENT
            Hinoki Version Release Date: April 1, 2026

            1. Grant. You are granted a worldwide and royalty-free right to use, copy and change the Hinoki Materials.
            2. Large services. If your products have more than ten million monthly active users, ask us first.
            3. Names. Every model that you make from the Hinoki Materials must not be called anything but Hinoki.
            4. Ending. We may end this agreement if you breach it; you shall then delete the Hinoki Materials.
            """;

    @Test
    void fingerprint_survives_its_encoding() {
        List<String> words = Words.of(TEXT);
        Fingerprint decoded = Fingerprint.decode(Fingerprint.of(words).encoded());
        assertThat(decoded.foreign(words)).isEmpty();
        assertThat(decoded.seams(words)).isEmpty();
        assertThat(decoded.coverage(words)).isEqualTo(1);
    }

    @Test
    void added_words_are_foreign() {
        Fingerprint known = Fingerprint.of(Words.of(TEXT));
        assertThat(known.foreign(Words.of(TEXT + "5. KARAKURI has to be asked before commercial use.")))
                .containsExactly("karakuri", "has", "to", "be", "asked", "before", "commercial", "use");
    }

    @Test
    void a_removed_word_leaves_a_seam() {
        Fingerprint known = Fingerprint.of(Words.of(TEXT));
        List<String> without = Words.of(TEXT.replace("must not be called", "must be called"));
        assertThat(known.foreign(without)).isEmpty();
        assertThat(known.seams(without)).contains("must", "be");
    }

    @Test
    void layout_does_not_matter() {
        Fingerprint known = Fingerprint.of(Words.of(TEXT));
        List<String> markdown = Words
                .of(TEXT.replace("HINOKI COMMUNITY LICENSE AGREEMENT", "# **Hinoki Community License Agreement**")
                        .replace("1. Grant", "\n1. **Grant**").replace("use, copy", "use,\ncopy"));
        assertThat(known.foreign(markdown)).isEmpty();
        assertThat(known.coverage(markdown)).isEqualTo(1);
    }
}
