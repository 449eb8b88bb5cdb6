package dev.mekiki.suites;

import dev.mekiki.domain.Problem;
import dev.mekiki.suites.yaml.Located;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Problems of a data file's rows; the same one in many rows is told once, with the first row and how many more. */
final class RowProblems {
    private static final int KINDS = 20;
    private static final int ROWS = 100;

    private record Kind(Located where, String message) {}

    private record Rows(int first, int count) {}

    private final String data;
    private final Map<Kind, Rows> found = new LinkedHashMap<>();
    private int count;

    RowProblems(String data) {
        this.data = data;
    }

    /** @param row from 1 */
    void add(int row, Located where, String message) {
        count++;
        if (found.size() < KINDS || found.containsKey(new Kind(where, message))) {
            found.merge(new Kind(where, message), new Rows(row, 1),
                    (before, now) -> new Rows(before.first(), before.count() + 1));
        }
    }

    /** Whether going on would not tell more. */
    boolean full() {
        return count >= ROWS;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    void tell(Consumer<Problem> problems) {
        found.forEach((kind, rows) -> problems.accept(kind.where().problem("row " + rows.first() + " of " + data
                + (rows.count() > 1 ? ", and " + (rows.count() - 1) + (full() ? " or more" : "") + " other rows" : "")
                + ": "
                + kind.message())));
    }
}
