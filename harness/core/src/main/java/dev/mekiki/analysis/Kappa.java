package dev.mekiki.analysis;

import dev.mekiki.domain.Calibration.Figure;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Cohen's κ of two raters who say 0 or 1. */
final class Kappa {
    private Kappa() {}

    /**
     * With the large-sample interval of Fleiss, Cohen and Everitt 1969 (Psychological Bulletin 72, 323–327).
     *
     * @param first texts with a 1 from the first rater alone
     * @param second texts with a 1 from the second alone
     * @return empty where chance alone would agree on everything
     */
    static Optional<Figure> of(int both, int first, int second, int neither, double level) {
        double n = (double) both + first + second + neither;
        double[][] share = {{both / n, first / n}, {second / n, neither / n}};
        double[] row = {share[0][0] + share[0][1], share[1][0] + share[1][1]};
        double[] column = {share[0][0] + share[1][0], share[0][1] + share[1][1]};
        double chance = row[0] * column[0] + row[1] * column[1];
        if (!(chance < 1)) {
            return Optional.empty();
        }
        double kappa = (share[0][0] + share[1][1] - chance) / (1 - chance);
        double agreeing = 0;
        double differing = 0;
        for (int i = 0; i < 2; i++) {
            agreeing += share[i][i] * square(1 - (row[i] + column[i]) * (1 - kappa));
            differing += share[i][1 - i] * square(column[i] + row[1 - i]);
        }
        double variance = (agreeing + square(1 - kappa) * differing - square(kappa - chance * (1 - kappa)))
                / (square(1 - chance) * n);
        double half = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2)
                * Math.sqrt(Math.max(0, variance));
        return Optional.of(new Figure(kappa, Math.max(-1, kappa - half), Math.min(1, kappa + half)));
    }

    private static double square(double value) {
        return value * value;
    }
}
