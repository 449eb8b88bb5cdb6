package dev.mekiki.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LoadShape.Arrivals;
import java.util.List;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class ArrivalTimesTest {
    @Test
    void constant_arrivals_do_not_drift() {
        long[] times = ArrivalTimes.of(new Arrivals.Constant(300), 300_001, 7);
        assertThat(times[300_000]).isEqualTo(1_000_000_000_000L);
        assertThat(times[1]).isEqualTo(3_333_333);
    }

    /** Distances of a Poisson process are exponential: Kolmogorov's and Smirnov's test of commons-statistics. */
    @Test
    void poisson_arrivals_have_exponential_distances() {
        long[] times = ArrivalTimes.of(new Arrivals.Poisson(50), 2001, 7);
        double[] gaps = new double[2000];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (times[i + 1] - times[i]) / 1e9;
        }
        var exponential = ExponentialDistribution.of(1 / 50.0);
        assertThat(KolmogorovSmirnovTest.withDefaults().test(gaps, exponential::cumulativeProbability).getPValue())
                .isGreaterThan(0.01);
        assertThat(ArrivalTimes.of(new Arrivals.Poisson(50), 5, 7)).isEqualTo(ArrivalTimes.of(
                new Arrivals.Poisson(50), 5, 7)).isNotEqualTo(ArrivalTimes.of(new Arrivals.Poisson(50), 5, 8));
    }

    @Test
    void bursts_and_recorded_arrivals() {
        assertThat(ArrivalTimes.of(new Arrivals.Burst(10, 4), 9, 7)).containsExactly(0, 0, 0, 0, 400_000_000,
                400_000_000, 400_000_000, 400_000_000, 800_000_000);
        assertThat(ArrivalTimes.of(new Arrivals.Recorded("trace", List.of(0.0, 30.0, 100.0)), 5, 7))
                .containsExactly(0, 30_000_000, 100_000_000, 150_000_000, 180_000_000);
    }
}
