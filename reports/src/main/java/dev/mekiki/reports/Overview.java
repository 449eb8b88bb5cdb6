package dev.mekiki.reports;

import static java.util.stream.Collectors.joining;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.domain.LicenseFinding.License;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.Policy.Criterion;
import dev.mekiki.domain.Policy.Gate;
import dev.mekiki.domain.Selection;
import dev.mekiki.domain.Selection.GateResult;
import dev.mekiki.domain.Selection.Outcome;
import dev.mekiki.domain.Selection.Ranked;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.reports.chart.Charts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The first screen: which candidate, why, how sure, what would change the decision, what failed a gate.
 *
 * @param outcome {@code selected}, {@code tied} or {@code none-qualifies}
 * @param headline the answer in a few words
 * @param lead the answer in a sentence
 */
public record Overview(String outcome, String headline, String lead, List<String> why, List<String> sure,
        List<String> change, List<Standing> standings, List<String> caveats) {
    /** How a candidate came out. */
    public record Standing(Who who, String state, String word, List<String> reasons) {}

    static Overview of(Edition edition) {
        Selection selection = edition.model().selection();
        String names = selection.candidates().stream().collect(joining(edition.say("list.and")));
        String key = "outcome." + selection.outcome().id();
        return new Overview(selection.outcome().id(), edition.say(key + ".headline", names),
                edition.say(key + ".lead", names, edition.candidates().size()),
                reasons(edition, false), sure(edition), change(edition),
                standings(edition), caveats(edition));
    }

    private static List<Standing> standings(Edition edition) {
        return edition.candidates().stream().map(candidate -> standing(edition, candidate))
                .sorted(Comparator.comparingInt(standing -> List.of("selected", "tied", "qualified", "undecided",
                        "failed", "refused").indexOf(standing.state())))
                .toList();
    }

    private static Standing standing(Edition edition, CandidateFindings candidate) {
        String name = candidate.name();
        List<GateResult> failed = edition.gates(name, State.FAILED);
        List<GateResult> open = edition.gates(name, State.UNDECIDED);
        Selection selection = edition.model().selection();
        String state;
        List<String> reasons;
        if (candidate.refused().isPresent()) {
            state = "refused";
            reasons = List.of(edition.texts().translated(candidate.refused().get()));
        } else if (!failed.isEmpty()) {
            state = "failed";
            reasons = gates(edition, failed);
        } else if (selection.candidates().contains(name)) {
            state = selection.outcome() == Outcome.TIED ? "tied" : "selected";
            reasons = List.of(passed(edition, name) == 0
                    ? edition.say("standing.free")
                    : edition.say("standing.passed", passed(edition, name)));
        } else if (!open.isEmpty()) {
            state = "undecided";
            reasons = gates(edition, open);
        } else {
            state = "qualified";
            reasons = List.of(edition.say("standing.behind", passed(edition, name)));
        }
        return new Standing(edition.who(name), state, edition.say("standing." + state + ".word"), reasons);
    }

    private static int passed(Edition edition, String name) {
        return edition.gates(name, State.PASSED).size();
    }

    private static List<String> gates(Edition edition, List<GateResult> gates) {
        return gates.stream().map(gate -> edition.say("standing.gate",
                edition.labels().gate(gate, edition.model().policy()), evidence(edition, gate))).toList();
    }

    /** What stands against the gate: the measured value in its own unit, or the verdict and why. */
    static String evidence(Edition edition, GateResult result) {
        Optional<CandidateFindings> candidate = edition.model().findings().candidate(result.candidate());
        Optional<String> found = Labels.find(result, edition.model().policy()).flatMap(gate -> switch (gate) {
            case Gate.LicenseAtWorst license -> candidate.flatMap(CandidateFindings::license)
                    .map(finding -> edition.say("standing.license",
                            edition.say("verdict." + finding.verdict().id()), finding.licenses().stream()
                                    .map(License::id).distinct().collect(joining(", "))));
            case Gate.MetricBound bound -> candidate.flatMap(one -> Measured.of(one, bound.metric()))
                    .filter(measured -> measured.value().isPresent())
                    .map(measured -> edition.say("standing.measured", edition.inline(measured)));
        });
        return found.orElseGet(() -> edition.texts().reason(result.reason()));
    }

    private static List<String> sure(Edition edition) {
        List<String> sentences = new ArrayList<>();
        Selection selection = edition.model().selection();
        List<String> qualified = edition.qualified();
        switch (selection.outcome()) {
            case SELECTED -> {
                String name = selection.candidates().getFirst();
                OptionalDouble best = edition.ranked(name).map(Ranked::probabilityBest).orElse(OptionalDouble.empty());
                if (qualified.size() <= 1) {
                    sentences.add(edition.say("sure.only", name));
                } else if (best.isPresent()) {
                    sentences.add(edition.say("sure." + level(best.getAsDouble()), name,
                            edition.figures().probability(best.getAsDouble())));
                }
            }
            case TIED -> {
                sentences.add(edition.say("sure.tied"));
                selection.candidates().forEach(name -> edition.ranked(name).map(Ranked::probabilityBest)
                        .filter(OptionalDouble::isPresent).ifPresent(best -> sentences.add(edition.say("sure.share",
                                name, edition.figures().probability(best.getAsDouble())))));
            }
            case NONE_QUALIFIES -> sentences.add(edition.say("sure.none"));
        }
        for (String name : selection.candidates()) {
            edition.model().findings().candidate(name).ifPresent(
                    candidate -> edition.model().policy().criteria().stream()
                            .sorted(Comparator.comparingDouble(Criterion::weight).reversed())
                            .filter(criterion -> Measured.of(candidate, criterion.metric())
                                    .filter(measured -> measured.value().isPresent()).isPresent())
                            .limit(selection.candidates().size() > 1 ? 1 : 2)
                            .forEach(criterion -> Measured.of(candidate, criterion.metric())
                                    .ifPresent(measured -> sentences.add(edition.say("sure.value", name,
                                            edition.labels().metric(criterion.metric()), edition.inline(measured))))));
        }
        return sentences;
    }

    private static String level(double probability) {
        return probability >= 0.95 ? "high" : probability >= 0.8 ? "likely" : probability >= 0.5 ? "lean" : "open";
    }

    private static List<String> change(Edition edition) {
        List<String> sentences = reasons(edition, true);
        closeToABound(edition, sentences);
        withoutValue(edition, sentences);
        if (edition.model().selection().outcome() != Outcome.TIED) {
            notSeparated(edition, sentences); // a tie's own reasons say it
        }
        for (CandidateFindings candidate : edition.measured()) {
            edition.gates(candidate.name(), State.UNDECIDED)
                    .forEach(gate -> sentences.add(edition.say("change.undecided", candidate.name(),
                            edition.labels().gate(gate, edition.model().policy()))));
        }
        if (edition.model().usage().isPresent() && edition.model().selection().candidates().stream()
                .flatMap(name -> edition.model().findings().candidate(name).stream())
                .anyMatch(candidate -> candidate.license().isPresent()
                        && candidate.license().get().verdict() != Verdict.ALLOWED)) {
            sentences.add(edition.say("change.usage", edition.model().usage().get().name()));
        } else {
            edition.model().usage().ifPresent(usage -> sentences.add(edition.say("change.usage.any", usage.name())));
        }
        return sentences;
    }

    /**
     * What the selection itself says, with metrics called as the report calls them.
     *
     * @param change what would change the decision, or else what led to it
     */
    private static List<String> reasons(Edition edition, boolean change) {
        Stream<String> gated = edition.model().policy().gates().stream()
                .flatMap(gate -> gate instanceof Gate.MetricBound bound ? Stream.of(bound.metric()) : Stream.empty());
        List<String> metrics = Stream
                .concat(gated, edition.model().policy().criteria().stream().map(Criterion::metric)).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).toList();
        List<String> sentences = new ArrayList<>();
        for (Selection.Reason reason : edition.model().selection().reasons()) {
            if (reason.key().startsWith("change.") == change) {
                String sentence = edition.texts().reason(reason);
                for (String metric : metrics) {
                    String quoted = edition.say("metric.quoted", edition.labels().metric(metric));
                    // Japanese brackets bring their own space
                    sentence = (edition.texts().japanese() ? sentence.replace(metric + " ", metric) : sentence)
                            .replace(metric, quoted);
                }
                sentences.add(sentence);
            }
        }
        return sentences;
    }

    /** A gate that was passed by the value alone, while the interval also holds values that would fail it. */
    private static void closeToABound(Edition edition, List<String> sentences) {
        for (String name : edition.model().selection().candidates()) {
            Optional<CandidateFindings> candidate = edition.model().findings().candidate(name);
            for (Gate gate : edition.model().policy().gates()) {
                if (gate instanceof Gate.MetricBound bound && bound.confidence().isEmpty()) {
                    candidate.flatMap(found -> Measured.of(found, bound.metric())).filter(measured -> measured
                            .interval().filter(interval -> bound.atLeast().isPresent()
                                    ? interval.low() < bound.atLeast().getAsDouble()
                                    : interval.high() > bound.atMost().orElseThrow())
                            .isPresent()).ifPresent(
                                    measured -> sentences.add(edition.say("change.bound", name,
                                            edition.labels().gate(gate), edition.inline(measured))));
                }
            }
        }
    }

    /** A criterion that some candidate has no value for counts for nothing in the decision, whatever it would have been. */
    private static void withoutValue(Edition edition, List<String> sentences) {
        List<String> qualified = edition.qualified();
        for (Criterion criterion : edition.model().policy().criteria()) {
            String names = edition.measured().stream().filter(candidate -> Measured.of(candidate, criterion.metric())
                    .filter(measured -> measured.value().isEmpty()).isPresent()).map(CandidateFindings::name)
                    .filter(qualified::contains).collect(joining(", "));
            if (!names.isEmpty()) {
                sentences.add(edition.say("change.withheld", names, edition.labels().metric(criterion.metric())));
            }
        }
    }

    private static void notSeparated(Edition edition, List<String> sentences) {
        List<String> qualified = edition.qualified();
        for (Comparison comparison : edition.model().findings().comparisons()) {
            boolean concerns = qualified.contains(comparison.a()) && qualified.contains(comparison.b())
                    && (edition.model().selection().candidates().contains(comparison.a())
                            || edition.model().selection().candidates().contains(comparison.b()))
                    && edition.model().policy().criteria().stream()
                            .anyMatch(criterion -> criterion.metric().equals(comparison.metric()));
            if (concerns && !Paired.separated(comparison)) {
                String label = edition.labels().metric(comparison.metric());
                sentences.add(comparison.needed().isPresent()
                        ? edition.say("change.needed", comparison.a(), comparison.b(), label,
                                edition.figures().count(comparison.needed().getAsLong()),
                                edition.figures().count(comparison.n()))
                        : edition.say("change.close", comparison.a(), comparison.b(), label));
            }
        }
    }

    private static List<String> caveats(Edition edition) {
        List<String> sentences = new ArrayList<>();
        edition.model().findings().missing()
                .forEach(part -> sentences.add(edition.say("caveat.missing", edition.texts().translated(part))));
        edition.candidates().stream().flatMap(candidate -> candidate.conformance().stream()
                .filter(check -> !check.passed())
                .map(check -> edition.say("caveat.conformance", candidate.name(), check.check())))
                .forEach(sentences::add);
        if (!Charts.available()) {
            sentences.add(edition.say("caveat.charts"));
        }
        if (edition.model().finishedAt().isEmpty()) {
            sentences.add(edition.say("caveat.unfinished"));
        }
        return sentences;
    }
}
