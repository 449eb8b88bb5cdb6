package dev.mekiki.cli;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LoadProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks for the highest load that keeps a limit: doubles until it is broken, then halves the distance. */
final class LoadCapacity {
    private static final int MOST_LEVELS = 16;
    private static final double HIGHEST = 4096;
    private static final double CLOSE = 1.08;

    /** Measures a level. */
    @FunctionalInterface
    interface Bench {
        LoadMeasured measure(LoadProfile profile) throws Failure, InvalidInput;
    }

    private final LoadLimit limit;
    private final LoadLevels levels;
    private final Bench bench;
    private final List<LoadMeasured> measured = new ArrayList<>();
    private double kept;
    private double broken = Double.POSITIVE_INFINITY;
    private boolean certified;

    LoadCapacity(LoadLimit limit, LoadLevels levels, Bench bench) {
        this.limit = limit;
        this.levels = levels;
        this.bench = bench;
    }

    /** All levels measured, in the order of their load. */
    List<LoadMeasured> run() throws Failure, InvalidInput {
        double level = levels.first();
        while (measured.size() < MOST_LEVELS && level > 0 && level <= HIGHEST) {
            LoadMeasured one = bench.measure(levels.at(level));
            measured.add(one);
            if (limit.kept(one.found())) {
                kept = level;
                certified = limit.certified(one.found());
            } else {
                broken = level;
            }
            if (broken <= kept * CLOSE || (!levels.open() && broken - kept <= 1)) {
                break;
            }
            level = Double.isInfinite(broken) ? 2 * kept : whole((kept + broken) / 2);
            if (kept == 0 && broken < 0.01) {
                break;
            }
        }
        measured.sort((a, b) -> Double.compare(load(a.profile()), load(b.profile())));
        return measured;
    }

    private double whole(double level) {
        return levels.open() ? level : Math.floor(level);
    }

    private static double load(LoadProfile profile) {
        return profile.shaped().arrivals().map(arrivals -> arrivals.ratePerS())
                .orElseGet(() -> (double) profile.concurrency());
    }

    /** What was found, in words. */
    String said() {
        String unit = levels.open() ? " requests a second" : " users at once";
        if (kept == 0) {
            return "not even the lowest load kept " + limit;
        }
        return limit + " holds up to " + number(kept) + unit
                + (Double.isInfinite(broken) ? ", the highest that was tried" : ", not at " + number(broken))
                + (certified ? " (with 99 % certainty)" : " (as observed; more --requests would make it certain)");
    }

    private static String number(double level) {
        return level == Math.rint(level)
                ? String.format(Locale.ROOT, "%.0f", level)
                : String.format(Locale.ROOT, "%.2f", level);
    }
}
