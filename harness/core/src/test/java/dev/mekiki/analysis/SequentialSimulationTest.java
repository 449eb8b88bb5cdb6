package dev.mekiki.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mekiki.analysis.LookSchedule.Look;
import dev.mekiki.analysis.Proportions.Paired;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

/** Looking several times keeps both errors, whatever share of samples differs, and decides as often as is said. */
class SequentialSimulationTest {
    private static final double MARGIN = 0.10;
    private static final double ALPHA = 0.05;
    private static final int RUNS = 2000;

    /** Whether a statistic is beyond a look's boundary; the exact tail is only computed where what is known does not tell. */
    private static final class Boundary {
        private final int n;
        private final double supposed;
        private final double error;
        private double within = Double.NEGATIVE_INFINITY;
        private double beyond = Double.POSITIVE_INFINITY;

        Boundary(int n, double supposed, double error) {
            this.n = n;
            this.supposed = supposed;
            this.error = error;
        }

        boolean crossed(double statistic) {
            if (statistic > within && statistic < beyond) {
                if (ExactMargin.tail(n, supposed, statistic) <= error) {
                    beyond = statistic;
                } else {
                    within = statistic;
                }
            }
            return statistic >= beyond;
        }
    }

    private record Shares(double passed, double failed, double meanSamples) {}

    private static Shares simulate(int samples, double won, double lost, long seed) {
        LookSchedule schedule = LookSchedule.of(samples, ALPHA);
        List<Boundary> pass = new ArrayList<>();
        List<Boundary> fail = new ArrayList<>();
        for (Look look : schedule.looks()) {
            int n = LookSchedule.count(samples, look.share());
            pass.add(new Boundary(n, -MARGIN, look.error()));
            fail.add(new Boundary(n, MARGIN, look.error()));
        }
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        int passed = 0;
        int failed = 0;
        long used = 0;
        for (int run = 0; run < RUNS; run++) {
            int wins = 0;
            int losses = 0;
            int n = 0;
            boolean open = true;
            for (int look = 0; look < schedule.looks().size() && open; look++) {
                int until = LookSchedule.count(samples, schedule.looks().get(look).share());
                for (; n < until; n++) {
                    double drawn = random.nextDouble();
                    wins += drawn < won ? 1 : 0;
                    losses += drawn >= won && drawn < won + lost ? 1 : 0;
                }
                boolean better = pass.get(look)
                        .crossed(new Paired(0, wins, losses, n - wins - losses).score(-MARGIN));
                boolean worse = fail.get(look)
                        .crossed(new Paired(0, losses, wins, n - wins - losses).score(MARGIN));
                passed += better ? 1 : 0;
                failed += worse ? 1 : 0;
                open = !better && !worse;
            }
            used += n;
        }
        return new Shares((double) passed / RUNS, (double) failed / RUNS, (double) used / RUNS);
    }

    @Test
    void on_the_margin_neither_verdict_comes_more_often_than_its_error() {
        int seed = 1;
        for (double differ : new double[]{MARGIN, 0.15, 0.3, 0.6}) {
            Shares shares = simulate(240, (differ - MARGIN) / 2, (differ + MARGIN) / 2, seed++);
            assertThat(shares.passed()).as("passed, %.2f differ", differ).isLessThanOrEqualTo(ALPHA);
            assertThat(shares.failed()).as("failed, %.2f differ", differ).isLessThanOrEqualTo(ALPHA);
        }
    }

    @Test
    void an_equal_candidate_passes_with_the_power_that_is_stated_on_fewer_samples() {
        double differ = 0.2;
        double last = LookSchedule.of(1000, ALPHA).last().error();
        int needed = Math.toIntExact(Power.scoreTest(differ, MARGIN, last));
        // share (√(0.4² − 8 · 0.011) + 0.4) / 4 = 0.16708, (1.780464 √(0.33417 − 0.11) + 0.841621 √0.2)² / 0.01 =
        // 148.7, and 10
        assertThat(needed).isEqualTo(159);
        Shares shares = simulate(needed, differ / 2, differ / 2, 11);
        assertThat(shares.passed()).isGreaterThanOrEqualTo(0.8);
        assertThat(shares.failed()).isLessThan(0.01);
        assertThat(shares.meanSamples()).isLessThan(0.9 * needed);
        Shares worse = simulate(needed, 0.05, 0.35, 12);
        assertThat(worse.failed()).as("30 points worse").isGreaterThan(0.99);
        assertThat(worse.meanSamples()).isLessThan(0.6 * needed);
    }

    @Test
    void the_looks_errors_add_up_to_the_whole() {
        for (int samples : new int[]{10, 50, 120, 5000}) {
            List<Look> looks = LookSchedule.of(samples, ALPHA).looks();
            assertThat(looks.stream().mapToDouble(Look::error).sum()).isCloseTo(ALPHA, within(1e-12));
            assertThat(looks.getLast().share()).isEqualTo(1);
        }
        assertThat(LookSchedule.of(10, ALPHA).looks()).hasSize(1);
        assertThat(LookSchedule.of(5000, ALPHA).looks()).hasSize(4);
    }

    /** Without a discordant sample only the sparse end matters: nobody loses in 30 with probability 0.9³⁰. */
    @Test
    void an_exact_tail_is_what_counting_gives() {
        assertThat(ExactMargin.notAbove(new Paired(20, 0, 0, 10), -0.1)).isCloseTo(Math.pow(0.9, 30), within(1e-9));
        assertThat(ExactMargin.notAbove(new Paired(20, 0, 10, 0), -0.1)).isGreaterThan(0.9);
        assertThat(ExactMargin.notBelow(new Paired(20, 0, 10, 0), -0.1)).isLessThan(0.01);
    }
}
