package dev.mekiki.select;

import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Selection;
import dev.mekiki.domain.Selection.Ranked;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Chooses among candidates: gates first, then a weighted utility on fixed ends, then the question whether the evidence separates the
 * best from the rest. A pure function; what is drawn at random is seeded. The method is told in docs/statistics.md.
 */
public final class Selector {
    /** What is wrong with a policy, before anything is measured; empty if nothing is. */
    public List<Problem> problems(Policy policy) {
        return PolicyProblems.of(policy);
    }

    /** @param policy without {@link #problems}; a criterion that can't be valued leaves the utility absent, and a reason says so */
    public Selection select(Findings findings, Policy policy) {
        List<Contender> contenders = OtherWays.apart(findings.candidates()
                .stream()
                .map(candidate -> Contender.of(candidate, policy))
                .toList());
        List<Contender> qualifying = contenders.stream().filter(Contender::qualifies).toList();
        Decision decision = Decision.among(qualifying, findings.comparisons());
        return new Selection(decision.outcome(), decision.chosen().stream().map(Contender::name).toList(),
                contenders.stream().flatMap(contender -> contender.gates().stream()).toList(),
                ranked(contenders, decision).stream().map(contender -> ranked(contender, decision)).toList(),
                Pareto.front(qualifying), new Explanation(findings, policy, contenders, decision).reasons());
    }

    /** Those that qualify first, then by utility; without a utility last. */
    static List<Contender> ranked(List<Contender> contenders, Decision decision) {
        return contenders.stream()
                .sorted(Comparator.comparing(Contender::qualifies)
                        .reversed()
                        .thenComparing(Comparator
                                .comparingDouble((Contender one) -> one.utility().orElse(Double.NEGATIVE_INFINITY))
                                .reversed())
                        .thenComparing(Comparator
                                .comparingDouble(
                                        (Contender one) -> decision.probabilities().getOrDefault(one.name(), 0.0))
                                .reversed()))
                .toList();
    }

    private static Ranked ranked(Contender contender, Decision decision) {
        OptionalDouble probability = contender.utilities().isEmpty()
                ? OptionalDouble.empty()
                : Stream.ofNullable(decision.probabilities().get(contender.name()))
                        .mapToDouble(Double::doubleValue)
                        .findFirst();
        return new Ranked(contender.name(), contender.utility(), probability, contender.contributions(),
                contender.qualifies());
    }
}
