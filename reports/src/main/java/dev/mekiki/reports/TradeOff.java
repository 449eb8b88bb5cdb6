package dev.mekiki.reports;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Policy.Criterion;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.reports.chart.Charts;
import dev.mekiki.reports.chart.Charts.Bar;
import dev.mekiki.reports.chart.Charts.Point;
import dev.mekiki.reports.chart.Charts.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Quality against speed.
 *
 * @param xTitle what lies across, and which way is better
 * @param yTitle what lies upwards, and which way is better
 */
public record TradeOff(String x, String y, String xTitle, String yTitle, List<PageMarkup> chart, List<Row> rows) {
    /** A line of the table behind the chart. */
    public record Row(Who who, Cell x, Cell y, String front) {}

    /** @return empty if no two numbers of this kind were measured for anybody */
    static Optional<TradeOff> of(Edition edition) {
        Optional<String> quality = axis(edition, false);
        Optional<String> speed = axis(edition, true);
        if (quality.isEmpty() || speed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(draw(edition, speed.get(), quality.get()));
    }

    /** The heaviest criterion of its kind that somebody has a value for; where the policy has none, what is usual. */
    private static Optional<String> axis(Edition edition, boolean speed) {
        Stream<String> criteria = edition.model().policy().criteria().stream()
                .sorted(Comparator.comparingDouble(Criterion::weight).reversed()).map(Criterion::metric);
        Stream<String> usual = speed
                ? edition.candidates().stream().flatMap(candidate -> Stream.concat(
                        candidate.loadProfiles().stream().map(load -> "load/" + load + "/output_tokens_per_s"),
                        candidate.bench().stream().map(bench -> "bench/" + bench.name() + "/tokens_per_s")))
                : edition.mainScores().stream().filter(name -> !Toxicity.concerns(name));
        return Stream.concat(criteria, usual)
                .filter(name -> speed == (name.startsWith("load/") || name.startsWith("bench/")))
                .filter(name -> !name.startsWith("dossier/"))
                .filter(name -> edition.measured().stream().anyMatch(candidate -> value(candidate, name).isPresent()))
                .findFirst();
    }

    private static Optional<Measured> value(CandidateFindings candidate, String metric) {
        return Measured.of(candidate, metric).filter(measured -> measured.value().isPresent());
    }

    private static TradeOff draw(Edition edition, String speed, String quality) {
        List<Row> rows = new ArrayList<>();
        List<Point> points = new ArrayList<>();
        for (CandidateFindings candidate : edition.measured()) {
            Optional<Measured> x = value(candidate, speed);
            Optional<Measured> y = value(candidate, quality);
            boolean front = edition.model().selection().paretoFront().contains(candidate.name());
            rows.add(new Row(edition.who(candidate.name()), cell(edition, candidate, speed),
                    cell(edition, candidate, quality),
                    edition.say(x.isEmpty() || y.isEmpty()
                            ? "front.unplaced"
                            : front ? "front.on" : "front.dominated")));
            if (x.isPresent() && y.isPresent()) {
                boolean barred = !edition.gates(candidate.name(), State.FAILED).isEmpty();
                points.add(new Point(edition.index(candidate.name()), bar(x.get()), bar(y.get()), front,
                        Visible.of(Visible.beginning(candidate.name(), 24)) + (barred ? " ✕" : "")));
            }
        }
        Better xBetter = better(edition, speed);
        Better yBetter = better(edition, quality);
        String xTitle = edition.labels().metric(speed) + edition.say("axis." + xBetter + ".x");
        String yTitle = edition.labels().metric(quality) + edition.say("axis." + yBetter + ".y");
        double xMost = points.stream().mapToDouble(point -> point.x().high()).max().orElse(1);
        double yMost = points.stream().mapToDouble(point -> point.y().high()).max().orElse(1);
        Scale yScale = Labels.unit(quality) == Unit.SHARE && yMost <= 100
                ? Scale.upTo(100)
                : Scale.upTo(1.1 * yMost);
        String svg = Charts.tradeOff(points, Scale.upTo(1.1 * xMost).in(sign(speed)), yScale.in(sign(quality)),
                front(points, xBetter, yBetter), edition.caption("trade-off", edition.say("section.trade-off"),
                        edition.say("chart.trade-off", xTitle, yTitle)));
        return new TradeOff(edition.labels().metric(speed), edition.labels().metric(quality), xTitle, yTitle,
                PageMarkup.chart(svg), rows);
    }

    /** What follows a number at the axis. */
    private static String sign(String metric) {
        return switch (Labels.unit(metric)) {
            case SHARE -> "%";
            case MILLISECONDS -> " ms";
            case TOKENS_PER_S, REQUESTS_PER_S, CHARACTERS_PER_S -> "/s";
            case BYTES, COUNT, PLAIN -> "";
        };
    }

    private static Cell cell(Edition edition, CandidateFindings candidate, String metric) {
        return Measured.of(candidate, metric).map(edition::cell).orElse(Cell.NONE);
    }

    private static Better better(Edition edition, String metric) {
        return edition.measured().stream().flatMap(candidate -> value(candidate, metric).stream()).findFirst()
                .map(Measured::better).orElse(Better.HIGHER);
    }

    private static Bar bar(Measured measured) {
        double unit = measured.unit() == Unit.SHARE ? 100 : 1;
        double value = unit * measured.value().orElseThrow();
        return new Bar(value, measured.interval().map(interval -> unit * interval.low()).orElse(value),
                measured.interval().map(interval -> unit * interval.high()).orElse(value));
    }

    /** The line through the points of the front that nothing beats in these two measures, from left to right. */
    private static List<double[]> front(List<Point> points, Better x, Better y) {
        double xSign = x == Better.HIGHER ? 1 : -1;
        double ySign = y == Better.HIGHER ? 1 : -1;
        List<Point> best = points.stream().filter(Point::front).filter(point -> points.stream().filter(Point::front)
                .noneMatch(other -> !other.equals(point) && xSign * other.x().value() >= xSign * point.x().value()
                        && ySign * other.y().value() >= ySign * point.y().value()))
                .sorted(Comparator.comparingDouble(point -> point.x().value())).toList();
        return best.stream().map(point -> new double[]{point.x().value(), point.y().value()}).toList();
    }
}
