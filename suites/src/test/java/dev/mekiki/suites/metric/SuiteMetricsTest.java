package dev.mekiki.suites.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.domain.Score.Unscored;
import dev.mekiki.port.Metric;
import dev.mekiki.port.MetricProvider;
import dev.mekiki.port.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteMetricsTest {
    private static final Registry<Metric> METRICS = Registry.of(new SuiteMetrics().metrics());

    private static Metric metric(String name) {
        return METRICS.find(name).orElseThrow();
    }

    private static Sampled sampled(List<String> choices, List<Integer> right, List<String> accepted, Outcome outcome) {
        return new Sampled("c", "s", "t", "0", Optional.empty(), "p", choices, right, accepted, Map.of(), outcome, 1,
                OptionalInt.empty(),
                OptionalInt.empty(), 1);
    }

    private static Outcome ranked(List<String> choices, double... logprobs) {
        List<ContinuationLogprob> all = new ArrayList<>();
        for (int i = 0; i < logprobs.length; i++) {
            all.add(new ContinuationLogprob(choices.get(Math.min(i, choices.size() - 1)), logprobs[i], false, 1));
        }
        return new Outcome.Answered(new Outcome.Answer.Ranked(all));
    }

    private static Score choice(String name, List<String> choices, int right, double... logprobs) {
        return metric(name).score(sampled(choices, List.of(right), List.of(), ranked(choices, logprobs)),
                Optional.empty());
    }

    private static Outcome text(String text) {
        return new Outcome.Answered(new Outcome.Answer.Text(text));
    }

    private static Score answer(String name, String answer, String... accepted) {
        return metric(name).score(sampled(List.of(), List.of(), List.of(accepted), text(answer)), Optional.of(answer));
    }

    private static double value(Score score) {
        return score instanceof Scored(double value) ? value : Double.NaN;
    }

    @Test
    void the_metrics_of_this_release_are_there_and_no_others() {
        assertThat(METRICS.names()).containsExactly("acc", "acc_bytes", "acc_norm", "char_f1", "choice", "chrf",
                "contains", "exact_match", "exact_match_ja", "instructions_loose", "instructions_loose_fixed",
                "instructions_strict", "instructions_strict_fixed", "json_valid", "judge", "llmjp_char_f1", "numeric",
                "refusal",
                "rouge_l", "toxic", "toxic_ngram");
        assertThat(ServiceLoader.load(MetricProvider.class)).hasAtLeastOneElementOfType(SuiteMetrics.class);
        assertThat(METRICS.all()).filteredOn(metric -> metric.better() == Better.LOWER).extracting(Metric::name)
                .containsExactly("refusal", "toxic", "toxic_ngram");
        assertThat(METRICS.all()).filteredOn(metric -> !metric.proportion()).extracting(Metric::name)
                .containsExactly("char_f1", "chrf", "instructions_loose", "instructions_loose_fixed",
                        "instructions_strict", "instructions_strict_fixed", "judge", "llmjp_char_f1", "rouge_l");
        assertThat(METRICS.all()).filteredOn(metric -> metric.answers().contains(AnswerMode.CHOICE))
                .extracting(Metric::name)
                .containsExactly("acc", "acc_bytes", "acc_norm");
    }

    @Test
    void lengths_are_code_points_and_utf8_bytes() {
        // 𠮷 is one code point, two UTF-16 units, four bytes; あ three bytes
        List<String> choices = List.of("𠮷𠮷", "abcd", "あ");
        assertThat(choice("acc", choices, 2, -4.0, -5.0, -3.0)).isEqualTo(new Scored(1));
        assertThat(choice("acc_norm", choices, 1, -4.0, -5.0, -3.0)).isEqualTo(new Scored(1));
        assertThat(choice("acc_norm", choices, 0, -2.4, -5.0, -3.0)).isEqualTo(new Scored(1));
        assertThat(choice("acc_bytes", choices, 0, -4.0, -5.0, -3.0)).isEqualTo(new Scored(1));
        assertThat(choice("acc_bytes", choices, 1, -4.0, -5.0, -3.0)).isEqualTo(new Scored(0));
    }

    @Test
    void of_equal_choices_the_first_counts() {
        assertThat(choice("acc", List.of("a", "b"), 0, -1.0, -1.0)).isEqualTo(new Scored(1));
        assertThat(choice("acc", List.of("a", "b"), 1, -1.0, -1.0)).isEqualTo(new Scored(0));
    }

    @Test
    void several_right_choices_all_count() {
        List<String> choices = List.of("a", "b", "c");
        Sampled sampled = sampled(choices, List.of(0, 2), List.of(), ranked(choices, -3, -2, -1));
        assertThat(metric("acc").score(sampled, Optional.empty())).isEqualTo(new Scored(1));
    }

    @Test
    void what_is_no_ranking_is_unscored() {
        List<String> choices = List.of("a", "b");
        assertThat(choice("acc", choices, 0, Double.NaN, -1)).isInstanceOf(Unscored.class);
        assertThat(choice("acc", choices, 0, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY))
                .isInstanceOf(Unscored.class);
        assertThat(choice("acc", choices, 1, Double.NEGATIVE_INFINITY, -1)).isEqualTo(new Scored(1));
        assertThat(choice("acc", choices, 0, -1)).isEqualTo(new Unscored("1 log-probabilities for 2 choices"));
        assertThat(
                metric("acc").score(sampled(choices, List.of(), List.of(), ranked(choices, -1, -2)), Optional.empty()))
                .isEqualTo(new Unscored("no right choice is known"));
        assertThat(metric("acc").score(sampled(choices, List.of(0), List.of(), text("a")), Optional.empty()))
                .isInstanceOf(Unscored.class);
        assertThat(
                metric("acc").score(sampled(choices, List.of(0), List.of(), new Outcome.TimedOut(5)), Optional.empty()))
                .isEqualTo(new Unscored("timed out"));
    }

    @ParameterizedTest
    @CsvSource({"exact_match, 東京, 東京, 1", "exact_match, '　東京\n', 東京, 1", "exact_match, 東京。, 東京, 0",
            "exact_match, １８, 18, 0",
            "exact_match_ja, １８, 十八, 1", "exact_match_ja, 「東京」。, 東京, 1", "exact_match_ja, 京都, 東京, 0",
            "contains, 答えは東京です。, 東京, 1",
            "contains, 答えは京都です。, 東京, 0", "contains, 2018年です, 18, 0", "contains, 18歳です, １８, 1",
            "contains, 3.18です, 18, 0", "contains, 18.5度, 18, 0",
            "contains, '1,800円です', 1800円, 1", "contains, category, cat, 0", "contains, the cat sat, Cat, 1",
            "contains, 18., 18, 1"})
    void text_metrics(String name, String answer, String accepted, double value) {
        assertThat(answer(name, answer, accepted)).isEqualTo(new Scored(value));
    }

    // Python: from collections import Counter; c=sum((Counter(a)&Counter(b)).values()); 2*c/(len(a)+len(b))
    @ParameterizedTest
    @CsvSource({"徳川家康, 徳川家光, 0.75", "東京都, 東京, 0.8", "ああい, あいい, 0.6666666667", "大阪, 東京, 0", "𠮷野家, 𠮷野, 0.8",
            "一二〇, 120, 1"})
    void character_f1(String answer, String accepted, double value) {
        assertThat(value(answer("char_f1", answer, accepted))).isCloseTo(value, within(1e-9));
    }

    @Test
    void the_best_of_several_accepted_answers_counts() {
        assertThat(answer("exact_match", "東京都", "東京", "東京都")).isEqualTo(new Scored(1));
        assertThat(value(answer("char_f1", "東京都", "大阪", "東京"))).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void an_empty_answer_is_wrong_not_missing() {
        for (String name : List.of("exact_match", "exact_match_ja", "char_f1", "contains")) {
            assertThat(answer(name, " \n", "東京")).as(name).isEqualTo(new Scored(0));
        }
        assertThat(answer("toxic", "")).isEqualTo(new Scored(0));
        assertThat(answer("refusal", " ")).isEqualTo(new Unscored("empty answer"));
    }

    @Test
    void what_did_not_come_back_is_unscored_with_the_reason() {
        for (String name : List.of("exact_match", "exact_match_ja", "char_f1", "contains", "toxic", "toxic_ngram",
                "refusal")) {
            assertThat(outcome(name, new Outcome.Truncated("東", 32))).as(name)
                    .isEqualTo(new Unscored("truncated at 32 tokens"));
            assertThat(outcome(name, new Outcome.TimedOut(60_000))).as(name).isEqualTo(new Unscored("timed out"));
            assertThat(outcome(name, new Outcome.Refused("content filter"))).as(name)
                    .isEqualTo(new Unscored("refused by the engine: content filter"));
            assertThat(outcome(name, new Outcome.Failed("x".repeat(500)))).as(name).isInstanceOf(Unscored.class);
            assertThat(outcome(name, text("東京"))).as(name).isEqualTo(new Unscored("no answer found in the response"));
        }
        assertThat(metric("exact_match").score(sampled(List.of(), List.of(), List.of(), text("a")), Optional.of("a")))
                .isEqualTo(new Unscored("no accepted answer is known"));
    }

    private static Score outcome(String name, Outcome outcome) {
        return metric(name).score(sampled(List.of(), List.of(), List.of("東京"), outcome), Optional.empty());
    }

    @Test
    void what_was_said_before_the_cut_is_said() {
        assertThat(outcome("toxic", new Outcome.Truncated("黙れ、このバカ", 8))).isEqualTo(new Scored(1));
        assertThat(outcome("refusal", new Outcome.Truncated("申し訳ありませんが、お答えできません。代わ", 8))).isEqualTo(new Scored(1));
        assertThat(outcome("toxic", new Outcome.Truncated("<think>バカと言われたので", 8)))
                .isEqualTo(new Unscored("truncated at 8 tokens"));
        Sampled cut = sampled(List.of(), List.of(), List.of("東京"), new Outcome.Truncated("東京\n大", 8));
        assertThat(metric("exact_match").score(cut, Optional.of("東京"))).isEqualTo(new Scored(1));
    }

    @Test
    void only_metrics_that_classify_text_tell_their_error() {
        assertThat(METRICS.all()).filteredOn(metric -> metric.knownError().isPresent()).extracting(Metric::name)
                .containsExactly("toxic", "toxic_ngram");
        assertThat(METRICS.all()).filteredOn(metric -> !metric.needsTarget()).extracting(Metric::name)
                .containsExactly("instructions_loose", "instructions_loose_fixed", "instructions_strict",
                        "instructions_strict_fixed", "json_valid", "judge", "refusal", "toxic", "toxic_ngram");
    }
}
