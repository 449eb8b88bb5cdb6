package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.MemoryUse;
import org.junit.jupiter.api.Test;

class MemoryFitTest {
    private static final long MIB = 1L << 20;

    @Test
    void weights_and_cache_must_be_as_predicted_and_computing_is_told() {
        MemoryUse predicted = new MemoryUse(900 * MIB, 100 * MIB, 50 * MIB);
        Conformance close = MemoryFit.check(predicted, new MemoryUse(910 * MIB, 140 * MIB, 500 * MIB));
        assertThat(close.passed()).isTrue();
        assertThat(close.detail()).isEqualTo("weights and cache: 1000.0 MiB predicted, 1050.0 MiB taken (+5.0 %);"
                + " cache alone 100.0 and 140.0 MiB, computing 50.0 and 500.0 MiB");
        assertThat(MemoryFit.check(predicted, new MemoryUse(900 * MIB, 250 * MIB, 50 * MIB)).passed()).isFalse();
        assertThat(MemoryFit.check(predicted, new MemoryUse(700 * MIB, 100 * MIB, 50 * MIB)).passed()).isFalse();
        assertThat(close.blocks()).isEmpty();
    }

    @Test
    void weights_laid_out_anew_are_told_and_are_no_more_than_the_weights() {
        MemoryUse predicted = new MemoryUse(100 * MIB, 20 * MIB, 5 * MIB);
        Conformance anew = MemoryFit.check(predicted, new MemoryUse(98 * MIB, 20 * MIB, 5 * MIB, 57 * MIB));
        assertThat(anew.passed()).isTrue();
        assertThat(anew.detail()).contains("of the weights 57.0 MiB are laid out anew for the processor");
        assertThat(MemoryFit.check(predicted, new MemoryUse(98 * MIB, 20 * MIB, 5 * MIB, 130 * MIB)).passed())
                .isFalse();
    }
}
