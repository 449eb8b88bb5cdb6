package dev.mekiki.suites.metric;

import dev.mekiki.suites.japanese.JapaneseNormaliser;
import dev.mekiki.suites.python.PythonText;
import dev.mekiki.suites.translation.ChrF;
import dev.mekiki.suites.translation.TranslationScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far two texts are made of the same characters in the same order, 0 to 1. */
final class Overlap {
    private static final TranslationScore CHRF = new ChrF();

    private Overlap() {}

    /** ROUGE-L's F1 over characters (code points, white space left out) after {@link JapaneseNormaliser#text}. */
    static double rougeL(String answer, String accepted) {
        int[] given = characters(JapaneseNormaliser.text(answer));
        int[] wanted = characters(JapaneseNormaliser.text(accepted));
        return given.length + wanted.length == 0
                ? 0
                : 2.0 * longestCommon(given, wanted) / (given.length + wanted.length);
    }

    /** sacreBLEU's sentence chrF2, divided by 100. */
    static double chrF(String answer, String accepted) {
        return CHRF.ofSegment(CHRF.counts(answer, List.of(accepted))) / 100;
    }

    /**
     * fuzzywuzzy's {@code token_sort_ratio} / 100 with python-Levenshtein, which llm-jp-eval calls char_f1: characters U+0080 to U+00FF dropped,
     * everything but letters, numerals and _ made a space, lower case, words sorted, twice the longest common subsequence over both lengths,
     * rounded to per cent. It takes -5 for 5 and 10% for 10.
     */
    static double tokenSortRatio(String answer, String accepted) {
        int[] given = sortedWords(answer);
        int[] wanted = sortedWords(accepted);
        if (Arrays.equals(given, wanted)) {
            return 1;
        }
        if (given.length == 0 || wanted.length == 0) {
            return 0;
        }
        return Math.rint(100.0 * 2 * longestCommon(given, wanted) / (given.length + wanted.length)) / 100;
    }

    private static int[] sortedWords(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().filter(point -> point < 0x80 || point > 0xFF).forEach(
                point -> plain.appendCodePoint(isWord(point) ? Character.toLowerCase(point) : ' '));
        List<String> words = new ArrayList<>(Arrays.asList(plain.toString().split(" +")));
        words.removeIf(String::isEmpty);
        words.sort(Overlap::byCodePoints);
        return String.join(" ", words).codePoints().toArray();
    }

    private static int byCodePoints(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }

    private static boolean isWord(int point) {
        int type = Character.getType(point);
        return Character.isLetter(point) || point == '_' || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
    }

    private static int[] characters(String text) {
        return text.codePoints().filter(point -> !PythonText.isSpace(point)).toArray();
    }

    /**
     * Length of the longest common subsequence, 64 places at a time (Hyyrö 2004), so that two texts of 50,000 characters take well under a
     * second.
     */
    static int longestCommon(int[] one, int[] other) {
        int words = (one.length + 63) / 64;
        Map<Integer, long[]> places = new HashMap<>();
        for (int i = 0; i < one.length; i++) {
            places.computeIfAbsent(one[i], point -> new long[words])[i / 64] |= 1L << (i % 64);
        }
        long[] row = new long[words];
        Arrays.fill(row, -1L);
        for (int point : other) {
            long[] match = places.get(point);
            if (match == null) {
                continue;
            }
            long carry = 0;
            for (int w = 0; w < words; w++) {
                long both = row[w] & match[w];
                long sum = row[w] + both;
                long carried = sum + carry;
                boolean over = Long.compareUnsigned(sum, row[w]) < 0 || Long.compareUnsigned(carried, sum) < 0;
                row[w] = carried | (row[w] & ~match[w]);
                carry = over ? 1 : 0;
            }
        }
        int common = 0;
        for (int i = 0; i < one.length; i++) {
            common += (row[i / 64] >>> (i % 64) & 1) == 0 ? 1 : 0;
        }
        return common;
    }
}
