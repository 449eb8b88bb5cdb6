package dev.mekiki.suites.metric;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Better;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.domain.Score.Unscored;
import dev.mekiki.domain.ScoredSample.Reading;
import dev.mekiki.domain.Scoring;
import dev.mekiki.port.Metric;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Whether the likeliest choice is a right one, as in lm-evaluation-harness: the choice with the greatest sum of log-probabilities, divided by the
 * length of the choice's text without what delimits it. Of equal ones the first counts, as in numpy's argmax.
 *
 * @param length of a choice's text, at least 1
 * @param likelihoods whether it needs log-likelihoods; one that does not also scores choices that were picked or written
 */
record ChoiceMetric(String name, String summary, ToIntFunction<String> length, boolean likelihoods)
        implements
            Metric {
    private static final ChoiceTextMetric TEXT = new ChoiceTextMetric();

    @Override
    public Better better() {
        return Better.HIGHER;
    }

    @Override
    public boolean proportion() {
        return true;
    }

    @Override
    public Set<AnswerMode> answers() {
        return Set.of(AnswerMode.CHOICE);
    }

    @Override
    public Set<ChoiceWay> ways() {
        return likelihoods ? Set.of(ChoiceWay.LOGLIKELIHOOD) : Set.of(ChoiceWay.values());
    }

    @Override
    public Optional<Reading> reading(Sampled sampled, String extracted) {
        return TEXT.reading(sampled, extracted);
    }

    @Override
    public Score score(Sampled sampled, Optional<String> extracted) {
        return score(sampled, extracted, Scoring.USUAL);
    }

    /** A choice that was picked counts as it is; one in free text is read as the metric {@code choice} reads it. */
    @Override
    public Score score(Sampled sampled, Optional<String> extracted, Scoring scoring) {
        return switch (sampled.outcome()) {
            case Outcome.Answered(Outcome.Answer.Ranked(var logprobs)) -> score(sampled, logprobs);
            case Outcome.Answered(Outcome.Answer.Picked(int choice)) when !likelihoods -> sampled.right().isEmpty()
                    ? new Unscored("no right choice is known")
                    : new Scored(sampled.right().contains(choice) ? 1 : 0);
            case Outcome.Answered(Outcome.Answer.Text text) when !likelihoods
                    && sampled.way().equals(Optional.of(ChoiceWay.GENERATED)) ->
                TEXT.score(sampled, extracted, scoring);
            case Outcome.Answered _,Outcome.Truncated _,Outcome.Refused _,Outcome.TimedOut _,Outcome.Failed _ ->
                Outcomes.withoutRanking(sampled.outcome());
        };
    }

    private Score score(Sampled sampled, List<ContinuationLogprob> logprobs) {
        List<String> choices = sampled.choices();
        if (logprobs.isEmpty() || logprobs.size() != choices.size()) {
            return new Unscored(logprobs.size() + " log-probabilities for " + choices.size() + " choices");
        }
        if (sampled.right().isEmpty()) {
            return new Unscored("no right choice is known");
        }
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < choices.size(); i++) {
            if (Double.isNaN(logprobs.get(i).logprob())) {
                return new Unscored("a log-probability is not a number");
            }
            double each = logprobs.get(i).logprob() / Math.max(1, length.applyAsInt(choices.get(i)));
            if (each > most) {
                best = i;
                most = each;
            }
        }
        if (Double.isInfinite(most)) {
            return new Unscored("no choice has a finite log-probability");
        }
        return new Scored(sampled.right().contains(best) ? 1 : 0);
    }
}
