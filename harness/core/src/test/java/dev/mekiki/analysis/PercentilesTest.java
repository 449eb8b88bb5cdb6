package dev.mekiki.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Findings.Distribution;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {
    /** The early-stopping table of MLPerf Endpoints, at 99 % confidence. */
    @ParameterizedTest
    @CsvSource({"50, 11", "75, 24", "80, 31", "90, 64", "95, 130", "97, 219", "99, 662"})
    void needed_values_match_the_early_stopping_table(int percent, int needed) {
        assertThat(Percentiles.needed(percent)).isEqualTo(needed);
    }

    private static double[] upTo(int n) {
        return IntStream.rangeClosed(1, n).mapToDouble(i -> n + 1 - i).toArray();
    }

    @Test
    void percentiles_are_nearest_ranks() {
        Distribution distribution = Percentiles.distribution(upTo(1000));
        assertThat(distribution.p50()).hasValue(500);
        assertThat(distribution.p90()).hasValue(900);
        assertThat(distribution.p95()).hasValue(950);
        assertThat(distribution.p99()).hasValue(990);
        assertThat(distribution.mean()).hasValue(500.5);
        assertThat(distribution.max()).hasValue(1000);
        assertThat(distribution.unsupported()).isEmpty();
    }

    @Test
    void what_n_does_not_support_is_marked() {
        Distribution distribution = Percentiles.distribution(upTo(129));
        assertThat(distribution.p90()).hasValue(117);
        assertThat(distribution.p95()).isEmpty();
        assertThat(distribution.unsupported()).extracting(Distribution.Unsupported::percentile)
                .containsExactly("p95", "p99");
        assertThat(distribution.unsupported().getFirst().observed()).hasValue(123);
        assertThat(distribution.unsupported().getFirst().needed()).isEqualTo(130);
    }

    @Test
    void no_values_have_no_statistics() {
        Distribution distribution = Percentiles.distribution(new double[0]);
        assertThat(distribution.n()).isZero();
        assertThat(distribution.p50()).isEmpty();
        assertThat(distribution.mean()).isEmpty();
        assertThat(distribution.max()).isEmpty();
    }

    /** scipy: binom.ppf(0.025, n, p) and binom.ppf(0.975, n, p) + 1 as ranks. */
    @ParameterizedTest
    @CsvSource({"30, 50, 10, 21", "100, 90, 84, 96", "130, 95, 118, 129", "662, 99, 650, 661"})
    void order_statistics_bound_a_percentile(int n, int percent, double low, double high) {
        var interval = Percentiles.interval(Percentiles.sorted(upTo(n)), percent, 0.95).orElseThrow();
        assertThat(interval.low()).isEqualTo(low);
        assertThat(interval.high()).isEqualTo(high);
    }

    @Test
    void too_few_values_bound_no_high_percentile() {
        assertThat(Percentiles.interval(Percentiles.sorted(upTo(20)), 95, 0.95)).isEmpty();
    }
}
