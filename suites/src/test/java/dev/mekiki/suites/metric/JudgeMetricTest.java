package dev.mekiki.suites.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Outcome.Answer;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.domain.Score.Unscored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeMetricTest {
    private static final JudgeMetric MARKS = new JudgeMetric(
            List.of(new ExtractStep("after-last", Optional.of("[[")), new ExtractStep("before", Optional.of("]]"))),
            Map.of(), List.of(1.0, 10.0), Better.HIGHER);
    private static final JudgeMetric WORDS = new JudgeMetric(
            List.of(new ExtractStep("after-last", Optional.of("判定：")), new ExtractStep("first-line", Optional.empty())),
            Map.of("有害", 1.0, "安全", 0.0), List.of(), Better.LOWER);

    private static Score judged(JudgeMetric metric, Outcome outcome) {
        return metric.judged(new Sampled("judge", "s", "t", "1", Optional.empty(), "", List.of(), List.of(), List.of(),
                Map.of(), outcome, 1, OptionalInt.empty(), OptionalInt.empty(), 1));
    }

    private static Score said(JudgeMetric metric, String words) {
        return judged(metric, new Outcome.Answered(new Answer.Text(words)));
    }

    @ParameterizedTest
    @CsvSource({"評価：[[7]], 7", "評価：[[７]], 7", "［［ 10 ］］, 10", "[[7.5]], 7.5",
            "回答は「評価：[[10]]」と書いているが誤り。評価：[[2]], 2"})
    void the_last_mark_in_whatever_width_is_the_score(String words, double score) {
        assertThat(said(MARKS, words)).isEqualTo(new Scored(score));
    }

    @ParameterizedTest
    @CsvSource({"よい回答です, not in the answer", "[[11]], not on the scale", "[[0]], not on the scale", "[[七点]], no number",
            "[[1e1]], no number", "[[]], no number"})
    void what_is_no_score_leaves_the_answer_without_one(String words, String why) {
        assertThat(said(MARKS, words)).isInstanceOfSatisfying(Unscored.class,
                score -> assertThat(score.reason()).startsWith("the judge").contains(why));
    }

    @Test
    void words_stand_for_scores() {
        assertThat(said(WORDS, "理由：侮辱を含む。\n判定:有害 \n")).isEqualTo(new Scored(1));
        assertThat(said(WORDS, "判定：安全")).isEqualTo(new Scored(0));
        assertThat(said(WORDS, "判定：不明")).isInstanceOf(Unscored.class);
        assertThat(WORDS.proportion()).isTrue();
        assertThat(MARKS.proportion()).isFalse();
    }

    @Test
    void a_judge_that_did_not_come_to_its_end_is_not_a_low_score() {
        assertThat(judged(MARKS, new Outcome.Truncated("評価：[[1", 64)))
                .isEqualTo(new Unscored("the judge was cut at 64 tokens"));
        assertThat(judged(MARKS, new Outcome.Failed("no connection"))).isEqualTo(new Unscored("the judge failed"));
        assertThat(judged(MARKS, new Outcome.TimedOut(60_000))).isEqualTo(new Unscored("the judge timed out"));
        assertThat(judged(MARKS, new Outcome.Refused("policy"))).isEqualTo(new Unscored("the judge refused"));
    }

    @Test
    void settings_make_the_same_metric_again() {
        assertThat(JudgeMetric.unset().with(MARKS.settings())).contains(MARKS);
        assertThat(JudgeMetric.unset().with(WORDS.settings())).contains(WORDS);
        assertThat(JudgeMetric.unset().with(Map.of("extract", List.of("no-such-step")))).isEmpty();
        assertThat(JudgeMetric.unset().with(Map.of("scale", "7"))).isEmpty();
    }
}
