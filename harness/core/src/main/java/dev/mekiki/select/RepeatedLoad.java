package dev.mekiki.select;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.LoadRepeats;
import dev.mekiki.domain.LoadRepeats.Spread;
import dev.mekiki.select.Measure.Kind;
import dev.mekiki.select.Measure.Known;
import dev.mekiki.select.Measure.Missing;
import java.util.Optional;
import java.util.OptionalInt;

/** What a metric's name stands for where its load profile was measured several times: the mean over the repeats, as sure as they agree. */
final class RepeatedLoad {
    private RepeatedLoad() {}

    /**
     * @param measure as the repeats name it
     * @param path the whole metric's name
     * @return empty where the profile has no repeats, or none of them has this measure
     */
    static Optional<Measure> measure(CandidateFindings candidate, String profile, String measure,
            Optional<Better> better, String path) {
        Optional<LoadRepeats> repeats = candidate.repeats(profile);
        if (repeats.isPresent() && repeats.get().verdict().equals("invalid")) {
            return Optional.of(Missing.because("missing.invalid-load", path, String.join("; ", repeats.get().why())));
        }
        return repeats.flatMap(found -> found.measure(measure)).map(spread -> known(spread, measure, better));
    }

    private static Measure known(Spread spread, String measure, Optional<Better> better) {
        if (measure.equals("failed")) {
            return Known.fact(Math.rint(spread.mean() * spread.n()), better);
        }
        return measure.equals("peak_process_bytes") || measure.endsWith("/max")
                ? Known.fact(spread.most(), better)
                : new Known(spread.mean(), spread.interval(), better, OptionalInt.of(spread.n()), Kind.MEASURED);
    }
}
