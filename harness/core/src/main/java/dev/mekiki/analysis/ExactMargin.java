package dev.mekiki.analysis;

import dev.mekiki.analysis.Proportions.Paired;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Exact p-values of Tango's score test, for looks at few samples and small errors, where its normal limit is not to be trusted: the probability of a
 * statistic at least as large, in the worst case over the share that the two differ on (unconditional exact test; Sidik 2003, Statistics in
 * Medicine 22, 265–278). The worst case under “at most” lies on its boundary.
 */
final class ExactMargin {
    private static final int GRID = 48;
    private static final int REFINED = 16;
    private static final double NEGLIGIBLE = 1e-10;

    private final int n;
    private final double supposed;
    /** For each number of discordant samples, the fewest won ones whose statistic is as large as that in question. */
    private final int[] fewest;

    private ExactMargin(int n, double supposed, double statistic) {
        this.n = n;
        this.supposed = supposed;
        this.fewest = IntStream.rangeClosed(0, n).map(discordant -> fewest(discordant, statistic)).toArray();
    }

    static OneSided of(Paired counts, double supposed) {
        return new OneSided(notAbove(counts, supposed), notBelow(counts, supposed));
    }

    /** p of “the difference onlyA − onlyB is at most the supposed one”. */
    static double notAbove(Paired counts, double supposed) {
        return tail(counts.n(), supposed, counts.score(supposed));
    }

    /** p of “the difference is at least the supposed one”. */
    static double notBelow(Paired counts, double supposed) {
        return notAbove(new Paired(counts.both(), counts.onlyB(), counts.onlyA(), counts.neither()), -supposed);
    }

    /** The highest probability of a statistic of at least this, if the difference is the supposed one. */
    static double tail(int n, double supposed, double statistic) {
        return Math.min(1, new ExactMargin(n, supposed, statistic).worst());
    }

    private int fewest(int discordant, double statistic) {
        int low = 0;
        int high = discordant + 1;
        while (low < high) {
            int middle = (low + high) / 2;
            double score = new Paired(0, middle, discordant - middle, n - discordant).score(supposed);
            if (score >= statistic - 1e-9) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private double worst() {
        double least = Math.max(0, -supposed);
        double most = (1 - supposed) / 2;
        double[] lost = IntStream.rangeClosed(0, GRID)
                .mapToDouble(i -> least + (most - least) * Math.pow((double) i / GRID, 3)).toArray();
        double worst = 0;
        int at = 0;
        for (int i = 0; i < lost.length; i++) {
            double probability = probability(lost[i]);
            if (probability > worst) {
                worst = probability;
                at = i;
            }
        }
        double from = lost[Math.max(0, at - 1)];
        double to = lost[Math.min(GRID, at + 1)];
        for (int i = 1; i < REFINED; i++) {
            worst = Math.max(worst, probability(from + (to - from) * i / REFINED));
        }
        return worst;
    }

    /** @param lost probability of a sample that only b has; of one that only a has, the supposed difference more */
    private double probability(double lost) {
        double won = Math.max(0, lost + supposed);
        double differ = Math.min(1, won + lost);
        if (differ == 0) {
            return fewest[0] == 0 ? 1 : 0;
        }
        BinomialDistribution discordants = BinomialDistribution.of(n, differ);
        double spread = Math.sqrt(n * differ * (1 - differ));
        int first = Math.max(0, (int) (n * differ - 8 * spread - 8));
        int last = Math.min(n, (int) (n * differ + 8 * spread + 8));
        double sum = 0;
        for (int discordant = first; discordant <= last; discordant++) {
            double weight = discordants.probability(discordant);
            if (weight > NEGLIGIBLE && fewest[discordant] <= discordant) {
                sum += weight * (fewest[discordant] == 0
                        ? 1
                        : BinomialDistribution.of(discordant, won / differ)
                                .survivalProbability(fewest[discordant] - 1));
            }
        }
        return sum;
    }
}
