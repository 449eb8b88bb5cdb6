package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Interval;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** Which interval goes with which kind of evidence; docs/statistics.md says why. */
final class Intervals {
    static final String STRATIFIED = "stratified-bootstrap";

    private Intervals() {}

    /** Of a task's value. */
    static Optional<Interval> of(TaskScores scores, boolean proportion, long seed) {
        Units units = scores.units();
        if (proportion && !units.clustered()) {
            return Optional.of(Proportions.wilson(scores.ones(), scores.scored(), Bootstrap.LEVEL));
        }
        return of(units, seed, scores.shares() ? 0 : Double.NaN, scores.shares() ? 1 : Double.NaN, Bootstrap.LEVEL);
    }

    /** Of a mean, where values are known to lie in a range ({@code NaN} where they are not). */
    static Optional<Interval> of(Units units, long seed, double least, double most, double level) {
        return of(units, seed, least, most).apply(level);
    }

    /** The same at all levels. */
    static DoubleFunction<Optional<Interval>> of(Units units, long seed, double least, double most) {
        if (units.count() < 2) {
            return _ -> Optional.empty();
        }
        if (units.constant()) {
            return level -> constant(units, least, most, level);
        }
        DoubleFunction<Optional<Bootstrap.Bounds>> drawn = Bootstrap.intervals(List.of(units), seed);
        return level -> drawn.apply(level)
                .map(bounds -> bounds.named(level, method(bounds.kind(), units.clustered())));
    }

    private static String method(Bootstrap.Kind kind, boolean clustered) {
        return switch (kind) {
            case ACCELERATED -> clustered ? "cluster-bootstrap" : "bootstrap-bca";
            case PERCENTILE -> clustered ? "cluster-bootstrap" : "bootstrap-percentile";
            case EXPANSION -> clustered ? "cluster-expansion" : "expansion";
        };
    }

    /**
     * Equal values show no variation to resample. Another value may still come up with a share of at most Wilson's upper limit of 0 in
     * n, and would lie at the range's end at worst.
     */
    private static Optional<Interval> constant(Units units, double least, double most, double level) {
        if (Double.isNaN(least) || Double.isNaN(most)) {
            return Optional.empty();
        }
        double value = Math.clamp(units.estimate(), least, most);
        double share = Proportions.wilson(0, units.count(), level).high();
        return Optional.of(new Interval(value - share * (value - least), value + share * (most - value),
                level, "constant"));
    }

    /** Of the mean of several tasks' values, each with its weight: stratified bootstrap, or where a task shows no variation, MOVER. */
    static Optional<Interval> ofMean(List<Units> strata, List<Optional<Interval>> own, double value, long seed,
            double level) {
        if (strata.stream().noneMatch(Units::constant)) {
            return Bootstrap.interval(strata, seed, level).map(bounds -> bounds.named(level, STRATIFIED));
        }
        return own.stream().allMatch(Optional::isPresent)
                ? Optional.of(mover(strata, own.stream().map(Optional::orElseThrow).toList(), value, level))
                : Optional.empty();
    }

    /** Method of variance estimates recovery: distances to the tasks' own limits, squared and added (Zou and Donner 2008). */
    private static Interval mover(List<Units> strata, List<Interval> own, double value, double level) {
        double total = strata.stream().mapToDouble(Units::weight).sum();
        double below = 0;
        double above = 0;
        for (int i = 0; i < own.size(); i++) {
            double estimate = strata.get(i).estimate();
            double weight = strata.get(i).weight() / total;
            below += Math.pow(weight * (estimate - own.get(i).low()), 2);
            above += Math.pow(weight * (own.get(i).high() - estimate), 2);
        }
        return new Interval(value - Math.sqrt(below), value + Math.sqrt(above), level, "mover");
    }

}
