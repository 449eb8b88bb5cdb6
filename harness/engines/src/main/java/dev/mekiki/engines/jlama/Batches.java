package dev.mekiki.engines.jlama;

/**
 * How positions are divided into batches. jlama's kernel for three rows by four columns forgets the corner that is left
 * over where rows are no multiple of 3 and a thread's columns none of 4; batches of 1, 2 or a multiple of 3 have no corner.
 * Few sizes also keep jlama's cache of buffers small, which holds buffers of every size ever used.
 */
final class Batches {
    private static final int LARGE = 96;
    private static final int MEDIUM = 12;
    private static final int SMALL = 3;

    private Batches() {}

    /** Size of the next batch when {@code remaining} positions are left. */
    static int next(int remaining) {
        return next(remaining, LARGE);
    }

    /** @param most a multiple of 12 */
    static int next(int remaining, int most) {
        if (remaining >= most) {
            return most;
        }
        if (remaining >= MEDIUM) {
            return remaining - remaining % MEDIUM;
        }
        return remaining >= SMALL ? remaining - remaining % SMALL : remaining;
    }
}
