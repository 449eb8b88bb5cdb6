package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** What two measures on the same samples say about their difference, the first minus the second. */
sealed interface PairedEvidence {
    /** Samples that both have a score for. */
    int n();

    double difference();

    /** Empty where nothing can be said about its spread. */
    Optional<Interval> interval(double level);

    /** One of the kind that non-inferiority is judged by. */
    default Optional<Interval> scoreInterval(double level) {
        return interval(level);
    }

    /** The same at all levels, drawn once where it is drawn. */
    default DoubleFunction<Optional<Interval>> scoreIntervals() {
        return this::scoreInterval;
    }

    /** Two-sided, of no difference. */
    double p();

    String test();

    /** Samples that would show this effect with 80 % power at {@code alpha}; empty for no effect. */
    OptionalLong needed(double effect, double alpha);

    /** The smallest difference that these samples show with 80 % power at {@code alpha}. */
    OptionalDouble detectable(double alpha);

    /** Standard error of the difference of one sample, such that its square divided by {@code n} is the difference's variance. */
    double spread();

    /** Shares of independent items. */
    record Shares(Proportions.Paired counts) implements PairedEvidence {
        @Override
        public int n() {
            return counts.n();
        }

        @Override
        public double difference() {
            return counts.difference();
        }

        @Override
        public Optional<Interval> interval(double level) {
            return Optional.of(counts.newcombe(level));
        }

        @Override
        public Optional<Interval> scoreInterval(double level) {
            return Optional.of(counts.tango(level));
        }

        @Override
        public double p() {
            return counts.exactP();
        }

        @Override
        public String test() {
            return "mcnemar";
        }

        @Override
        public OptionalLong needed(double effect, double alpha) {
            return Power.mcnemar(effect, Math.max(Math.abs(effect), discordance()), alpha);
        }

        @Override
        public OptionalDouble detectable(double alpha) {
            return OptionalDouble.of(Power.detectable(n(), discordance(), alpha));
        }

        @Override
        public double spread() {
            return Math.sqrt(discordance());
        }

        /** Shrunk a little towards one half (Agresti and Coull 1998), as few samples without a difference do not rule one out. */
        private double discordance() {
            return (counts.onlyA() + counts.onlyB() + 2.0) / (n() + 4.0);
        }
    }

    /**
     * Means, clustered shares, and the mean over several tasks, each with its weight.
     *
     * @param strata differences of each task
     * @param least {@code NaN} where a difference has no lower end; {@code most} likewise
     */
    record Means(List<Units> strata, int n, double least, double most, long seed) implements PairedEvidence {
        public Means {
            strata = List.copyOf(strata);
        }

        @Override
        public double difference() {
            return Bootstrap.estimate(strata);
        }

        @Override
        public Optional<Interval> interval(double level) {
            List<Optional<Interval>> own = strata.stream()
                    .map(units -> Intervals.of(units, seed, least, most, level)).toList();
            return strata.size() == 1 ? own.getFirst() : Intervals.ofMean(strata, own, difference(), seed, level);
        }

        @Override
        public DoubleFunction<Optional<Interval>> scoreIntervals() {
            if (strata.size() == 1) {
                return Intervals.of(strata.getFirst(), seed, least, most);
            }
            if (strata.stream().anyMatch(Units::constant)) {
                return this::interval;
            }
            DoubleFunction<Optional<Bootstrap.Bounds>> drawn = Bootstrap.intervals(strata, seed);
            return level -> drawn.apply(level).map(bounds -> bounds.named(level, Intervals.STRATIFIED));
        }

        @Override
        public double p() {
            return PairedTests.signFlip(contributions(), seed);
        }

        @Override
        public String test() {
            return "sign-flip";
        }

        @Override
        public OptionalLong needed(double effect, double alpha) {
            return Power.mean(n, effect, Bootstrap.standardError(strata), alpha);
        }

        @Override
        public OptionalDouble detectable(double alpha) {
            double error = Bootstrap.standardError(strata);
            return error > 0 ? OptionalDouble.of(Power.detectable(error, alpha)) : OptionalDouble.empty();
        }

        @Override
        public double spread() {
            return Bootstrap.standardError(strata) * Math.sqrt(n);
        }

        /** What each unit adds to the mean over strata of their estimates, up to a factor. */
        private double[] contributions() {
            return strata.stream().flatMapToDouble(units -> {
                double size = units.totalSize();
                return IntStream.range(0, units.count()).mapToDouble(unit -> units.weight() * units.sum(unit) / size);
            }).toArray();
        }
    }
}
