package dev.mekiki.engines.llamacpp;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Conformance;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.LogprobScorer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Holds log-probabilities of many positions at once against those of each alone: other kernels compute them, and what they differ by is
 * how exact any score is on this machine.
 */
record BatchCheck(LogprobScorer scorer, Function<int[], double[]> distribution, int vocabulary, Rounding rounding) {
    private static final int POSITIONS = 12;

    Conformance run() {
        Set<AnswerMode> blocks = Set.of(AnswerMode.values());
        try {
            int[] ids = new int[POSITIONS + 1];
            Arrays.setAll(ids, i -> (int) ((i * 2_654_435_761L + 12_345) % vocabulary));
            List<LogprobScorer.TokenLogprob> together = scorer.score(ids);
            double worst = 0;
            for (int i = 0; i < POSITIONS; i++) {
                double alone = distribution.apply(Arrays.copyOf(ids, i + 1))[ids[i + 1]];
                double difference = Math.abs(alone - together.get(i).logprob());
                worst = Double.isNaN(difference) || difference > worst ? difference : worst;
            }
            return new Conformance("batch-equals-single", worst <= rounding.allowed(), String.format(Locale.ROOT,
                    "%d positions at once against each as the last one: at most %.2g nats apart (%s); no score here is more exact than that",
                    POSITIONS, worst, rounding.words()), blocks);
        } catch (EngineException | RuntimeException e) {
            return new Conformance("batch-equals-single", false, "could not be checked: " + e.getMessage(), blocks);
        }
    }
}
