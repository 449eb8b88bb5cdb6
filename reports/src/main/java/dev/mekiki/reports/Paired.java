package dev.mekiki.reports;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.Comparison;
import dev.mekiki.reports.chart.Charts;
import dev.mekiki.reports.chart.Charts.Bar;
import dev.mekiki.reports.chart.Charts.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/** Candidates against each other on the samples that both have a score for. */
public record Paired(List<Family> main, List<Family> others, List<String> apart) {
    /** All pairs under one metric. */
    public record Family(String label, List<PageMarkup> chart, List<Row> rows) {}

    /**
     * A pair.
     *
     * @param verdict whether they differ, in words
     * @param only samples that only a, and only b, got right
     */
    public record Row(Who a, Who b, Cell difference, String n, String p, String test, String only, Cell verdict) {}

    /** Whether the evidence separates the two: by the adjusted test, or by the interval where there is no test. */
    static boolean separated(Comparison comparison) {
        OptionalDouble p = comparison.pAdjusted().isPresent() ? comparison.pAdjusted() : comparison.p();
        if (p.isPresent()) {
            return p.getAsDouble() < 0.05;
        }
        return comparison.interval().filter(interval -> interval.low() > 0 || interval.high() < 0).isPresent();
    }

    static Paired of(Edition edition) {
        SequencedMap<String, List<Comparison>> families = new LinkedHashMap<>();
        edition.model().findings().comparisons().forEach(
                comparison -> families.computeIfAbsent(comparison.metric(), metric -> new ArrayList<>())
                        .add(comparison));
        List<String> mainNames = edition.mainScores().stream().filter(families::containsKey).toList();
        List<Family> main = new ArrayList<>();
        List<Family> others = new ArrayList<>();
        int at = 0;
        for (String metric : mainNames) {
            main.add(family(edition, metric, families.getOrDefault(metric, List.of()), "pair-" + at++));
        }
        for (Map.Entry<String, List<Comparison>> family : families.entrySet()) {
            if (!mainNames.contains(family.getKey())) {
                others.add(family(edition, family.getKey(), family.getValue(), "pair-" + at++));
            }
        }
        return new Paired(main, others, edition.model().findings().notCompared().stream()
                .map(each -> edition.say("paired.apart.line", edition.labels().metric(each.metric()),
                        edition.who(each.a()).name(), edition.who(each.b()).name(),
                        edition.texts().translated(each.why())))
                .toList());
    }

    private static Family family(Edition edition, String metric, List<Comparison> comparisons, String id) {
        Figures figures = edition.figures();
        Unit unit = unit(edition, metric);
        double scale = unit == Unit.SHARE ? 100 : 1;
        boolean lower = edition.candidates().stream().flatMap(candidate -> candidate.metric(metric).stream())
                .anyMatch(finding -> finding.better() == Better.LOWER);
        List<Row> rows = new ArrayList<>();
        List<Charts.Row> bars = new ArrayList<>();
        double furthest = unit == Unit.SHARE ? 5 : 1e-6;
        for (Comparison comparison : comparisons) {
            String difference = figures.difference(comparison.difference(), unit);
            String range = comparison.interval().map(interval -> figures.difference(interval.low(), unit) + "～"
                    + figures.difference(interval.high(), unit)).orElse("");
            rows.add(new Row(edition.who(comparison.a()), edition.who(comparison.b()),
                    Cell.of(unit == Unit.SHARE ? edition.say("points", difference) : difference, range),
                    figures.count(comparison.n()), figures.p(comparison.pAdjusted().isPresent()
                            ? comparison.pAdjusted()
                            : comparison.p()),
                    edition.texts().find("test." + comparison.test()).orElse(comparison.test()),
                    comparison.onlyA() + comparison.onlyB() > 0
                            ? figures.count(comparison.onlyA()) + " / " + figures.count(comparison.onlyB())
                            : "–",
                    verdict(edition, comparison, lower)));
            double low = comparison.interval().map(interval -> interval.low()).orElse(comparison.difference());
            double high = comparison.interval().map(interval -> interval.high()).orElse(comparison.difference());
            furthest = Math.max(furthest, scale * Math.max(Math.abs(low), Math.abs(high)));
            bars.add(new Charts.Row(Visible.of(comparison.a()) + " − " + Visible.of(comparison.b()),
                    edition.index(comparison.a()),
                    new Bar(scale * comparison.difference(), scale * low, scale * high),
                    difference + (range.isEmpty() ? "" : " (" + range + ")")));
        }
        String label = edition.labels().metric(metric);
        return new Family(label, PageMarkup.chart(Charts.forest(bars, Scale.around(furthest),
                edition.caption(id, label, edition.say("chart.pairs", label)))), rows);
    }

    static Unit unit(Edition edition, String metric) {
        return edition.candidates().stream().flatMap(candidate -> candidate.metric(metric).stream()).map(Unit::of)
                .reduce((a, b) -> a == b ? a : Unit.PLAIN).orElse(Labels.unit(metric));
    }

    private static Cell verdict(Edition edition, Comparison comparison, boolean lower) {
        if (separated(comparison)) {
            boolean aWins = comparison.difference() > 0 != lower;
            return new Cell(edition.say("pair.better", aWins ? comparison.a() : comparison.b()), "", "good");
        }
        return new Cell(edition.say("pair.open"), comparison.needed().isPresent()
                ? edition.say("pair.needed", edition.figures().count(comparison.needed().getAsLong()))
                : "", "open");
    }
}
