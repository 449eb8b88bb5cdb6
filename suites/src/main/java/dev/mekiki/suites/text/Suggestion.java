package dev.mekiki.suites.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What a misspelt name was probably meant to be. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code " (did you mean X?)"}, or nothing if no known name is near. */
    public static String among(String given, Collection<String> known) {
        int most = Math.max(1, given.length() / 3);
        return known.stream().filter(name -> distance(given, name) <= most)
                .min(Comparator.comparingInt(name -> distance(given, name)))
                .map(name -> " (did you mean " + name + "?)").orElse("");
    }

    /** Levenshtein's distance, without regard to case; a swap of neighbours counts as one. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT).replace('_', '-');
        String b = other.toLowerCase(Locale.ROOT).replace('_', '-');
        if (Math.abs(a.length() - b.length()) > 8 || a.length() > 100) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
