package dev.mekiki.suites.translation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU (Papineni et al. 2002) up to four words, with sacreBLEU's defaults (Post 2018): case kept, exponential smoothing, the closest reference's length. A
 * segment by itself is scored up to the longest run of words that it has.
 */
public record Bleu(Tokens tokens) implements TranslationScore {
    private static final int ORDERS = 4;

    /** Lengths of hypothesis and reference, then for one to four words the runs that a reference has, then all runs. */
    @Override
    public double[] counts(String hypothesis, List<String> references) {
        List<String> given = tokens.of(hypothesis);
        List<List<String>> wanted = references.stream().map(tokens::of).toList();
        Map<List<String>, Integer> most = new HashMap<>();
        for (List<String> reference : wanted) {
            runs(reference).forEach((run, times) -> most.merge(run, times, Math::max));
        }
        double[] counts = new double[2 + 2 * ORDERS];
        counts[0] = given.size();
        counts[1] = closest(given.size(), wanted);
        runs(given).forEach((run, times) -> {
            counts[1 + run.size()] += Math.min(times, most.getOrDefault(run, 0));
            counts[1 + ORDERS + run.size()] += times;
        });
        return counts;
    }

    @Override
    public double ofCorpus(double[] counts) {
        return score(counts, ORDERS);
    }

    @Override
    public double ofSegment(double[] counts) {
        int orders = ORDERS;
        while (orders > 1 && counts[1 + ORDERS + orders] == 0) {
            orders--;
        }
        return score(counts, orders);
    }

    /** Of two references that are equally near in length, the shorter. */
    private static int closest(int length, List<List<String>> references) {
        int found = references.getFirst().size();
        for (List<String> reference : references) {
            int nearer = Math.abs(found - length) - Math.abs(reference.size() - length);
            if (nearer > 0 || (nearer == 0 && reference.size() < found)) {
                found = reference.size();
            }
        }
        return found;
    }

    private static Map<List<String>, Integer> runs(List<String> words) {
        Map<List<String>, Integer> runs = new HashMap<>();
        for (int order = 1; order <= ORDERS; order++) {
            for (int i = 0; i + order <= words.size(); i++) {
                runs.merge(words.subList(i, i + order), 1, Integer::sum);
            }
        }
        return runs;
    }

    private static double score(double[] counts, int orders) {
        double logarithms = 0;
        double halves = 1;
        boolean any = false;
        for (int order = 1; order <= orders; order++) {
            double right = counts[1 + order];
            double all = counts[1 + ORDERS + order];
            if (all == 0) {
                return 0;
            }
            any |= right > 0;
            halves *= right > 0 ? 1 : 2;
            logarithms += Math.log(100 * (right > 0 ? right : 1 / halves) / all);
        }
        double brevity = counts[0] < counts[1] ? Math.exp(1 - counts[1] / counts[0]) : 1;
        return any ? brevity * Math.exp(logarithms / orders) : 0;
    }
}
