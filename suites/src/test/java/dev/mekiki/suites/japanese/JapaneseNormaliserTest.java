package dev.mekiki.suites.japanese;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JapaneseNormaliserTest {
    static List<String[]> vectors() throws IOException {
        try (InputStream stream = Objects
                .requireNonNull(JapaneseNormaliserTest.class.getResourceAsStream("normalisation-vectors.tsv"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#")).map(line -> line.split("\t")).toList();
        }
    }

    @ParameterizedTest(name = "{0}: {1} / {2}")
    @MethodSource("vectors")
    void published_vectors(String relation, String one, String other) {
        boolean same = JapaneseNormaliser.answer(one).equals(JapaneseNormaliser.answer(other));
        assertThat(same)
                .as("%s → %s, %s → %s", one, JapaneseNormaliser.answer(one), other, JapaneseNormaliser.answer(other))
                .isEqualTo(relation.equals("same"));
    }

    @Test
    void there_are_vectors_of_both_kinds() throws IOException {
        assertThat(vectors()).filteredOn(vector -> vector[0].equals("same")).hasSizeGreaterThan(60);
        assertThat(vectors()).filteredOn(vector -> vector[0].equals("different")).hasSizeGreaterThan(40);
        assertThat(vectors())
                .allMatch(vector -> vector.length == 3 && List.of("same", "different").contains(vector[0]));
    }

    @ParameterizedTest
    @CsvSource({"〇,0", "十,10", "百十,110", "千二百三十四,1234", "一万,10000", "一億二千万,120000000", "二兆三千億,2300000000000",
            "九千九百九十九京,99990000000000000000",
            "壱百弐拾参,123", "1万2千,12000", "3.5億,350000000", "二〇二四,2024"})
    void kanji_numbers(String kanji, String digits) {
        assertThat(KanjiNumber.parse(kanji)).contains(digits);
    }

    @ParameterizedTest
    @CsvSource({"万", "億", "十十", "百千", "万億", "一万二万", "千百万億", "十〇", "一.五", "三鷹", "''"})
    void what_is_no_number(String text) {
        assertThat(KanjiNumber.parse(text)).isEmpty();
    }

    static Stream<String> idempotence() throws IOException {
        return vectors().stream().flatMap(vector -> Stream.of(vector[1], vector[2])).distinct();
    }

    @ParameterizedTest
    @MethodSource("idempotence")
    void normalising_twice_changes_nothing_more(String text) {
        String once = JapaneseNormaliser.answer(text);
        assertThat(JapaneseNormaliser.answer(once)).isEqualTo(once);
        assertThat(JapaneseNormaliser.text(JapaneseNormaliser.text(text))).isEqualTo(JapaneseNormaliser.text(text));
    }

    @Test
    void sentences_keep_their_words() {
        assertThat(JapaneseNormaliser.text("三鷹駅の 一郎さんは「サーバー」を１，０００台 買った。")).isEqualTo("三鷹駅の一郎さんは「サーバー」を1000台買った。");
        assertThat(JapaneseNormaliser.answer("一郎は十八歳です")).isEqualTo("一郎は十八歳です");
        assertThat(JapaneseNormaliser.answer("")).isEmpty();
        assertThat(JapaneseNormaliser.answer("。")).isEqualTo("。");
    }
}
