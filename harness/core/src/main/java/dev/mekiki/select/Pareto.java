package dev.mekiki.select;

import dev.mekiki.select.Measure.Known;
import java.util.List;

/** Candidates that no other one beats: not worse by any criterion and better by one. */
final class Pareto {
    private Pareto() {}

    /** Names on the front, in the order given; a contender without a value for some criterion is left out. */
    static List<String> front(List<Contender> contenders) {
        List<Contender> complete = contenders.stream()
                .filter(contender -> !contender.utilities().isEmpty()
                        && contender.utilities().stream().allMatch(utility -> utility.value().isPresent()))
                .toList();
        return complete.stream()
                .filter(one -> complete.stream().noneMatch(other -> dominates(other, one)))
                .map(Contender::name)
                .toList();
    }

    private static boolean dominates(Contender a, Contender b) {
        boolean better = false;
        for (int i = 0; i < a.utilities().size(); i++) {
            double gain = gain(a.utilities().get(i), b.utilities().get(i));
            if (gain < 0) {
                return false;
            }
            better |= gain > 0;
        }
        return better;
    }

    /** Of the values themselves: what the policy's ends cut off still tells candidates apart. */
    private static double gain(Utility a, Utility b) {
        double difference = ((Known) a.measure()).value() - ((Known) b.measure()).value();
        return a.higherIsBetter() ? difference : -difference;
    }
}
