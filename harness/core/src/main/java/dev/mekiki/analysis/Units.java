package dev.mekiki.analysis;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What is drawn when evidence is resampled: single items, or clusters of items that share something. A unit carries the sum of
 * its values and how many they are; the estimate over all units is the ratio of the two totals (for single items, the mean).
 */
final class Units {
    private final double[] sums;
    private final double[] sizes;
    private final boolean clustered;
    private final double weight;

    private Units(double[] sums, double[] sizes, boolean clustered, double weight) {
        this.sums = sums;
        this.sizes = sizes;
        this.clustered = clustered;
        this.weight = weight;
    }

    /**
     * One value and the cluster it belongs to, if any.
     *
     * @param parts how many values of its own it is the mean of
     */
    record Value(double value, int parts, Optional<String> cluster) {
        Value(double value, Optional<String> cluster) {
            this(value, 1, cluster);
        }
    }

    /** Values grouped by cluster; a value without a cluster is a unit of its own. */
    static Units of(List<Value> values) {
        Builder builder = new Builder();
        values.forEach(value -> builder.add(value.value(), value.parts(), value.cluster()));
        return builder.build();
    }

    /** Gathers values. */
    static final class Builder {
        private double[] sums = new double[64];
        private double[] sizes = new double[64];
        private int count;
        private boolean clustered;
        private final Map<String, Integer> clusters = new HashMap<>();

        void add(double value, Optional<String> cluster) {
            add(value, 1, cluster);
        }

        /** @param parts how many values of its own it is the mean of */
        void add(double value, int parts, Optional<String> cluster) {
            int unit = cluster.isEmpty() ? count : clusters.computeIfAbsent(cluster.get(), _ -> count);
            if (unit == count) {
                if (count == sums.length) {
                    sums = Arrays.copyOf(sums, 2 * count);
                    sizes = Arrays.copyOf(sizes, 2 * count);
                }
                count++;
            } else {
                clustered = true;
            }
            sums[unit] += value * parts;
            sizes[unit] += parts;
        }

        Units build() {
            return new Units(Arrays.copyOf(sums, count), Arrays.copyOf(sizes, count), clustered, 1);
        }
    }

    /** Units whose estimate is Σ sums / Σ sizes, such as tokens over milliseconds. */
    static Units ratio(double[] sums, double[] sizes) {
        return new Units(sums.clone(), sizes.clone(), false, 1);
    }

    /** The same with another part in a mean over several. */
    Units weighing(double other) {
        return new Units(sums, sizes, clustered, other);
    }

    /** Its part in a mean over several, relative to theirs. */
    double weight() {
        return weight;
    }

    int count() {
        return sums.length;
    }

    double sum(int unit) {
        return sums[unit];
    }

    /** Whether at least two values share a cluster. */
    boolean clustered() {
        return clustered;
    }

    double totalSize() {
        double total = 0;
        for (double size : sizes) {
            total += size;
        }
        return total;
    }

    double estimate() {
        double sum = 0;
        for (double value : sums) {
            sum += value;
        }
        return sum / totalSize();
    }

    /** The estimate of as many units as there are, drawn with replacement. */
    double resampled(UniformRandomProvider random) {
        double[] sum = sums;
        double[] size = sizes;
        int n = sum.length;
        double totalSum = 0;
        double totalSize = 0;
        for (int draw = 0; draw < n; draw++) {
            int unit = random.nextInt(n);
            totalSum += sum[unit];
            totalSize += size[unit];
        }
        return totalSum / totalSize;
    }

    /** Jackknife influence (n − 1)(mean of leave-one-out estimates − the estimate without this unit), for each unit. */
    double[] influence() {
        int n = count();
        double sum = 0;
        for (double value : sums) {
            sum += value;
        }
        double size = totalSize();
        double[] without = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            without[i] = (sum - sums[i]) / (size - sizes[i]);
            mean += without[i] / n;
        }
        double[] influence = new double[n];
        for (int i = 0; i < n; i++) {
            influence[i] = (n - 1) * (mean - without[i]);
        }
        return influence;
    }

    /** Whether resampling can't show any variation: fewer than two units, or all of them alike. */
    boolean constant() {
        if (count() < 2) {
            return true;
        }
        double estimate = estimate();
        for (int i = 0; i < count(); i++) {
            if (Math.abs(sums[i] - estimate * sizes[i]) > 1e-12 * Math.max(1, Math.abs(sums[i]))) {
                return false;
            }
        }
        return true;
    }
}
