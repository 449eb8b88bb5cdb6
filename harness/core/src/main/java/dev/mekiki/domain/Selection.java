package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Which candidate to choose, and why. */
public record Selection(Outcome outcome, List<String> candidates, List<GateResult> gates, List<Ranked> ranking,
        List<String> paretoFront, List<Reason> reasons) {
    /** How the selection ended. */
    public enum Outcome {
        SELECTED, TIED, NONE_QUALIFIES;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether a candidate meets a gate. */
    public enum State {
        PASSED, FAILED, UNDECIDED
    }

    /** @param gate the gate in one line, as in the policy */
    public record GateResult(String candidate, String gate, State state, Reason reason) {}

    /**
     * @param utility weighted, 0 to 1; absent when a criterion has no value
     * @param probabilityBest share of resampled worlds in which this candidate has the highest utility of those that qualify
     * @param contributions of each criterion to the utility
     * @param qualifies whether it passed all gates
     */
    public record Ranked(String candidate, OptionalDouble utility, OptionalDouble probabilityBest,
            Map<String, Double> contributions, boolean qualifies) {
        public Ranked {
            contributions = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(contributions));
        }
    }

    /**
     * A reason in a form that can be said in any language: {@code key} names the sentence in the message bundles,
     * {@code arguments} are its parts, {@code text} is the English sentence.
     */
    public record Reason(String key, List<String> arguments, String text) {
        public Reason {
            arguments = List.copyOf(arguments);
        }
    }

    public Selection {
        requireNonNull(outcome, "outcome");
        candidates = List.copyOf(candidates);
        gates = List.copyOf(gates);
        ranking = List.copyOf(ranking);
        paretoFront = List.copyOf(paretoFront);
        reasons = List.copyOf(reasons);
    }
}
