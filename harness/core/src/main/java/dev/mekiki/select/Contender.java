package dev.mekiki.select;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Policy.Criterion;
import dev.mekiki.domain.Selection.GateResult;
import dev.mekiki.domain.Selection.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A candidate under a policy: its gates, and what it is worth by each criterion. */
record Contender(CandidateFindings findings, List<GateResult> gates, List<Utility> utilities) {
    Contender {
        gates = List.copyOf(gates);
        utilities = List.copyOf(utilities);
    }

    static Contender of(CandidateFindings candidate, Policy policy) {
        return new Contender(candidate, policy.gates().stream().map(gate -> Gates.check(candidate, gate)).toList(),
                policy.criteria()
                        .stream()
                        .map(criterion -> Utility.of(criterion, Resolver.resolve(candidate, criterion.metric())))
                        .toList());
    }

    String name() {
        return findings.name();
    }

    boolean refused() {
        return findings.refused().isPresent();
    }

    boolean qualifies() {
        return !refused() && gates.stream().allMatch(gate -> gate.state() == State.PASSED);
    }

    List<GateResult> gates(State state) {
        return gates.stream().filter(gate -> gate.state() == state).toList();
    }

    /** Weighted mean of the criteria's worth; absent where a criterion has none, or there is no criterion. */
    OptionalDouble utility() {
        if (utilities.isEmpty() || utilities.stream().anyMatch(utility -> utility.value().isEmpty())) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(contributions().values().stream().mapToDouble(Double::doubleValue).sum());
    }

    /** What each criterion that has a value adds to the utility. */
    Map<String, Double> contributions() {
        double total = utilities.stream().map(Utility::criterion).mapToDouble(Criterion::weight).sum();
        Map<String, Double> contributions = new LinkedHashMap<>();
        for (Utility utility : utilities) {
            utility.value()
                    .ifPresent(value -> contributions.merge(utility.criterion().metric(),
                            utility.criterion().weight() * value / total, Double::sum));
        }
        return contributions;
    }
}
