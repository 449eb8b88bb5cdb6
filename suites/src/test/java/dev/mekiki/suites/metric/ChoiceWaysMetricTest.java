package dev.mekiki.suites.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.Course;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Outcome.Answer;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.domain.Score.Unscored;
import dev.mekiki.port.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChoiceWaysMetricTest {
    private static final Metric ACC = metric("acc");

    private static Metric metric(String name) {
        return new SuiteMetrics().metrics().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private static Sampled sampled(ChoiceWay way, Outcome outcome) {
        return new Sampled("kaede", "suite", "task", "q", Optional.empty(), "A. 東京\nB. 大阪\n\n首都は？",
                List.of("東京", "大阪"), List.of(0), List.of(), Map.of(), outcome, 1, OptionalInt.empty(),
                OptionalInt.empty(), 1).with(new Course(Optional.of(way), Optional.empty(), OptionalInt.empty()));
    }

    private static Score written(String text) {
        return ACC.score(sampled(ChoiceWay.GENERATED, new Outcome.Answered(new Answer.Text(text))), Optional.of(text));
    }

    @Test
    void a_picked_choice_counts_as_it_is() {
        assertThat(ACC.score(sampled(ChoiceWay.CONSTRAINED, new Outcome.Answered(new Answer.Picked(0))),
                Optional.empty())).isEqualTo(new Scored(1));
        assertThat(ACC.score(sampled(ChoiceWay.CONSTRAINED, new Outcome.Answered(new Answer.Picked(1))),
                Optional.empty())).isEqualTo(new Scored(0));
    }

    @Test
    void a_written_choice_is_read_and_one_that_cannot_be_read_is_unextractable() {
        assertThat(written("A")).isEqualTo(new Scored(1));
        assertThat(written("答えはイです。")).isEqualTo(new Scored(0));
        assertThat(written("東京だと思います。")).isEqualTo(new Scored(1));
        assertThat(written("わかりません")).isInstanceOfSatisfying(Unscored.class,
                unscored -> assertThat(unscored.reason()).startsWith(Metric.UNEXTRACTABLE));
    }

    @Test
    void normalised_accuracies_need_log_likelihoods() {
        assertThat(ACC.ways()).containsExactlyInAnyOrder(ChoiceWay.values());
        assertThat(metric("acc_norm").ways()).containsExactly(ChoiceWay.LOGLIKELIHOOD);
        assertThat(metric("acc_norm").score(
                sampled(ChoiceWay.CONSTRAINED, new Outcome.Answered(new Answer.Picked(0))), Optional.empty()))
                .isInstanceOf(Unscored.class);
    }
}
