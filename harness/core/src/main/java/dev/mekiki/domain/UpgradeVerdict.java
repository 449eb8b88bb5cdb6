package dev.mekiki.domain;

import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.domain.Selection.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Whether something new may replace what is in use, rule by rule. */
public record UpgradeVerdict(List<RuleResult> rules) {
    public UpgradeVerdict {
        rules = List.copyOf(rules);
    }

    /** Failed if any rule failed; passed if all passed. */
    public State state() {
        if (rules.stream().anyMatch(rule -> rule.state() == State.FAILED)) {
            return State.FAILED;
        }
        return rules.stream().allMatch(rule -> rule.state() == State.PASSED) ? State.PASSED : State.UNDECIDED;
    }

    public List<RuleResult> rules(State state) {
        return rules.stream().filter(rule -> rule.state() == state).toList();
    }

    /**
     * @param text the rule in one line, as in the policy
     * @param samples that changed sides, where the rule is about those
     */
    public record RuleResult(UpgradePolicy.Rule rule, String text, State state, Reason reason, Numbers numbers,
            List<String> samples) {
        public RuleResult {
            samples = List.copyOf(samples);
        }
    }

    /**
     * What a rule went by; absent where it went by none such.
     *
     * @param effect candidate − baseline, or candidate ÷ baseline, or the candidate's value alone
     * @param interval of the effect
     * @param limit margin, ratio or bound
     * @param p one-sided, of “worse by the margin or more”; {@code pAdjusted} beside the other rules
     * @param needed samples that would decide it
     */
    public record Numbers(OptionalDouble baseline, OptionalDouble candidate, OptionalDouble effect,
            Optional<Interval> interval, OptionalDouble limit, OptionalInt n, OptionalLong needed, OptionalDouble p,
            OptionalDouble pAdjusted) {
        public static final Numbers NONE = new Numbers(OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(),
                OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }
}
