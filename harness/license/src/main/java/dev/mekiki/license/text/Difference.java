package dev.mekiki.license.text;

import java.util.ArrayList;
import java.util.List;

/**
 * By which words a text differs from the one it resembles.
 *
 * @param added words that the text has and the license has not, in order
 * @param missing words that the license has and the text has not
 */
public record Difference(List<String> added, List<String> missing) {
    /** Beyond this the exact alignment is not worth its quadratic cost. */
    private static final long LARGEST_TABLE = 4_000_000;

    public Difference {
        added = List.copyOf(added);
        missing = List.copyOf(missing);
    }

    public boolean isEmpty() {
        return added.isEmpty() && missing.isEmpty();
    }

    /** The smallest difference (longest common subsequence); of very different texts, everything between common ends. */
    public static Difference between(List<String> license, List<String> text) {
        int head = 0;
        int shorter = Math.min(license.size(), text.size());
        while (head < shorter && license.get(head).equals(text.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && license.get(license.size() - 1 - tail).equals(text.get(text.size() - 1 - tail))) {
            tail++;
        }
        List<String> expected = license.subList(head, license.size() - tail);
        List<String> actual = text.subList(head, text.size() - tail);
        return (long) expected.size() * actual.size() > LARGEST_TABLE
                ? new Difference(actual, expected)
                : aligned(expected, actual);
    }

    private static Difference aligned(List<String> expected, List<String> actual) {
        int[][] common = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = actual.size() - 1; j >= 0; j--) {
                common[i][j] = expected.get(i).equals(actual.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> added = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < actual.size()) {
            if (i < expected.size() && j < actual.size() && expected.get(i).equals(actual.get(j))) {
                i++;
                j++;
            } else if (j == actual.size() || (i < expected.size() && common[i + 1][j] >= common[i][j + 1])) {
                missing.add(expected.get(i++));
            } else {
                added.add(actual.get(j++));
            }
        }
        return new Difference(added, missing);
    }
}
