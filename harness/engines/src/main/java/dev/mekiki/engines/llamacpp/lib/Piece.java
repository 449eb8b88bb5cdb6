package dev.mekiki.engines.llamacpp.lib;

/**
 * Tokens of one sequence that are computed in one call, with others' or alone.
 *
 * @param sequence from 0
 * @param ids of which those from {@code from} to {@code to} are computed
 * @param position of the first one
 * @param wanted whose logits are wanted
 */
public record Piece(int sequence, int[] ids, int from, int to, int position, Wanted wanted) {
    /** Which tokens' logits are wanted. */
    public enum Wanted {
        NONE, LAST, ALL
    }

    /** How many tokens. */
    public int count() {
        return to - from;
    }

    /** How many tokens' logits are wanted. */
    public int rows() {
        return switch (wanted) {
            case NONE -> 0;
            case LAST -> 1;
            case ALL -> count();
        };
    }

    boolean flagged(int index) {
        return wanted == Wanted.ALL || (wanted == Wanted.LAST && index == count() - 1);
    }
}
