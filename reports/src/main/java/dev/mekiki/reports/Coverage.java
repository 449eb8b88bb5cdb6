package dev.mekiki.reports;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.MetricFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was scored and what was not, and whether the engines may be believed. */
public record Coverage(List<Candidate> candidates) {
    /** One candidate. */
    public record Candidate(Who who, String outcomes, String refused, List<Gap> gaps, String complete,
            List<String> courses, List<Check> checks) {}

    /** A metric that not every sample has a score for. */
    public record Gap(String metric, String scored, String coverage, List<String> reasons, Cell state) {}

    /** A conformance check. */
    public record Check(String name, String detail, Cell state) {}

    static Coverage of(Edition edition) {
        return new Coverage(edition.candidates().stream().map(candidate -> candidate(edition, candidate)).toList());
    }

    private static Candidate candidate(Edition edition, CandidateFindings candidate) {
        Figures figures = edition.figures();
        List<Gap> gaps = new ArrayList<>();
        for (MetricFinding metric : candidate.metrics()) {
            if (metric.scored() < metric.n() || metric.withheld().isPresent()) {
                gaps.add(new Gap(edition.labels().metric(metric.metric()),
                        edition.say("coverage.of", figures.count(metric.scored()), figures.count(metric.n())),
                        figures.percent(metric.coverage()), reasons(edition, metric),
                        metric.withheld().isPresent()
                                ? new Cell(edition.say("withheld"),
                                        metric.withheld().map(edition.texts()::translated).orElse(""), "open")
                                : new Cell(edition.say("coverage.enough"), "", "")));
            }
        }
        String outcomes = candidate.outcomes().entrySet().stream().filter(entry -> entry.getValue() > 0)
                .map(entry -> edition.say("coverage.outcome", edition.texts().find("outcome.word." + entry.getKey())
                        .orElse(entry.getKey()), figures.count(entry.getValue())))
                .reduce((a, b) -> a + edition.say("list.comma") + b).orElse("");
        int complete = candidate.metrics().size() - gaps.size();
        return new Candidate(edition.who(candidate.name()), outcomes,
                candidate.refused().map(edition.texts()::translated).orElse(""), gaps,
                complete == 0 ? "" : edition.say("coverage.complete", figures.count(complete)),
                candidate.tasks().stream().flatMap(task -> Courses.of(edition, task).stream()).toList(),
                candidate.conformance().stream().map(check -> check(edition, check)).toList());
    }

    private static List<String> reasons(Edition edition, MetricFinding metric) {
        return metric.unscored().entrySet().stream().map(Coverage::reason)
                .map(entry -> edition.say("coverage.outcome", edition.texts().translated(entry.getKey()),
                        edition.figures().count(entry.getValue())))
                .toList();
    }

    private static Map.Entry<String, Integer> reason(Map.Entry<String, Integer> entry) {
        return Map.entry(Visible.beginning(entry.getKey(), 200), entry.getValue());
    }

    private static Check check(Edition edition, Conformance conformance) {
        return new Check(edition.texts().find("conformance." + conformance.check()).orElse(conformance.check()),
                Visible.beginning(edition.texts().translated(conformance.detail()), 400),
                conformance.passed()
                        ? new Cell(edition.say("state.passed"), "", "good")
                        : new Cell(edition.say("state.failed"), "", "bad"));
    }
}
