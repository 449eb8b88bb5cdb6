package dev.mekiki.select;

import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.select.Measure.Kind;
import dev.mekiki.select.Measure.Known;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DiagonalMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Worlds that the evidence allows: in each, every metric of every candidate is drawn anew from its interval, and the candidate
 * with the highest utility wins. The share of worlds won is a candidate's probability of being the best.
 *
 * <p>A metric is drawn from a normal distribution whose standard deviation on either side is that side's half-width of the interval.
 * Candidates answered the same samples, so their draws of one metric are correlated as the paired comparisons' intervals imply.
 * Criteria on the same samples are drawn together, so that they cannot average their errors away. What is missing is drawn from all
 * it could be worth.
 */
final class Worlds {
    static final int DRAWS = 10_000;
    private static final double TOLERANCE = 1e-12;
    private static final long SEED = 20_260_101L;
    private final List<Contender> contenders;
    private final int criteria;

    Worlds(List<Contender> contenders) {
        this.contenders = List.copyOf(contenders);
        this.criteria = contenders.isEmpty() ? 0 : contenders.getFirst().utilities().size();
    }

    /** Each contender's share of worlds won; a world with several winners is shared among them. */
    double[] shares(List<Comparison> comparisons) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
        List<double[][]> mixing = new ArrayList<>();
        for (int criterion = 0; criterion < criteria; criterion++) {
            mixing.add(mixing(criterion, comparisons));
        }
        int[] groups = groups();
        double[] won = new double[contenders.size()];
        for (int draw = 0; draw < DRAWS; draw++) {
            double[][] normals = new double[criteria][contenders.size()];
            for (double[] row : normals) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = gaussian.sample();
                }
            }
            double[] utilities = new double[contenders.size()];
            for (int criterion = 0; criterion < criteria; criterion++) {
                double[] shocks = mixed(mixing.get(criterion), normals[groups[criterion]]);
                for (int i = 0; i < utilities.length; i++) {
                    Utility utility = contenders.get(i).utilities().get(criterion);
                    utilities[i] += utility.criterion().weight() * worth(utility, shocks[i], random);
                }
            }
            award(utilities, won);
        }
        return shares(won);
    }

    /** Adds one world to those who won it. */
    static void award(double[] utilities, double[] won) {
        double best = Double.NEGATIVE_INFINITY;
        for (double utility : utilities) {
            best = Math.max(best, utility);
        }
        int winners = 0;
        for (double utility : utilities) {
            winners += utility >= best - TOLERANCE ? 1 : 0;
        }
        for (int i = 0; i < utilities.length; i++) {
            won[i] += utilities[i] >= best - TOLERANCE ? 1.0 / winners : 0;
        }
    }

    static double[] shares(double[] won) {
        return java.util.Arrays.stream(won).map(worlds -> worlds / DRAWS).toArray();
    }

    /** @param shock a standard normal number, positive for better */
    private static double worth(Utility utility, double shock, UniformRandomProvider random) {
        if (utility.value().isEmpty() || !(utility.measure() instanceof Known known)) {
            return random.nextDouble();
        }
        if (known.kind() == Kind.FACT) {
            return utility.value().getAsDouble();
        }
        if (known.interval().isEmpty()) {
            return random.nextDouble();
        }
        Interval interval = known.interval().get();
        double signed = utility.higherIsBetter() ? shock : -shock;
        double side = signed < 0 ? known.value() - interval.low() : interval.high() - known.value();
        return utility.worthOf(known.value() + signed * side / Bound.quantile(interval.level()));
    }

    private static double[] mixed(double[][] mixing, double[] normals) {
        double[] mixed = new double[normals.length];
        for (int i = 0; i < normals.length; i++) {
            for (int j = 0; j < normals.length; j++) {
                mixed[i] += mixing[i][j] * normals[j];
            }
        }
        return mixed;
    }

    /**
     * The symmetric square root of the candidates' correlation matrix for one criterion. Pairwise estimates need not fit together;
     * negative eigenvalues count as 0 and rows are brought back to length 1.
     */
    private double[][] mixing(int criterion, List<Comparison> comparisons) {
        int n = contenders.size();
        double[][] correlation = new double[n][n];
        for (int i = 0; i < n; i++) {
            correlation[i][i] = 1;
            for (int j = i + 1; j < n; j++) {
                correlation[i][j] = correlation(criterion, contenders.get(i), contenders.get(j), comparisons);
                correlation[j][i] = correlation[i][j];
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(correlation));
        double[] roots = java.util.Arrays.stream(eigen.getRealEigenvalues())
                .map(value -> Math.sqrt(Math.max(0, value)))
                .toArray();
        RealMatrix root = eigen.getV().multiply(new DiagonalMatrix(roots)).multiply(eigen.getVT());
        double[][] mixing = new double[n][];
        for (int i = 0; i < n; i++) {
            RealVector row = root.getRowVector(i);
            mixing[i] = row.mapDivide(row.getNorm()).toArray();
        }
        return mixing;
    }

    /** From Var(a − b) = Var(a) + Var(b) − 2ρ·sd(a)·sd(b). */
    private static double correlation(int criterion, Contender a, Contender b, List<Comparison> comparisons) {
        Optional<Interval> ofA = interval(a.utilities().get(criterion));
        Optional<Interval> ofB = interval(b.utilities().get(criterion));
        Optional<Interval> ofDifference = Comparing.find(comparisons, a.name(), b.name(),
                a.utilities().get(criterion).criterion().metric()).flatMap(Comparison::interval);
        if (ofA.isEmpty() || ofB.isEmpty() || ofDifference.isEmpty()) {
            return 0;
        }
        double sdA = width(ofA.get());
        double sdB = width(ofB.get());
        double sdDifference = width(ofDifference.get());
        return sdA == 0 || sdB == 0
                ? 0
                : Math.clamp((sdA * sdA + sdB * sdB - sdDifference * sdDifference) / (2 * sdA * sdB), -1, 1);
    }

    private static Optional<Interval> interval(Utility utility) {
        return utility.measure() instanceof Known known ? known.interval() : Optional.empty();
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }

    /** For each criterion the first one that rests on the same samples: of the same task, or of a suite with an aggregate. */
    private int[] groups() {
        List<String> metrics = contenders.getFirst()
                .utilities()
                .stream()
                .map(utility -> utility.criterion().metric())
                .toList();
        Map<String, Integer> first = new LinkedHashMap<>();
        int[] groups = new int[metrics.size()];
        for (int i = 0; i < metrics.size(); i++) {
            String source = source(metrics.get(i), metrics);
            first.putIfAbsent(source, i);
            groups[i] = first.getOrDefault(source, i);
        }
        return groups;
    }

    private static String source(String metric, List<String> all) {
        List<String> parts = List.of(metric.split("/", -1));
        return switch (MetricPath.of(metric)) {
            case MetricPath.Score score -> {
                boolean aggregated = all.stream()
                        .anyMatch(other -> MetricPath.of(other) instanceof MetricPath.Score
                                && other.split("/", -1).length == 2 && other.startsWith(parts.getFirst() + "/"));
                yield aggregated ? parts.getFirst() : parts.get(0) + "/" + parts.get(1);
            }
            case MetricPath.Latency latency -> "load/" + latency.profile();
            case MetricPath.Load load -> "load/" + load.profile();
            case MetricPath.Bench bench -> metric;
            case MetricPath.Fact fact -> metric;
            case MetricPath.Malformed malformed -> metric;
        };
    }
}
