package dev.mekiki.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * When to look at samples that come in a seeded order, and how much of the error each look may spend. At a share t of all samples α·t² is spent (the
 * power family of Kim and DeMets 1987, Biometrika 74, 149–154). What a look spends is its own level, and the looks' levels sum up to α: whatever
 * the looks have to do with each other, the error of all of them together is at most α.
 */
public record LookSchedule(List<Look> looks) {
    private static final List<Double> SHARES = List.of(0.125, 0.25, 0.5, 1.0);
    private static final int FEWEST = 25;

    public LookSchedule {
        looks = List.copyOf(looks);
    }

    /**
     * @param share of all samples
     * @param error one-sided level at which this look decides
     */
    public record Look(double share, double error) {}

    /**
     * @param samples in all; no look is at fewer than 25
     * @param error of all looks together, one-sided
     */
    public static LookSchedule of(int samples, double error) {
        List<Look> looks = new ArrayList<>();
        double before = 0;
        for (double share : SHARES) {
            if (share == 1 || samples * share >= FEWEST) {
                looks.add(new Look(share, error * (share * share - before * before)));
                before = share;
            }
        }
        return new LookSchedule(looks);
    }

    public Look last() {
        return looks.getLast();
    }

    /** How many of a list's samples stand before a look's end. */
    public static int count(int samples, double share) {
        return (int) Math.min(samples, Math.ceil(samples * share));
    }
}
