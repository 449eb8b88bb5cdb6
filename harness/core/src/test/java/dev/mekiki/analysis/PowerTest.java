package dev.mekiki.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerTest {
    /**
     * Smallest differences that McNemar's test sees with 80 % power at two-sided 5 %, to a tenth of a point, from a table computed
     * in Python: what is needed for them must come out near the table's n.
     */
    @ParameterizedTest
    @CsvSource({"100, 0.1, 0.088", "100, 0.2, 0.124", "100, 0.3, 0.152", "250, 0.1, 0.056", "250, 0.2, 0.079",
            "1000, 0.1, 0.028", "1000, 0.2, 0.040", "2000, 0.3, 0.034"})
    void needed_samples_match_the_table_of_detectable_differences(int n, double discordance, double difference) {
        long most = Power.mcnemar(difference - 5e-4, discordance, 0.05).orElseThrow();
        long fewest = Power.mcnemar(difference + 5e-4, discordance, 0.05).orElseThrow();
        assertThat((long) n).isBetween(fewest, most);
    }

    /** (1.959964 + 0.841621)² · 0.25 / 0.01 = 196.2, with a standard deviation of 0.5 and a difference of 0.1. */
    @Test
    void needed_samples_of_a_mean_match_the_usual_formula() {
        assertThat(Power.mean(50, 0.1, 0.5 / Math.sqrt(50), 0.05)).hasValue(197);
    }

    @Test
    void no_number_of_samples_shows_no_difference() {
        assertThat(Power.mcnemar(0, 0.2, 0.05)).isEmpty();
        assertThat(Power.mean(50, 0, 0.1, 0.05)).isEmpty();
    }
}
