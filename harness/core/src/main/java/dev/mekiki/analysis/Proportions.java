package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Interval;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/** Shares of right answers: one of them, and two on the same samples. */
final class Proportions {
    private Proportions() {}

    /** The score interval of Wilson 1927. */
    static Interval wilson(int right, int scored, double level) {
        var interval = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(scored, right, 1 - level);
        return new Interval(Math.min(interval.getLowerBound(), (double) right / scored),
                Math.max(interval.getUpperBound(), (double) right / scored), level, "wilson");
    }

    /**
     * Two shares on the same samples.
     *
     * @param both samples with a score of 1 for a and b
     * @param onlyA samples with 1 for a alone
     */
    record Paired(int both, int onlyA, int onlyB, int neither) {
        int n() {
            return both + onlyA + onlyB + neither;
        }

        double difference() {
            return (double) (onlyA - onlyB) / n();
        }

        /** McNemar's exact test, two-sided: given the discordant samples, either side is as likely under no difference. */
        double exactP() {
            int discordant = onlyA + onlyB;
            return discordant == 0 ? 1 : BinomialTest.withDefaults().test(discordant, onlyA, 0.5).getPValue();
        }

        /**
         * The difference's interval after Newcombe 1998 (Statistics in Medicine 17, 2635–2650), method 10: Wilson's limits of both
         * shares, squared and added, less what their correlation explains.
         */
        Interval newcombe(double level) {
            int n = n();
            double first = (double) (both + onlyA) / n;
            double second = (double) (both + onlyB) / n;
            Interval a = wilson(both + onlyA, n, level);
            Interval b = wilson(both + onlyB, n, level);
            double phi = correlation();
            double below = distance(first - a.low(), b.high() - second, phi);
            double above = distance(second - b.low(), a.high() - first, phi);
            return new Interval(difference() - below, difference() + above, level, "newcombe-paired");
        }

        /**
         * The difference's score interval after Tango 1998 (Statistics in Medicine 17, 891–908): all differences that a score test at
         * this level does not reject. Its test of 0 is McNemar's without correction.
         */
        Interval tango(double level) {
            double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2);
            return new Interval(crossing(-1, difference(), z), crossing(difference(), 1, -z), level, "tango");
        }

        /** Where the score statistic, which falls as the difference grows, takes a value; found by bisection. */
        private double crossing(double from, double to, double target) {
            double low = from;
            double high = to;
            for (int step = 0; step < 100 && high - low > 1e-15; step++) {
                double middle = (low + high) / 2;
                if (score(middle) > target) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return (low + high) / 2;
        }

        /** Observed less supposed difference over its standard error, the nuisance share estimated under the supposition. */
        double score(double supposed) {
            double n = n();
            double b = -onlyA - onlyB + (2 * n - onlyA + onlyB) * supposed;
            double c = -onlyB * supposed * (1 - supposed);
            double share = (Math.sqrt(Math.max(0, b * b - 8 * n * c)) - b) / (4 * n);
            double variance = n * (2 * share + supposed * (1 - supposed));
            double distance = onlyA - onlyB - n * supposed;
            return distance == 0 ? 0 : distance / Math.sqrt(Math.max(0, variance));
        }

        private static double distance(double one, double other, double phi) {
            return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
        }

        private double correlation() {
            double margins = (double) (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither);
            if (margins == 0) {
                return 0;
            }
            double cross = (double) both * neither - (double) onlyA * onlyB;
            double corrected = cross > 0 ? Math.max(cross - n() / 2.0, 0) : cross;
            return corrected / Math.sqrt(margins);
        }
    }
}
