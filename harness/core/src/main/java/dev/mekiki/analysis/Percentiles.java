package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.Distribution.Unsupported;
import dev.mekiki.domain.Findings.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Exact percentiles of few values, and how many values make one a fact. */
final class Percentiles {
    /** Certainty with which a percentile must be bounded before it is called one. */
    private static final double CERTAINTY = 0.99;

    private static final int[] PUBLISHED = {50, 90, 95, 99};

    private Percentiles() {}

    /** @param values in any order */
    static Distribution distribution(double[] values) {
        double[] sorted = sorted(values);
        int n = sorted.length;
        OptionalDouble[] found = new OptionalDouble[PUBLISHED.length];
        List<Unsupported> unsupported = new ArrayList<>();
        for (int i = 0; i < PUBLISHED.length; i++) {
            int percent = PUBLISHED[i];
            OptionalDouble observed = n == 0 ? OptionalDouble.empty() : OptionalDouble.of(nearestRank(sorted, percent));
            int needed = needed(percent);
            found[i] = n >= needed ? observed : OptionalDouble.empty();
            if (n < needed) {
                unsupported.add(new Unsupported("p" + percent, observed, needed));
            }
        }
        return new Distribution(n, found[0], found[1], found[2], found[3], Arrays.stream(sorted).average(),
                Arrays.stream(sorted).max(), unsupported, upper(sorted));
    }

    /** The published percentiles' upper bounds, as far as there are any. */
    private static SortedMap<String, Double> upper(double[] sorted) {
        SortedMap<String, Double> bounds = new TreeMap<>();
        for (int percent : PUBLISHED) {
            upper(sorted, percent).ifPresent(bound -> bounds.put("p" + percent, bound));
        }
        return bounds;
    }

    /**
     * A bound that the percentile is not above with 99 % certainty, free of any distribution: the least order statistic of rank r with
     * P(Binomial(n, p) ≤ r − 1) ≥ 0.99 (David and Nagaraja 2003, section 7.1); empty where even the largest value is none.
     */
    static OptionalDouble upper(double[] sorted, int percent) {
        int n = sorted.length;
        if (n == 0) {
            return OptionalDouble.empty();
        }
        int rank = BinomialDistribution.of(n, percent / 100.0).inverseCumulativeProbability(CERTAINTY) + 1;
        return rank > n ? OptionalDouble.empty() : OptionalDouble.of(sorted[rank - 1]);
    }

    static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** The smallest value such that at least this percentage of all values is not above it. */
    static double nearestRank(double[] sorted, int percent) {
        return sorted[(int) Math.ceilDiv((long) percent * sorted.length, 100L) - 1];
    }

    /**
     * The fewest values that support a percentile at 99 % certainty with one value above it set aside: the smallest n with
     * P(Binomial(n, 1 − p) ≤ 1) ≤ 0.01, MLPerf's early-stopping rule.
     */
    static int needed(int percent) {
        int n = 2;
        while (BinomialDistribution.of(n, 1 - percent / 100.0).cumulativeProbability(1) > 1 - CERTAINTY) {
            n++;
        }
        return n;
    }

    /**
     * An interval of a percentile from two order statistics, free of any distribution (David and Nagaraja 2003, section 7.1); empty
     * where there are too few values for both of them.
     */
    static Optional<Interval> interval(double[] sorted, int percent, double level) {
        int n = sorted.length;
        if (n == 0) {
            return Optional.empty();
        }
        var below = BinomialDistribution.of(n, percent / 100.0);
        int low = below.inverseCumulativeProbability((1 - level) / 2);
        int high = below.inverseCumulativeProbability((1 + level) / 2) + 1;
        return low < 1 || high > n
                ? Optional.empty()
                : Optional.of(new Interval(sorted[low - 1], sorted[high - 1], level, "order-statistics"));
    }
}
