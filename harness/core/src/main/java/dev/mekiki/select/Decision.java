package dev.mekiki.select;

import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.Selection.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who is chosen among those that qualify. One is selected when the evidence makes it the best with a probability of at least
 * 0.95; otherwise the smallest set that holds the best with that probability is tied.
 *
 * @param chosen the selected one, or all that are tied, likeliest first
 * @param probabilities of being the best, for all that qualify
 */
record Decision(Outcome outcome, List<Contender> chosen, Map<String, Double> probabilities) {
    static final double SURE = 0.95;

    Decision {
        chosen = List.copyOf(chosen);
        probabilities = Map.copyOf(probabilities);
    }

    static Decision among(List<Contender> qualifying, List<Comparison> comparisons) {
        if (qualifying.isEmpty()) {
            return new Decision(Outcome.NONE_QUALIFIES, List.of(), Map.of());
        }
        boolean drawn = qualifying.size() > 1 && !qualifying.getFirst().utilities().isEmpty();
        double[] shares = drawn
                ? new Worlds(qualifying).shares(comparisons)
                : IntStream.range(0, qualifying.size()).mapToDouble(i -> 1.0 / qualifying.size()).toArray();
        Map<String, Double> probabilities = new HashMap<>();
        for (int i = 0; i < shares.length; i++) {
            probabilities.put(qualifying.get(i).name(), Math.min(1, shares[i]));
        }
        List<Integer> likeliest = IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -shares[i]))
                .toList();
        List<Contender> chosen = new ArrayList<>();
        double held = 0;
        for (int i : likeliest) {
            if (held < SURE - 1e-9) {
                chosen.add(qualifying.get(i));
                held += shares[i];
            }
        }
        return new Decision(chosen.size() == 1 ? Outcome.SELECTED : Outcome.TIED, chosen, probabilities);
    }
}
