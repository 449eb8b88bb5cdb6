package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Bootstrap intervals of the unweighted mean over strata of each stratum's ratio estimate; with one stratum of single items, of
 * the plain mean. Units are drawn within their stratum.
 *
 * <p>BCa: Efron 1987, several samples as in Davison and Hinkley 1997, section 5.3. Intervals of few units are widened as
 * Hesterberg 2015 (The American Statistician 69(4), "expanded percentile") proposes. See docs/statistics.md.
 */
final class Bootstrap {
    static final double LEVEL = 0.95;
    private static final int MOST_RESAMPLES = 10_000;
    private static final int FEWEST_RESAMPLES = 2_000;
    private static final int DRAWS = 20_000_000;
    private static final int MOST_RESAMPLED = 10_000;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Bootstrap() {}

    /** How bounds were found. */
    enum Kind {
        /** Bias-corrected and accelerated. */
        ACCELERATED,
        /** Of percentiles alone, where that correction cannot be computed. */
        PERCENTILE,
        /** The limit that BCa goes to with many units. */
        EXPANSION
    }

    record Bounds(double low, double high, Kind kind) {
        Interval named(double level, String method) {
            return new Interval(low, high, level, method);
        }
    }

    /** The interval, widened for few units; empty where units show no variation. */
    static Optional<Bounds> interval(List<Units> strata, long seed, double level) {
        return intervals(strata, seed).apply(level);
    }

    static Optional<Bounds> interval(List<Units> strata, long seed, double level, int resamples) {
        return intervals(strata, seed, resamples).apply(level);
    }

    /** The intervals of all levels, from one drawing. */
    static DoubleFunction<Optional<Bounds>> intervals(List<Units> strata, long seed) {
        int units = strata.stream().mapToInt(Units::count).sum();
        return units > MOST_RESAMPLED
                ? level -> expansion(strata, level)
                : intervals(strata, seed, resamples(units));
    }

    private static DoubleFunction<Optional<Bounds>> intervals(List<Units> strata, long seed, int resamples) {
        if (strata.isEmpty() || strata.stream().anyMatch(units -> units.count() < 2)) {
            return _ -> Optional.empty();
        }
        int units = strata.stream().mapToInt(Units::count).sum();
        double freedom = units - strata.size();
        TDistribution student = TDistribution.of(freedom);
        DoubleFunction<Optional<Bounds>> bca = bca(strata, seed, resamples);
        return level -> bca.apply(NORMAL.cumulativeProbability(
                Math.sqrt(units / freedom) * student.inverseCumulativeProbability((1 - level) / 2)));
    }

    private static int resamples(int units) {
        return Math.clamp(DRAWS / Math.max(1, units), FEWEST_RESAMPLES, MOST_RESAMPLES);
    }

    /**
     * What BCa goes to as units become many: estimate + standard error · (z + a (2z² + 1)), a being the acceleration (Hall 1988, Annals
     * of Statistics 16, 927–953, section 3). Differs from resampling by less than resampling's own noise.
     */
    static Optional<Bounds> expansion(List<Units> strata, double level) {
        if (strata.stream().allMatch(Units::constant)) {
            return Optional.empty();
        }
        double estimate = estimate(strata);
        double error = standardError(strata);
        double z = NORMAL.inverseCumulativeProbability((1 + level) / 2);
        double shift = acceleration(strata) * (2 * z * z + 1);
        return Optional.of(
                new Bounds(estimate + error * (shift - z), estimate + error * (shift + z), Kind.EXPANSION));
    }

    /** @param tail nominal probability on either side */
    static Optional<Bounds> bca(List<Units> strata, double tail, long seed, int resamples) {
        return bca(strata, seed, resamples).apply(tail);
    }

    /** By the nominal probability on either side. */
    private static DoubleFunction<Optional<Bounds>> bca(List<Units> strata, long seed, int resamples) {
        if (strata.stream().allMatch(Units::constant)) {
            return _ -> Optional.empty();
        }
        double acceleration = acceleration(strata);
        double[] replicates = replicates(strata, seed, resamples);
        double bias = NORMAL.inverseCumulativeProbability(rank(replicates, estimate(strata)));
        return tail -> bounds(replicates, bias, acceleration, tail);
    }

    private static Optional<Bounds> bounds(double[] replicates, double bias, double acceleration, double tail) {
        double low = adjusted(bias, acceleration, NORMAL.inverseCumulativeProbability(tail));
        double high = adjusted(bias, acceleration, NORMAL.inverseSurvivalProbability(tail));
        return Optional.of(Double.isFinite(low) && Double.isFinite(high)
                ? new Bounds(quantile(replicates, low), quantile(replicates, high), Kind.ACCELERATED)
                : new Bounds(quantile(replicates, tail), quantile(replicates, 1 - tail), Kind.PERCENTILE));
    }

    /** The mean of the strata's estimates, each with its weight. */
    static double estimate(List<Units> strata) {
        double total = weight(strata);
        return strata.stream().mapToDouble(units -> units.weight() / total * units.estimate()).sum();
    }

    private static double weight(List<Units> strata) {
        return strata.stream().mapToDouble(Units::weight).sum();
    }

    private static double acceleration(List<Units> strata) {
        double cubes = 0;
        double squares = 0;
        for (Units units : strata) {
            for (double influence : units.influence()) {
                double scaled = units.weight() * influence / units.count();
                squares += scaled * scaled;
                cubes += scaled * scaled * scaled;
            }
        }
        return cubes / (6 * Math.pow(squares, 1.5));
    }

    /** Standard error by the jackknife, over strata: the square root of Σ (weight · influence / units)². */
    static double standardError(List<Units> strata) {
        double total = weight(strata);
        double squares = 0;
        for (Units units : strata) {
            for (double influence : units.influence()) {
                double scaled = units.weight() / total * influence / units.count();
                squares += scaled * scaled;
            }
        }
        return Math.sqrt(squares);
    }

    private static double adjusted(double bias, double acceleration, double normal) {
        double shifted = bias + normal;
        double divisor = 1 - acceleration * shifted;
        return divisor > 0 ? NORMAL.cumulativeProbability(bias + shifted / divisor) : Double.NaN;
    }

    /** Share of replicates below the estimate, ties counted half. */
    private static double rank(double[] sorted, double estimate) {
        double tolerance = 1e-12 * Math.max(1, Math.abs(estimate));
        double below = 0;
        for (double replicate : sorted) {
            if (replicate < estimate - tolerance) {
                below += 1;
            } else if (replicate <= estimate + tolerance) {
                below += 0.5;
            }
        }
        return below / sorted.length;
    }

    private static double[] replicates(List<Units> strata, long seed, int resamples) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        double[] replicates = new double[resamples];
        double[] weights = strata.stream().mapToDouble(Units::weight).toArray();
        double whole = weight(strata);
        for (int replicate = 0; replicate < resamples; replicate++) {
            double total = 0;
            for (int stratum = 0; stratum < weights.length; stratum++) {
                total += weights[stratum] * strata.get(stratum).resampled(random);
            }
            replicates[replicate] = total / whole;
        }
        Arrays.sort(replicates);
        return replicates;
    }

    /** Linear between order statistics (Hyndman and Fan's type 7). */
    private static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
