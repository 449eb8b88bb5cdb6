package dev.mekiki.select;

import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.domain.UpgradeEvidence;
import dev.mekiki.domain.UpgradePolicy.Rule;
import dev.mekiki.domain.UpgradeVerdict.Numbers;
import dev.mekiki.domain.UpgradeVerdict.RuleResult;
import dev.mekiki.select.Measure.Known;
import dev.mekiki.select.Measure.Missing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A bound on the candidate's value divided by the baseline's. The ratio's bounds come from both values' own: distances to them on the
 * logarithmic scale, squared and added (MOVER for ratios; Donner and Zou 2012, Statistical Methods in Medical Research 21, 347–359).
 */
final class RatioRule {
    private final Rule.Ratio rule;
    private final Known before;
    private final Known after;
    private final double ratio;

    private RatioRule(Rule.Ratio rule, Known before, Known after) {
        this.rule = rule;
        this.before = before;
        this.after = after;
        this.ratio = after.value() / before.value();
    }

    static RuleResult judge(Rule.Ratio rule, UpgradeEvidence evidence) {
        Measure before = Resolver.resolve(evidence.baseline(), rule.name());
        Measure after = Resolver.resolve(evidence.candidate(), rule.name());
        if (before instanceof Missing(var why, var _)) {
            return new RuleResult(rule, UpgradeGate.line(rule), State.UNDECIDED, why, Numbers.NONE, List.of());
        }
        if (after instanceof Missing(var why, var _)) {
            return new RuleResult(rule, UpgradeGate.line(rule), State.UNDECIDED, why, Numbers.NONE, List.of());
        }
        Known left = (Known) before;
        Known right = (Known) after;
        if (!(left.value() > 0 && right.value() > 0)) {
            return UpgradeGate.result(rule, State.UNDECIDED, Numbers.NONE, "upgrade.ratio.zero", rule.name(),
                    Figures.number(left.value()), Figures.number(right.value()));
        }
        RatioRule one = new RatioRule(rule, left, right);
        return rule.confidence().isPresent() ? one.sure(rule.confidence().getAsDouble()) : one.byValue();
    }

    private boolean atMost() {
        return rule.atMost().isPresent();
    }

    private RuleResult byValue() {
        boolean passed = atMost() ? ratio <= rule.limit() : ratio >= rule.limit();
        return result(passed ? State.PASSED : State.FAILED, Optional.empty(), OptionalLong.empty(),
                "upgrade.ratio." + (atMost() ? "at-most." : "at-least.") + (passed ? "passed" : "failed"));
    }

    private RuleResult sure(double confidence) {
        Optional<Interval> interval = interval(confidence);
        if (interval.isEmpty()) {
            return result(State.UNDECIDED, interval, OptionalLong.empty(), "upgrade.ratio.no-interval");
        }
        double low = interval.get().low();
        double high = interval.get().high();
        boolean passed = atMost() ? high <= rule.limit() : low >= rule.limit();
        boolean failed = atMost() ? low > rule.limit() : high < rule.limit();
        OptionalLong needed = passed || failed ? OptionalLong.empty() : needed(low, high);
        return result(passed ? State.PASSED : failed ? State.FAILED : State.UNDECIDED, interval, needed,
                "upgrade.ratio.sure." + (passed
                        ? "passed"
                        : failed ? "failed" : needed.isPresent() ? "undecided" : "undecided-open"));
    }

    private Optional<Interval> interval(double confidence) {
        return interval(before, after, confidence);
    }

    /** Its ends are one-sided bounds at this confidence; empty where one of the two has none above 0. */
    static Optional<Interval> interval(Known before, Known after, double confidence) {
        Optional<Double> beforeLow = Bound.lower(before, confidence).filter(bound -> bound > 0);
        Optional<Double> beforeHigh = Bound.upper(before, confidence);
        Optional<Double> afterLow = Bound.lower(after, confidence).filter(bound -> bound > 0);
        Optional<Double> afterHigh = Bound.upper(after, confidence);
        if (beforeLow.isEmpty() || beforeHigh.isEmpty() || afterLow.isEmpty() || afterHigh.isEmpty()) {
            return Optional.empty();
        }
        double ratio = after.value() / before.value();
        double down = Math.hypot(Math.log(after.value() / afterLow.get()),
                Math.log(beforeHigh.get() / before.value()));
        double up = Math.hypot(Math.log(afterHigh.get() / after.value()), Math.log(before.value() / beforeLow.get()));
        return Optional.of(new Interval(ratio * Math.exp(-down), ratio * Math.exp(up), 2 * confidence - 1,
                "mover-ratio"));
    }

    /** The distance to the bound shrinks with the square root of the number of values. */
    private OptionalLong needed(double low, double high) {
        double gap = Math.abs(Math.log(rule.limit() / ratio));
        boolean passing = atMost() ? ratio <= rule.limit() : ratio >= rule.limit();
        double distance = atMost() == passing ? Math.log(high / ratio) : Math.log(ratio / low);
        return gap == 0 || n().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((long) Math.ceil(n().getAsInt() * Math.pow(distance / gap, 2)));
    }

    private OptionalInt n() {
        return before.n().isPresent() && after.n().isPresent()
                ? OptionalInt.of(Math.min(before.n().getAsInt(), after.n().getAsInt()))
                : OptionalInt.empty();
    }

    private RuleResult result(State state, Optional<Interval> interval, OptionalLong needed, String key) {
        Numbers numbers = new Numbers(OptionalDouble.of(before.value()), OptionalDouble.of(after.value()),
                OptionalDouble.of(ratio), interval, OptionalDouble.of(rule.limit()), n(), needed,
                OptionalDouble.empty(), OptionalDouble.empty());
        return UpgradeGate.result(rule, state, numbers, key, Figures.number(before.value()),
                Figures.number(after.value()), Figures.number(ratio), Figures.plain(rule.limit()),
                interval.map(each -> Figures.number(each.low())).orElse("–"),
                interval.map(each -> Figures.number(each.high())).orElse("–"),
                rule.confidence().isPresent() ? Figures.level(rule.confidence().getAsDouble()) : "–",
                needed.isPresent() ? Long.toString(needed.getAsLong()) : "–",
                n().isPresent() ? Integer.toString(n().getAsInt()) : "–");
    }
}
