package dev.mekiki.engines.llamacpp.lib;

/** Tokens of one sequence that are computed in one call, with others' or alone. */
public final class Piece {
    private final int sequence;
    private final int[] ids;
    private final int from;
    private final int to;
    private final int position;
    private final Wanted wanted;

    /** Which tokens' logits are wanted. */
    public enum Wanted {
        NONE, LAST, ALL
    }

    /**
     * @param sequence from 0
     * @param ids of which those from {@code from} to {@code to} are computed; nobody changes them meanwhile
     * @param position of the first one
     * @param wanted whose logits are wanted
     */
    public Piece(int sequence, int[] ids, int from, int to, int position, Wanted wanted) {
        this.sequence = sequence;
        this.ids = ids;
        this.from = from;
        this.to = to;
        this.position = position;
        this.wanted = wanted;
    }

    public int sequence() {
        return sequence;
    }

    int[] ids() {
        return ids;
    }

    int from() {
        return from;
    }

    public int position() {
        return position;
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
