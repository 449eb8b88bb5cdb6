package dev.mekiki.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.domain.Calibration.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KappaTest {
    /** From statsmodels 0.14, {@code stats.inter_rater.cohens_kappa}: {@code kappa}, {@code kappa_low}, {@code kappa_upp}. */
    @ParameterizedTest
    @CsvSource({"20, 5, 10, 15, 0.3999999999999999, 0.151092290476661, 0.6489077095233389",
            "40, 3, 7, 150, 0.8567129961312507, 0.7705334755457667, 0.9428925167167348"})
    void kappa_and_its_interval_are_those_of_statsmodels(int both, int first, int second, int neither, double kappa,
            double low, double high) {
        Figure found = Kappa.of(both, first, second, neither, 0.95).orElseThrow();
        assertThat(found.value()).isCloseTo(kappa, within(1e-12));
        assertThat(found.low()).isCloseTo(low, within(1e-9));
        assertThat(found.high()).isCloseTo(high, within(1e-9));
    }

    @Test
    void raters_who_could_only_agree_show_nothing() {
        assertThat(Kappa.of(7, 0, 0, 0, 0.95)).isEmpty();
    }
}
