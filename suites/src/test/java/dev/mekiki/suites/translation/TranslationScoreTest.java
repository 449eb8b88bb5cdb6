package dev.mekiki.suites.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Expectations are sacreBLEU's of the same segments (sacrebleu.json names its version): seeded edits of English and Japanese. */
class TranslationScoreTest {
    private static Map<String, TranslationScore> known() {
        return Map.of("bleu", new Bleu(Tokens.V13A), "bleu_char", new Bleu(Tokens.CHARACTERS), "chrf", new ChrF(),
                "ter",
                new EditRate());
    }

    private static JsonNode expected() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                TranslationScoreTest.class.getResourceAsStream("sacrebleu.json"))) {
            return new JsonMapper().readTree(in);
        }
    }

    private static double[] counts(TranslationScore score, JsonNode segment) {
        List<String> references = new ArrayList<>();
        segment.get("references").forEach(each -> references.add(each.stringValue()));
        return score.counts(segment.get("hypothesis").stringValue(), references);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bleu", "bleu_char", "chrf", "ter"})
    void segments_and_their_corpus_score_as_in_sacrebleu(String name) throws IOException {
        TranslationScore score = Objects.requireNonNull(known().get(name));
        JsonNode expected = expected();
        double[] sums = {};
        for (JsonNode segment : expected.get("segments")) {
            double[] counts = counts(score, segment);
            assertThat(score.ofSegment(counts)).as(segment.toString())
                    .isCloseTo(segment.get(name).doubleValue(), within(1e-9));
            sums = sums.length == 0 ? new double[counts.length] : sums;
            for (int i = 0; i < counts.length; i++) {
                sums[i] += counts[i];
            }
        }
        assertThat(score.ofCorpus(sums)).isCloseTo(expected.get("corpus").get(name).doubleValue(),
                within(1e-9));
    }

    @Test
    void a_japanese_sentence_is_one_word_to_bleu_but_not_by_characters() {
        List<String> reference = List.of("本店の営業時間は午前九時からです。");
        String nearly = "本店の営業時間は午前十時からです。";
        Bleu words = new Bleu(Tokens.V13A);
        Bleu characters = new Bleu(Tokens.CHARACTERS);
        assertThat(words.ofCorpus(words.counts(nearly, reference))).isZero();
        assertThat(characters.ofCorpus(characters.counts(nearly, reference))).isGreaterThan(70);
    }

    @Test
    void a_move_is_one_edit() {
        EditRate rate = new EditRate();
        assertThat(rate.counts("c d e a b", List.of("a b c d e"))).containsExactly(1, 5);
    }

    @Test
    void texts_of_a_thousand_words_stay_within_bounds() {
        String[] words = new String[1000];
        Arrays.setAll(words, i -> Integer.toString(i * 7 % 13));
        String text = String.join(" ", words);
        EditRate rate = new EditRate();
        assertThat(rate.counts(text, List.of("0 1 2 " + text.substring(500)))[0]).isPositive();
    }
}
