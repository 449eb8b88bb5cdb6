package dev.mekiki.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static Units single(double... values) {
        return Units.of(Arrays.stream(values).mapToObj(value -> new Units.Value(value, Optional.empty())).toList());
    }

    /** scipy 1.17.1: stats.bootstrap((x,), np.mean, method='BCa', n_resamples=400000) gives 0.532 to 0.7696. */
    @Test
    void bca_matches_scipy() {
        Units units = single(0.12, 0.95, 0.33, 0.41, 0.88, 1.0, 1.0, 0.77, 0.05, 0.64, 0.59, 0.92, 0.81, 0.28, 0.99,
                0.73, 0.85, 0.47, 0.90, 1.0, 0.66, 0.36, 0.70, 0.98, 0.15);
        var bounds = Bootstrap.bca(List.of(units), 0.025, 5, 100_000).orElseThrow();
        assertThat(bounds.low()).isCloseTo(0.532, within(0.002));
        assertThat(bounds.high()).isCloseTo(0.7696, within(0.002));
        assertThat(bounds.accelerated()).isTrue();
    }

    /** The same for a skewed sample: 0.05933 to 0.34200; a percentile interval would be far lower. */
    @Test
    void bca_matches_scipy_for_a_skewed_sample() {
        Units units = single(0.02, 0.01, 0.05, 0.03, 0.9, 0.04, 0.02, 0.10, 0.07, 0.01, 0.30, 0.02, 0.03, 0.06, 0.55);
        var bounds = Bootstrap.bca(List.of(units), 0.025, 6, 100_000).orElseThrow();
        assertThat(bounds.low()).isCloseTo(0.05933, within(0.002));
        assertThat(bounds.high()).isCloseTo(0.342, within(0.005));
    }

    /** scipy: bootstrap((sums, sizes), Σ/Σ, paired=True, method='BCa') gives 0.36 to 0.76471. */
    @Test
    void bca_of_clusters_matches_scipy() {
        double[] sums = {2, 0, 3, 1, 4, 2, 1, 0, 3, 2};
        double[] sizes = {3, 2, 3, 3, 5, 2, 2, 3, 4, 3};
        var bounds = Bootstrap.bca(List.of(Units.ratio(sums, sizes)), 0.025, 7, 100_000).orElseThrow();
        assertThat(bounds.low()).isCloseTo(0.36, within(0.006));
        assertThat(bounds.high()).isCloseTo(0.7647, within(0.004));
    }

    @Test
    void equal_seeds_give_equal_intervals() {
        Units units = single(0.2, 0.5, 0.9, 0.4, 0.7);
        assertThat(Bootstrap.interval(List.of(units), 3)).isEqualTo(Bootstrap.interval(List.of(units), 3));
    }

    /** For a mean the infinitesimal error: the population's sd / √n, here of 1, 2, 3, 4, 5 with variance 2. */
    @Test
    void jackknife_error_of_a_mean_is_the_standard_error() {
        assertThat(Bootstrap.standardError(List.of(single(1, 2, 3, 4, 5))))
                .isCloseTo(Math.sqrt(2.0 / 5), within(1e-12));
    }

    @Test
    void intervals_of_a_skewed_mean_cover_it_in_about_95_of_100_runs() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(21L);
        int covered = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            double[] values = new double[40];
            for (int i = 0; i < values.length; i++) {
                double drawn = random.nextDouble();
                values[i] = drawn * drawn;
            }
            var bounds = Bootstrap.interval(List.of(single(values)), run, 1000).orElseThrow();
            covered += bounds.low() <= 1 / 3.0 && 1 / 3.0 <= bounds.high() ? 1 : 0;
        }
        assertThat(covered / (double) runs).isBetween(0.925, 0.98);
    }

    /** Items of a passage are alike; taking them for independent would make the interval far too narrow. */
    @Test
    void clustered_intervals_cover_where_naive_ones_do_not() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(22L);
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        int runs = 400;
        int clustered = 0;
        int naive = 0;
        for (int run = 0; run < runs; run++) {
            List<Units.Value> values = new ArrayList<>();
            for (int passage = 0; passage < 25; passage++) {
                double shared = gaussian.sample();
                for (int item = 0; item < 4 + passage % 3; item++) {
                    values.add(new Units.Value(shared + 0.5 * gaussian.sample(), Optional.of("p" + passage)));
                }
            }
            clustered += covers(Units.of(values), run) ? 1 : 0;
            naive += covers(single(values.stream().mapToDouble(Units.Value::value).toArray()), run) ? 1 : 0;
        }
        assertThat(clustered / (double) runs).isBetween(0.92, 0.985);
        assertThat(naive / (double) runs).isLessThan(0.75);
    }

    private static boolean covers(Units units, long seed) {
        var bounds = Bootstrap.interval(List.of(units), seed, 1000).orElseThrow();
        return bounds.low() <= 0 && 0 <= bounds.high();
    }

    @Test
    void a_mean_over_strata_weighs_each_of_them_alike() {
        Units small = single(0, 0.2, 0.1, 0.1);
        Units large = single(1, 0.9, 0.8, 0.9, 1, 0.9, 0.8, 0.9);
        var bounds = Bootstrap.interval(List.of(small, large), 9).orElseThrow();
        assertThat(bounds.low()).isLessThan(0.5);
        assertThat(bounds.high()).isGreaterThan(0.5).isLessThan(0.6);
    }

    @Test
    void what_shows_no_variation_has_no_bootstrap_interval() {
        assertThat(Bootstrap.interval(List.of(single(0.5, 0.5, 0.5)), 1)).isEmpty();
        assertThat(Bootstrap.interval(List.of(single(0.5)), 1)).isEmpty();
    }

    /** Twenty equal scores: another score may come up with up to Wilson's limit of 0 in 20, 0.1611. */
    @Test
    void equal_scores_keep_an_honest_interval() {
        double[] ones = new double[20];
        Arrays.fill(ones, 1);
        var interval = Intervals.of(single(ones), 1, 0, 1).orElseThrow();
        assertThat(interval.low()).isCloseTo(1 - 0.1611, within(1e-4));
        assertThat(interval.high()).isEqualTo(1);
        assertThat(interval.method()).isEqualTo("constant");
    }
}
