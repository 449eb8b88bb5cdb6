package dev.mekiki.suites.translation;

import dev.mekiki.suites.python.PythonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** chrF2 (Popović 2015): runs of one to six characters (code points), white space left out; of several references the one that fits best. */
public record ChrF() implements TranslationScore {
    private static final int ORDERS = 6;
    /** β²: recall counts as much as four precisions. */
    private static final double FACTOR = 4;

    /** For each length of runs: those of the hypothesis, of the reference, of both. */
    @Override
    public double[] counts(String hypothesis, List<String> references) {
        int[] given = characters(hypothesis);
        double[] best = new double[0];
        double most = -1;
        for (String reference : references) {
            double[] counts = counts(given, characters(reference));
            double score = ofCorpus(counts);
            if (score > most) {
                most = score;
                best = counts;
            }
        }
        return best;
    }

    @Override
    public double ofCorpus(double[] counts) {
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int i = 0; i < 3 * ORDERS; i += 3) {
            if (counts[i] > 0 && counts[i + 1] > 0) {
                precision += counts[i + 2] / counts[i];
                recall += counts[i + 2] / counts[i + 1];
                orders++;
            }
        }
        if (precision + recall == 0) {
            return 0;
        }
        precision /= orders;
        recall /= orders;
        return 100 * (1 + FACTOR) * precision * recall / (FACTOR * precision + recall);
    }

    private static double[] counts(int[] given, int[] wanted) {
        double[] counts = new double[3 * ORDERS];
        for (int order = 1; order <= ORDERS; order++) {
            int at = 3 * (order - 1);
            counts[at + 1] = Math.max(0, wanted.length - order + 1);
            if (counts[at + 1] > 0) { // without any in the reference, the hypothesis's do not count
                counts[at] = Math.max(0, given.length - order + 1);
                Map<String, Integer> runs = runs(wanted, order);
                runs(given, order).forEach(
                        (run, times) -> counts[at + 2] += Math.min(times, runs.getOrDefault(run, 0)));
            }
        }
        return counts;
    }

    private static int[] characters(String text) {
        return text.codePoints().filter(point -> !PythonText.isSpace(point)).toArray();
    }

    private static Map<String, Integer> runs(int[] text, int order) {
        Map<String, Integer> runs = new HashMap<>();
        for (int i = 0; i + order <= text.length; i++) {
            runs.merge(new String(text, i, order), 1, Integer::sum);
        }
        return runs;
    }
}
