package dev.mekiki.analysis;

import dev.mekiki.domain.Findings.Interval;
import java.util.List;
import java.util.Optional;

/** Which interval goes with which kind of evidence; docs/statistics.md says why. */
final class Intervals {
    private Intervals() {}

    /** Of a task's value. */
    static Optional<Interval> of(TaskScores scores, boolean proportion, long seed) {
        Units units = scores.units();
        if (proportion && !units.clustered()) {
            return Optional.of(Proportions.wilson(scores.ones(), scores.scored().size(), Bootstrap.LEVEL));
        }
        boolean share = scores.scored().values().stream().allMatch(entry -> entry.value() >= 0 && entry.value() <= 1);
        return of(units, seed, share ? 0 : Double.NaN, share ? 1 : Double.NaN);
    }

    /** Of a mean, where values are known to lie in a range ({@code NaN} where they are not). */
    static Optional<Interval> of(Units units, long seed, double least, double most) {
        if (units.count() < 2) {
            return Optional.empty();
        }
        if (units.constant()) {
            return constant(units, least, most);
        }
        return Bootstrap.interval(List.of(units), seed).map(bounds -> bounds.named(units.clustered()
                ? "cluster-bootstrap"
                : bounds.accelerated() ? "bootstrap-bca" : "bootstrap-percentile"));
    }

    /**
     * Equal values show no variation to resample. Another value may still come up with a share of at most Wilson's upper limit of 0 in
     * n, and would lie at the range's end at worst.
     */
    private static Optional<Interval> constant(Units units, double least, double most) {
        if (Double.isNaN(least) || Double.isNaN(most)) {
            return Optional.empty();
        }
        double value = Math.clamp(units.estimate(), least, most);
        double share = Proportions.wilson(0, units.count(), Bootstrap.LEVEL).high();
        return Optional.of(new Interval(value - share * (value - least), value + share * (most - value),
                Bootstrap.LEVEL, "constant"));
    }

    /** Of the unweighted mean of several tasks' values: stratified bootstrap, or where a task shows no variation, MOVER. */
    static Optional<Interval> ofMean(List<Units> strata, List<Optional<Interval>> own, double value, long seed) {
        if (strata.stream().noneMatch(Units::constant)) {
            return Bootstrap.interval(strata, seed).map(bounds -> bounds.named("stratified-bootstrap"));
        }
        return own.stream().allMatch(Optional::isPresent)
                ? Optional.of(mover(strata, own.stream().map(Optional::orElseThrow).toList(), value))
                : Optional.empty();
    }

    /** Method of variance estimates recovery: distances to the tasks' own limits, squared and added (Zou and Donner 2008). */
    private static Interval mover(List<Units> strata, List<Interval> own, double value) {
        double below = 0;
        double above = 0;
        for (int i = 0; i < own.size(); i++) {
            double estimate = strata.get(i).estimate();
            below += Math.pow((estimate - own.get(i).low()) / own.size(), 2);
            above += Math.pow((own.get(i).high() - estimate) / own.size(), 2);
        }
        return new Interval(value - Math.sqrt(below), value + Math.sqrt(above), Bootstrap.LEVEL, "mover");
    }

}
