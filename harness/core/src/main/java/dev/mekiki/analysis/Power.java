package dev.mekiki.analysis;

import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** How many samples would show a difference with 80 % power in a two-sided test, if it is as large as observed. */
final class Power {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double POWER = 0.8;

    private Power() {}

    /**
     * For McNemar's test (Connor 1987, Biometrics 43, 207–211).
     *
     * @param discordance share of samples on which the two differ
     * @param alpha of the test
     * @return empty if there is no difference to be shown
     */
    static OptionalLong mcnemar(double difference, double discordance, double alpha) {
        if (difference == 0) {
            return OptionalLong.empty();
        }
        double root = normal(alpha) * Math.sqrt(discordance)
                + NORMAL.inverseCumulativeProbability(POWER)
                        * Math.sqrt(Math.max(0, discordance - difference * difference));
        return OptionalLong.of((long) Math.ceil(root * root / (difference * difference)));
    }

    /** For a mean of differences: n · ((z of alpha + z of power) · standard error / difference)². */
    static OptionalLong mean(int n, double difference, double standardError, double alpha) {
        if (difference == 0 || standardError == 0) {
            return OptionalLong.empty();
        }
        double ratio = (normal(alpha) + NORMAL.inverseCumulativeProbability(POWER)) * standardError / difference;
        return OptionalLong.of((long) Math.ceil(n * ratio * ratio));
    }

    /**
     * The smallest difference that McNemar's test shows with 80 % power: Connor's formula solved for the difference.
     *
     * @param discordance share of samples on which the two differ, above 0
     */
    static double detectable(int n, double discordance, double alpha) {
        double a = normal(alpha);
        double b = NORMAL.inverseCumulativeProbability(POWER);
        double middle = Math.sqrt(n * discordance) * a;
        double root = Math.sqrt(Math.max(0, middle * middle - (n + b * b) * discordance * (a * a - b * b)));
        return Math.min(1, (middle + root) / (n + b * b));
    }

    /** The smallest mean difference that a two-sided test shows with 80 % power. */
    static double detectable(double standardError, double alpha) {
        return (normal(alpha) + NORMAL.inverseCumulativeProbability(POWER)) * standardError;
    }

    /**
     * How many samples make a one-sided bound clear a distance with 80 % power: ((z of confidence + z of power) · spread / distance)².
     *
     * @param spread standard deviation of one sample's difference
     * @return empty if there is no distance, or no spread to measure it by
     */
    static OptionalLong oneSided(double spread, double distance, double confidence) {
        if (distance <= 0 || spread == 0) {
            return OptionalLong.empty();
        }
        double ratio = (NORMAL.inverseCumulativeProbability(confidence) + NORMAL.inverseCumulativeProbability(POWER))
                * spread / distance;
        return OptionalLong.of((long) Math.ceil(ratio * ratio));
    }

    /**
     * How many samples make Tango's score test show with 80 % power that equally good candidates are apart by less than a margin: ((z of error ·
     * null's standard deviation + z of power · √discordance) / margin)². On the margin the statistic's own estimate of the variance is
     * larger than the discordance, which the simpler formula leaves out. 1 / margin more are added since shares come in steps (the
     * continuity correction, as Fleiss, Tytun and Ury 1980 approximate it).
     */
    static long scoreTest(double discordance, double margin, double error) {
        double b = -discordance - 2 * margin;
        double c = discordance / 2 * margin * (1 + margin);
        double share = (Math.sqrt(Math.max(0, b * b - 8 * c)) - b) / 4;
        double variance = Math.max(discordance, 2 * share - margin * (1 + margin));
        double root = NORMAL.inverseSurvivalProbability(error) * Math.sqrt(variance)
                + NORMAL.inverseCumulativeProbability(POWER) * Math.sqrt(discordance);
        return (long) Math.ceil(root * root / (margin * margin) + 1 / margin);
    }

    /** The smallest distance that so many samples clear with 80 % power: {@link #oneSided} solved for it. */
    static double smallestMargin(double spread, double samples, double confidence) {
        return (NORMAL.inverseCumulativeProbability(confidence) + NORMAL.inverseCumulativeProbability(POWER)) * spread
                / Math.sqrt(samples);
    }

    private static double normal(double alpha) {
        return NORMAL.inverseSurvivalProbability(alpha / 2);
    }
}
