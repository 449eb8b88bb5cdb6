package dev.mekiki.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.Findings.Interval;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionsTest {
    /** Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611",
            "1, 29, 0.0061, 0.1718"})
    void wilson_interval_matches_published_table(int right, int n, double low, double high) {
        Interval interval = Proportions.wilson(right, n, 0.95);
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
        assertThat(interval.method()).isEqualTo("wilson");
    }

    /**
     * First: airway hyper-responsiveness, Fagerland and others 2014. Second: complete response, Fagerland and others 2017, chapter 8.
     * Third: Altman and others 2000, Statistics with Confidence, table 6.2.
     */
    @ParameterizedTest
    @CsvSource({"1, 1, 7, 12, -0.286, -0.507, -0.026", "59, 6, 16, 80, -0.062, -0.1186, -0.0046",
            "14, 5, 0, 22, 0.122, 0.011, 0.226"})
    void newcombe_paired_interval_matches_published_examples(int both, int onlyA, int onlyB, int neither,
            double difference, double low, double high) {
        var paired = new Proportions.Paired(both, onlyA, onlyB, neither);
        assertThat(paired.difference()).isCloseTo(difference, within(5e-4));
        assertThat(paired.newcombe(0.95).low()).isCloseTo(low, within(5e-4));
        assertThat(paired.newcombe(0.95).high()).isCloseTo(high, within(5e-4));
    }

    /** statsmodels 0.15: mcnemar([[0, b], [c, 0]], exact=True).pvalue; the first two are also in Fagerland and others. */
    @ParameterizedTest
    @CsvSource({"1, 7, 0.0703125", "6, 16, 0.052478790283203125", "5, 0, 0.0625", "12, 30, 0.007915897334896727",
            "3, 3, 1.0", "0, 0, 1.0"})
    void mcnemar_matches_statsmodels(int onlyA, int onlyB, double p) {
        assertThat(new Proportions.Paired(10, onlyA, onlyB, 10).exactP()).isCloseTo(p, within(1e-12));
    }

    @Test
    void wilson_covers_the_true_share_in_about_95_of_100_runs() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(11L);
        int covered = 0;
        for (int run = 0; run < 4000; run++) {
            int right = 0;
            for (int item = 0; item < 80; item++) {
                right += random.nextDouble() < 0.83 ? 1 : 0;
            }
            Interval interval = Proportions.wilson(right, 80, 0.95);
            covered += interval.low() <= 0.83 && 0.83 <= interval.high() ? 1 : 0;
        }
        assertThat(covered / 4000.0).isBetween(0.935, 0.965);
    }

    @Test
    void newcombe_covers_the_true_difference_in_about_95_of_100_runs() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(12L);
        int covered = 0;
        for (int run = 0; run < 4000; run++) {
            int[] counts = new int[4];
            for (int item = 0; item < 100; item++) {
                double drawn = random.nextDouble();
                counts[drawn < 0.55 ? 0 : drawn < 0.70 ? 1 : drawn < 0.78 ? 2 : 3]++;
            }
            Interval interval = new Proportions.Paired(counts[0], counts[1], counts[2], counts[3]).newcombe(0.95);
            covered += interval.low() <= 0.07 && 0.07 <= interval.high() ? 1 : 0;
        }
        assertThat(covered / 4000.0).isBetween(0.935, 0.97);
    }
}
