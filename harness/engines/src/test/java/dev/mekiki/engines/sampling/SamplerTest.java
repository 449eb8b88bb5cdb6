package dev.mekiki.engines.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.GenerationSettings;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final float[] LOGITS = {1, 3, 2, 3, -5};

    private static int[] counts(double temperature, double topP, int topK) {
        Sampler sampler = new Sampler(new GenerationSettings(1, List.of(), temperature, topP, topK), 11);
        int[] counts = new int[LOGITS.length];
        for (int i = 0; i < 20_000; i++) {
            counts[sampler.pick(LOGITS)]++;
        }
        return counts;
    }

    @Test
    void greedy_takes_the_first_of_the_greatest() {
        assertThat(counts(0, 1, 0)).containsExactly(0, 20_000, 0, 0, 0);
    }

    @Test
    void frequencies_are_the_softmax_of_logits_over_temperature() {
        double[] weights = new double[LOGITS.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(LOGITS[i] / 2.0);
        }
        double sum = Arrays.stream(weights).sum();
        int[] counts = counts(2, 1, 0);
        for (int i = 0; i < weights.length; i++) {
            // four standard errors of a share of 0.33 among 20,000
            assertThat(counts[i] / 20_000.0).isCloseTo(weights[i] / sum, within(0.0134));
        }
    }

    @Test
    void top_k_and_top_p_leave_out_the_unlikely() {
        assertThat(counts(1, 1, 2)).matches(c -> c[0] == 0 && c[2] == 0 && c[4] == 0 && c[1] > 9_000 && c[3] > 9_000);
        // shares at temperature 1: 0.0546 0.4034 0.1484 0.4034 0.0001; 0.9 is reached by the first three
        assertThat(counts(1, 0.9, 0)).matches(c -> c[0] == 0 && c[4] == 0 && c[1] > 0 && c[2] > 0 && c[3] > 0);
        assertThat(counts(1, 0.3, 0)).containsExactly(0, 20_000, 0, 0, 0);
    }

    @Test
    void log_softmax_is_exact_for_large_logits() {
        float[] logits = {1000, 999, -1000};
        LogSoftmax softmax = LogSoftmax.of(logits);
        // log(1 / (1 + e^-1)) = -0.31326168751822286
        assertThat(softmax.logprob(logits, 0)).isCloseTo(-0.31326168751822286, within(1e-12));
        assertThat(softmax.logprob(logits, 2)).isCloseTo(-2000.3132616875182, within(1e-9));
        assertThat(softmax.best()).isZero();
    }
}
