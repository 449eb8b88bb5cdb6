package dev.mekiki.select;

import dev.mekiki.domain.Findings;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.Policy;
import dev.mekiki.domain.Policy.Gate.LicenseAtWorst;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.GateResult;
import dev.mekiki.domain.Selection.Outcome;
import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.select.Measure.Known;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Says why a selection came out as it did, what separates the candidates, and what would change the decision. */
final class Explanation {
    private final Findings findings;
    private final Policy policy;
    private final List<Contender> contenders;
    private final List<Contender> qualifying;
    private final Decision decision;
    private final List<Reason> reasons = new ArrayList<>();

    Explanation(Findings findings, Policy policy, List<Contender> contenders, Decision decision) {
        this.findings = findings;
        this.policy = policy;
        this.contenders = contenders;
        this.qualifying = contenders.stream().filter(Contender::qualifies).toList();
        this.decision = decision;
    }

    List<Reason> reasons() {
        outcome();
        separation();
        barred();
        moreSamples();
        weights();
        notes();
        return List.copyOf(reasons);
    }

    private void add(String key, String... arguments) {
        reasons.add(ReasonText.of(key, arguments));
    }

    private void outcome() {
        String names = names(decision.chosen());
        switch (decision.outcome()) {
            case NONE_QUALIFIES -> {
                add(contenders.isEmpty() ? "outcome.no-candidates" : "outcome.none");
                contenders.stream().filter(one -> !one.refused()).forEach(this::obstacles);
            }
            case SELECTED -> {
                Contender selected = decision.chosen().getFirst();
                if (qualifying.size() == 1) {
                    add("outcome.selected-only", names);
                } else {
                    add("outcome.selected", names, probability(selected), utility(selected));
                }
            }
            case TIED -> {
                if (policy.criteria().isEmpty()) {
                    add("outcome.tied-no-criteria", names);
                } else {
                    add("outcome.tied", names, decision.chosen()
                            .stream()
                            .map(one -> one.name() + " " + probability(one))
                            .collect(Collectors.joining(", ")));
                }
            }
        }
    }

    private void obstacles(Contender contender) {
        List<GateResult> open = contender.gates().stream().filter(gate -> gate.state() != State.PASSED).toList();
        add("none.candidate", contender.name(), gates(open));
    }

    /** Criterion by criterion, the first of those that qualify against the next. */
    private void separation() {
        List<Contender> ranked = Selector.ranked(qualifying, decision);
        if (ranked.size() < 2 || policy.criteria().isEmpty()) {
            return;
        }
        Contender first = decision.chosen().getFirst();
        Contender next = ranked.stream().filter(one -> !one.name().equals(first.name())).findFirst().orElseThrow();
        if (decision.outcome() == Outcome.SELECTED) {
            add("next", next.name(), probability(next), utility(next));
        }
        for (int criterion = 0; criterion < first.utilities().size(); criterion++) {
            separation(first, next, criterion);
        }
    }

    private void separation(Contender first, Contender next, int criterion) {
        String metric = first.utilities().get(criterion).criterion().metric();
        if (!(first.utilities().get(criterion).measure() instanceof Known ofFirst)
                || !(next.utilities().get(criterion).measure() instanceof Known ofNext)) {
            return;
        }
        String a = Figures.number(ofFirst.value());
        String b = Figures.number(ofNext.value());
        Optional<Comparison> paired = Comparing.find(findings.comparisons(), first.name(), next.name(), metric);
        if (paired.isPresent() && paired.get().interval().isPresent() && paired.get().pAdjusted().isPresent()) {
            double p = paired.get().pAdjusted().getAsDouble();
            add(p < 0.05 ? "difference.shown" : "difference.not-shown", first.name(), a, next.name(), b, metric,
                    Figures.number(paired.get().interval().get().low()),
                    Figures.number(paired.get().interval().get().high()), Figures.number(p));
        } else {
            add("difference.plain", first.name(), a, next.name(), b, metric);
        }
    }

    /** Candidates that would change the decision if they met a gate that they do not meet. */
    private void barred() {
        contenders.stream().filter(one -> !one.qualifies() && !one.refused()).forEach(one -> {
            List<Contender> with = new ArrayList<>(qualifying);
            with.add(one);
            Decision otherwise = Decision.among(with, findings.comparisons());
            if (decision.outcome() != Outcome.NONE_QUALIFIES && otherwise.chosen().contains(one)) {
                barred(one, otherwise.outcome() == Outcome.SELECTED ? "chosen" : "level");
            }
        });
    }

    private void barred(Contender one, String how) {
        List<GateResult> failed = one.gates(State.FAILED);
        List<GateResult> undecided = one.gates(State.UNDECIDED);
        boolean onlyLicense = failed.size() == 1 && undecided.isEmpty() && policy.gates()
                .stream()
                .anyMatch(gate -> gate instanceof LicenseAtWorst
                        && Gates.line(gate).equals(failed.getFirst().gate()));
        if (onlyLicense) {
            add("change.license." + how, one.name(), one.findings()
                    .license()
                    .map(license -> Gates.verdict(license.verdict()))
                    .orElse(Gates.verdict(Verdict.UNKNOWN)), utility(one));
        } else if (failed.isEmpty()) {
            add("change.undecided." + how, one.name(), gates(undecided), utility(one));
        } else {
            List<GateResult> open = new ArrayList<>(failed);
            open.addAll(undecided);
            add("change.gate." + how, one.name(), gates(open), utility(one));
        }
    }

    private String gates(List<GateResult> gates) {
        return ReasonText.joined(gates.stream().map(GateResult::gate)
                .map(line -> policy.gates().stream().filter(gate -> Gates.line(gate).equals(line)).map(Gates::phrase)
                        .findFirst().orElse(line))
                .toList());
    }

    /** For the tied: on which metric how many samples would tell them apart, if differences stay as they are. */
    private void moreSamples() {
        if (decision.outcome() != Outcome.TIED) {
            return;
        }
        Contender first = decision.chosen().getFirst();
        for (Contender other : decision.chosen().subList(1, decision.chosen().size())) {
            first.utilities()
                    .stream()
                    .map(utility -> utility.criterion().metric())
                    .map(metric -> Comparing.find(findings.comparisons(), first.name(), other.name(), metric))
                    .flatMap(Optional::stream)
                    .filter(one -> one.needed().isPresent())
                    .min(Comparator.comparingLong(one -> one.needed().getAsLong()))
                    .ifPresent(one -> add("change.samples", Long.toString(one.needed().orElseThrow()), one.metric(),
                            first.name(), other.name(), Figures.number(one.difference()), Integer.toString(one.n())));
        }
    }

    /** How the first rank depends on the weights, and where it changes hands next. */
    private void weights() {
        boolean comparable = qualifying.size() > 1 && policy.criteria().size() > 1
                && qualifying.stream().allMatch(one -> one.utility().isPresent());
        if (!comparable) {
            return;
        }
        double[] acceptability = Weights.acceptability(qualifying);
        for (Contender one : decision.chosen()) {
            add("weights.acceptability", one.name(), Figures.percent(acceptability[qualifying.indexOf(one)]));
        }
        if (decision.outcome() == Outcome.SELECTED) {
            nearestSwitch(decision.chosen().getFirst());
        }
    }

    private record Switch(Contender other, int criterion, double from, double to) {
        double distance() {
            return Math.abs(to - from);
        }
    }

    private void nearestSwitch(Contender selected) {
        List<Switch> switches = new ArrayList<>();
        for (Contender other : qualifying.stream().filter(one -> !one.name().equals(selected.name())).toList()) {
            for (int criterion = 0; criterion < policy.criteria().size(); criterion++) {
                OptionalDouble level = Weights.level(selected, other, criterion);
                if (level.isPresent()) {
                    switches.add(new Switch(other, criterion, Weights.share(selected, criterion),
                            level.getAsDouble()));
                }
            }
        }
        switches.stream()
                .min(Comparator.comparingDouble(Switch::distance))
                .ifPresentOrElse(
                        nearest -> add(nearest.to() > nearest.from() ? "change.weight.more" : "change.weight.less",
                                nearest.other().name(), policy.criteria().get(nearest.criterion()).metric(),
                                Figures.percent(nearest.to()), Figures.percent(nearest.from())),
                        () -> add("weights.always", selected.name()));
    }

    private void notes() {
        for (Contender one : contenders) {
            one.findings().refused().ifPresent(reason -> add("note.refused", one.name(), reason));
        }
        for (Contender one : qualifying) {
            List<Reason> missing = one.utilities().stream().map(Utility::missing).flatMap(Optional::stream).toList();
            if (!missing.isEmpty()) {
                add("note.missing", one.name());
                reasons.addAll(missing);
            }
            one.utilities().stream().filter(Explanation::unsure).forEach(utility -> add("note.no-interval",
                    one.name(), utility.criterion().metric()));
            one.findings().load().stream().filter(load -> load.verdict().equals("degraded")).forEach(
                    load -> degraded(one, load.profile(), load.why()));
            one.findings().repeats().stream().filter(load -> load.verdict().equals("degraded")).forEach(
                    load -> degraded(one, load.profile(), load.why()));
        }
        policy.criteria().stream().map(criterion -> criterion.metric()).distinct().forEach(metric -> {
            if (contenders.stream()
                    .flatMap(one -> one.utilities().stream())
                    .anyMatch(utility -> utility.criterion().metric().equals(metric) && utility.reversed())) {
                add("note.reversed", metric);
            }
        });
    }

    private static boolean unsure(Utility utility) {
        return utility.measure() instanceof Known known && known.kind() != Measure.Kind.FACT
                && known.interval().isEmpty() && utility.value().isPresent();
    }

    private void degraded(Contender one, String profile, List<String> why) {
        if (policy.criteria().stream().anyMatch(each -> each.metric().startsWith("load/" + profile + "/"))) {
            add("note.degraded", one.name(), profile, String.join("; ", why));
        }
    }

    private String probability(Contender contender) {
        return Figures.percent(decision.probabilities().getOrDefault(contender.name(), 0.0));
    }

    private static String utility(Contender contender) {
        return contender.utility().isPresent() ? Figures.number(contender.utility().getAsDouble()) : "?";
    }

    private static String names(List<Contender> contenders) {
        return contenders.stream().map(Contender::name).collect(Collectors.joining(", "));
    }
}
