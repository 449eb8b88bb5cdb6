package dev.mekiki.suites.translation;

/**
 * Fewest insertions, deletions and replacements between two rows of words, and which words they leave opposite each other. As in sacreBLEU only
 * alignments near the diagonal are looked at, which bounds time and memory.
 */
final class WordAlignment {
    private static final int BEAM = 25;
    private static final int FAR = Integer.MAX_VALUE / 2;

    private enum Step {
        NONE, SAME, REPLACE, DROP, INSERT
    }

    private final int distance;
    private final int[] positions;
    private final boolean[] unmatched;
    private final boolean[] wrong;

    private WordAlignment(int[] words, int[] reference, Row[] rows) {
        this.distance = rows[words.length].cost(reference.length);
        this.positions = new int[reference.length];
        this.unmatched = new boolean[reference.length];
        this.wrong = new boolean[words.length];
        int i = words.length;
        int j = reference.length;
        while (i > 0 || j > 0) {
            Step step = rows[i].step(j);
            boolean word = step != Step.INSERT;
            boolean wanted = step != Step.DROP;
            if (wanted) {
                positions[j - 1] = i - 1;
                unmatched[j - 1] = step != Step.SAME;
            }
            if (word) {
                wrong[i - 1] = step != Step.SAME;
            }
            i -= word ? 1 : 0;
            j -= wanted ? 1 : 0;
        }
    }

    /** @param reference not empty */
    static WordAlignment of(int[] words, int[] reference) {
        Row[] rows = new Row[words.length + 1];
        rows[0] = Row.first(reference.length);
        double slope = words.length == 0 ? 1 : (double) reference.length / words.length;
        int beam = BEAM < slope / 2 ? (int) Math.ceil(slope / 2 + BEAM) : BEAM;
        for (int i = 1; i <= words.length; i++) {
            int diagonal = (int) Math.floor(i * slope);
            int to = i == words.length ? reference.length + 1 : Math.min(reference.length + 1, diagonal + beam);
            rows[i] = Row.after(rows[i - 1], words[i - 1], reference, Math.max(0, diagonal - beam), to);
        }
        return new WordAlignment(words, reference, rows);
    }

    int distance() {
        return distance;
    }

    /** The word opposite a reference's word, or the one before it; -1 before the first. */
    int position(int at) {
        return positions[at];
    }

    /** Whether any of the words from one to before another stands wrong. */
    boolean wrong(int from, int to) {
        return any(wrong, from, to);
    }

    /** Whether any of the reference's words from one to before another has none of its like opposite. */
    boolean unmatched(int from, int to) {
        return any(unmatched, from, to);
    }

    private static boolean any(boolean[] marks, int from, int to) {
        for (int i = from; i < to; i++) {
            if (marks[i]) {
                return true;
            }
        }
        return false;
    }

    /** Costs up to each of the reference's words from the first one looked at, and the step that led there. */
    private static final class Row {
        private final int from;
        private final int[] costs;
        private final Step[] steps;

        private Row(int from, int length) {
            this.from = from;
            this.costs = new int[length];
            this.steps = new Step[length];
        }

        static Row first(int length) {
            Row row = new Row(0, length + 1);
            for (int j = 0; j <= length; j++) {
                row.costs[j] = j;
                row.steps[j] = Step.INSERT;
            }
            return row;
        }

        /** Of steps that cost the same, opposite words come first, then a dropped one. */
        static Row after(Row above, int word, int[] reference, int from, int to) {
            Row row = new Row(from, to - from);
            for (int j = from; j < to; j++) {
                boolean same = j > 0 && word == reference[j - 1];
                int opposite = j == 0 ? FAR : above.cost(j - 1) + (same ? 0 : 1);
                int drop = above.cost(j) + 1;
                int insert = j == from ? FAR : row.cost(j - 1) + 1;
                int least = Math.min(FAR, Math.min(opposite, Math.min(drop, insert)));
                Step step = least == FAR
                        ? Step.NONE
                        : least == opposite ? same ? Step.SAME : Step.REPLACE : least == drop ? Step.DROP : Step.INSERT;
                row.costs[j - from] = least;
                row.steps[j - from] = step;
            }
            return row;
        }

        int cost(int j) {
            return j < from || j - from >= costs.length ? FAR : costs[j - from];
        }

        Step step(int j) {
            return steps[j - from];
        }
    }
}
