package dev.mekiki.reports;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.reports.chart.Charts;
import dev.mekiki.reports.chart.Charts.Bar;
import dev.mekiki.reports.chart.Charts.Scale;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Scores with their intervals: first those that the decision hangs on, then the rest.
 *
 * @param judge which model judged, and how often it is wrong, where one did
 */
public record Quality(List<Plot> main, List<Plot> others, List<String> judge) {
    /**
     * A metric of all candidates.
     *
     * @param explanation what the metric counts
     * @param chart absent where nobody has a value
     */
    public record Plot(String id, String label, String explanation, String better, List<PageMarkup> chart,
            List<Row> rows) {}

    /** A line of the table behind the chart. */
    public record Row(Who who, Cell cell, String method, String coverage) {}

    static Quality of(Edition edition) {
        SequencedSet<String> names = names(edition, name -> !Toxicity.concerns(name));
        List<String> mainNames = edition.mainScores().stream().filter(names::contains).toList();
        List<Plot> main = new ArrayList<>();
        List<Plot> others = new ArrayList<>();
        int at = 0;
        for (String name : mainNames) {
            main.add(plot(edition, name, "quality-" + at++));
        }
        for (String name : names) {
            if (!mainNames.contains(name)) {
                others.add(plot(edition, name, "quality-" + at++));
            }
        }
        return new Quality(main, others, judge(edition, names));
    }

    private static List<String> judge(Edition edition, SequencedSet<String> names) {
        List<String> judged = names.stream().filter(name -> name.endsWith("/" + JournalEvent.JUDGE)).toList();
        return Stream.concat(
                edition.model().findings().judge().stream()
                        .map(judge -> edition.say("quality.judge", Visible.of(judge.judge().name()),
                                Visible.of(judge.judge().model()), Visible.of(judge.judge().engine()))),
                Stream.concat(ScorerErrors.known(edition, judged).stream(),
                        ScorerErrors.corrections(edition, judged).stream()))
                .toList();
    }

    static SequencedSet<String> names(Edition edition, Predicate<String> wanted) {
        SequencedSet<String> names = new LinkedHashSet<>();
        edition.candidates().forEach(candidate -> candidate.metrics().stream().map(MetricFinding::metric)
                .filter(wanted).forEach(names::add));
        return names;
    }

    static Plot plot(Edition edition, String metric, String id) {
        List<Row> rows = new ArrayList<>();
        List<Charts.Row> bars = new ArrayList<>();
        double highest = 0;
        boolean lower = false;
        boolean share = true;
        Figures figures = edition.figures();
        for (CandidateFindings candidate : edition.measured()) {
            MetricFinding finding = candidate.metric(metric).orElse(null);
            if (finding == null) {
                continue;
            }
            Measured measured = Measured.of(finding);
            rows.add(new Row(edition.who(candidate.name()), edition.cell(measured), method(edition, finding),
                    edition.say("coverage.of", figures.count(finding.scored()), figures.count(finding.n()))));
            lower = measured.better() == Better.LOWER;
            share = share && measured.unit() == Unit.SHARE;
            if (measured.value().isPresent()) {
                double unit = measured.unit() == Unit.SHARE ? 100 : 1;
                double value = unit * measured.value().getAsDouble();
                double low = measured.interval().map(interval -> unit * interval.low()).orElse(value);
                double high = measured.interval().map(interval -> unit * interval.high()).orElse(value);
                highest = Math.max(highest, high);
                String label = figures.bare(measured.value().getAsDouble(), measured.unit()) + measured.interval()
                        .map(interval -> " (" + figures.range(interval, measured.unit()) + ")").orElse("");
                bars.add(new Charts.Row(Visible.of(candidate.name()), edition.index(candidate.name()),
                        new Bar(value, low, high), label));
            }
        }
        Scale scale = share && !lower ? Scale.upTo(100) : Scale.upTo(Math.max(highest, share ? 5 : 0.01));
        String label = edition.labels().metric(metric);
        List<PageMarkup> chart = bars.isEmpty()
                ? List.of()
                : PageMarkup.chart(Charts.forest(bars, scale.in(share ? "%" : ""),
                        edition.caption(id, label, edition.say("chart.forest", label))));
        String last = metric.substring(metric.lastIndexOf('/') + 1);
        return new Plot(edition.texts().language() + "-" + id, label,
                edition.texts().find("explain." + last).orElse(""),
                edition.say("better." + (lower ? Better.LOWER : Better.HIGHER)), chart, rows);
    }

    private static String method(Edition edition, MetricFinding finding) {
        return finding.interval()
                .map(interval -> edition.texts().find("method." + interval.method()).orElse(interval.method()))
                .orElse("–");
    }
}
