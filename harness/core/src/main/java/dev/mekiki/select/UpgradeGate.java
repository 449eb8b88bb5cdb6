package dev.mekiki.select;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.Policy.Gate;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.GateResult;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.domain.UpgradeEvidence;
import dev.mekiki.domain.UpgradeEvidence.Flips;
import dev.mekiki.domain.UpgradeEvidence.Margin;
import dev.mekiki.domain.UpgradePolicy;
import dev.mekiki.domain.UpgradePolicy.Rule;
import dev.mekiki.domain.UpgradeVerdict;
import dev.mekiki.domain.UpgradeVerdict.Numbers;
import dev.mekiki.domain.UpgradeVerdict.RuleResult;
import dev.mekiki.select.Measure.Known;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Whether something new may replace what is in use. A pure function of the evidence. */
public final class UpgradeGate {
    private UpgradeGate() {}

    public static UpgradeVerdict judge(UpgradePolicy policy, UpgradeEvidence evidence) {
        return new UpgradeVerdict(policy.rules().stream().map(rule -> judge(rule, policy, evidence)).toList());
    }

    private static RuleResult judge(Rule rule, UpgradePolicy policy, UpgradeEvidence evidence) {
        return switch (rule) {
            case Rule.NonInferior asked -> margin(asked, policy, evidence.margins().get(asked.place().key()));
            case Rule.Flips asked -> flips(asked, evidence.flips().get(asked.place().key()));
            case Rule.Ratio asked -> RatioRule.judge(asked, evidence);
            case Rule.LicenseNotWorse asked -> license(asked, evidence);
            case Rule.Alone alone -> alone(alone, evidence.candidate());
        };
    }

    /** A rule as it stands in the policy, in one line. */
    public static String line(Rule rule) {
        return switch (rule) {
            case Rule.NonInferior asked -> asked.name() + ": non-inferior-by " + Figures.plain(asked.margin())
                    + ", confidence " + Figures.plain(asked.confidence()) + (asked.primary() ? ", primary" : "");
            case Rule.Flips asked -> asked.name() + ": flips-at-most " + asked.most();
            case Rule.Ratio asked -> asked.name() + ": "
                    + (asked.atMost().isPresent() ? "ratio-at-most " : "ratio-at-least ")
                    + Figures.plain(asked.limit()) + confidence(asked.confidence());
            case Rule.LicenseNotWorse _ -> "license: not-worse";
            case Rule.Alone(var _, Gate.LicenseAtWorst(Verdict worst)) -> "license: " + worst.id();
            case Rule.Alone(var _, Gate.MetricBound bound) -> bound.metric()
                    + (bound.atLeast().isPresent() ? ": at-least " : ": at-most ")
                    + Figures.plain(bound.atLeast().orElseGet(() -> bound.atMost().orElseThrow()))
                    + confidence(bound.confidence());
        };
    }

    private static String confidence(OptionalDouble confidence) {
        return confidence.isPresent() ? ", confidence " + Figures.plain(confidence.getAsDouble()) : "";
    }

    static RuleResult result(Rule rule, State state, Numbers numbers, String key, String... arguments) {
        return new RuleResult(rule, line(rule), state, ReasonText.of(key, arguments), numbers, List.of());
    }

    static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }

    private static RuleResult margin(Rule.NonInferior rule, UpgradePolicy policy,
            @Nullable Margin evidence) {
        return switch (evidence) {
            case null -> result(rule, State.UNDECIDED, Numbers.NONE, "upgrade.obstacle.no-pairs");
            case Margin.None(var why) -> new RuleResult(rule, line(rule), State.UNDECIDED, why, Numbers.NONE,
                    List.of());
            case Margin.Paired paired -> margin(rule, policy, paired);
        };
    }

    private static RuleResult margin(Rule.NonInferior rule, UpgradePolicy policy, Margin.Paired paired) {
        // a p that is equal to the error has its bound on the margin, which is not above it
        double error = 1 - rule.confidence() - 1e-12;
        boolean passed = paired.notWorse().orElse(1) <= error;
        boolean failed = !passed && paired.worse().orElse(1) <= error;
        boolean alone = paired.alone().orElse(1) <= error;
        State state = passed ? State.PASSED : failed ? State.FAILED : State.UNDECIDED;
        OptionalLong needed = state == State.UNDECIDED ? paired.needed() : OptionalLong.empty();
        Numbers numbers = new Numbers(OptionalDouble.of(paired.baseline()), OptionalDouble.of(paired.candidate()),
                OptionalDouble.of(paired.difference()), paired.interval(), OptionalDouble.of(rule.margin()),
                OptionalInt.of(paired.n()), needed, paired.alone(), paired.notWorse());
        String bound = paired.interval().map(interval -> signed(paired.better() == Better.HIGHER
                ? failed ? interval.high() : interval.low()
                : failed ? interval.low() : interval.high())).orElse("–");
        String key = "upgrade.margin." + switch (state) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case UNDECIDED -> alone ? "undecided-family" : needed.isPresent() ? "undecided" : "undecided-open";
        };
        return result(rule, state, numbers, key, Figures.number(paired.baseline()),
                Figures.number(paired.candidate()), signed(paired.difference()), Figures.level(rule.confidence()),
                bound, Figures.plain(rule.margin()), Integer.toString(paired.n()),
                needed.isPresent() ? Long.toString(needed.getAsLong()) : "–", Integer.toString(policy.family()));
    }

    private static RuleResult flips(Rule.Flips rule, @Nullable Flips evidence) {
        return switch (evidence) {
            case null -> result(rule, State.UNDECIDED, Numbers.NONE, "upgrade.obstacle.no-pairs");
            case Flips.None(var why) -> new RuleResult(rule, line(rule), State.UNDECIDED, why, Numbers.NONE,
                    List.of());
            case Flips.Counted counted -> {
                int lost = counted.toFail().size();
                State state = lost > rule.most()
                        ? State.FAILED
                        : lost + counted.unchecked() > rule.most() ? State.UNDECIDED : State.PASSED;
                Numbers numbers = new Numbers(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(lost),
                        Optional.empty(), OptionalDouble.of(rule.most()), OptionalInt.of(counted.n()),
                        OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
                yield new RuleResult(rule, line(rule), state, ReasonText.of("upgrade.flips."
                        + state.name().toLowerCase(Locale.ROOT), Integer.toString(lost),
                        Integer.toString(counted.n()), Integer.toString(rule.most()),
                        Integer.toString(counted.toPass()), Integer.toString(counted.unchecked())), numbers,
                        counted.toFail());
            }
        };
    }

    private static RuleResult license(Rule.LicenseNotWorse rule, UpgradeEvidence evidence) {
        Optional<Verdict> before = evidence.baseline().license().map(LicenseFinding::verdict);
        Optional<Verdict> after = evidence.candidate().license().map(LicenseFinding::verdict);
        if (before.isEmpty() || after.isEmpty()) {
            return result(rule, State.UNDECIDED, Numbers.NONE, before.isEmpty()
                    ? "upgrade.license.unchecked-baseline"
                    : "upgrade.license.unchecked");
        }
        boolean worse = after.get().compareTo(before.get()) > 0;
        return result(rule, worse ? State.FAILED : State.PASSED, Numbers.NONE,
                worse ? "upgrade.license.failed" : "upgrade.license.passed", Gates.verdict(before.get()),
                Gates.verdict(after.get()));
    }

    private static RuleResult alone(Rule.Alone rule, CandidateFindings candidate) {
        GateResult result = Gates.check(candidate, rule.gate());
        Numbers numbers = rule.gate() instanceof Gate.MetricBound bound
                && Resolver.resolve(candidate, bound.metric()) instanceof Known known
                        ? numbers(bound, known)
                        : Numbers.NONE;
        return new RuleResult(rule, line(rule), result.state(), result.reason(), numbers, List.of());
    }

    private static Numbers numbers(Gate.MetricBound bound, Known known) {
        Optional<Interval> interval = bound.confidence().isPresent()
                ? Bound.lower(known, bound.confidence().getAsDouble())
                        .flatMap(low -> Bound.upper(known, bound.confidence().getAsDouble())
                                .map(high -> new Interval(low, high, 2 * bound.confidence().getAsDouble() - 1,
                                        known.interval().map(Interval::method).orElse("fact"))))
                : known.interval();
        return new Numbers(OptionalDouble.empty(), OptionalDouble.of(known.value()), OptionalDouble.of(known.value()),
                interval, OptionalDouble.of(bound.atLeast().orElseGet(() -> bound.atMost().orElseThrow())), known.n(),
                OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }
}
