package dev.mekiki.reports;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.Distribution.Unsupported;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.LoadDetail;
import dev.mekiki.domain.LoadDetail.Moment;
import dev.mekiki.reports.Latency.Plot;
import dev.mekiki.reports.chart.Charts;
import dev.mekiki.reports.chart.Charts.Curve;
import dev.mekiki.reports.chart.Charts.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load as curves: latency and speed over the load of a sweep, and how a profile went over time. */
public final class LoadCurves {
    private static final Pattern LEVEL = Pattern.compile("(.+)-(\\d{1,9}(?:\\.\\d{1,9})?)");
    private static final int FEWEST_MOMENTS = 4;

    private LoadCurves() {}

    /**
     * Profiles that differ in their load alone.
     *
     * @param name what their names begin with
     */
    public record Sweep(String name, List<Plot> plots) {}

    /** Profiles named as a plan's lists of users or rates name them, at least two of a kind. */
    static List<Sweep> sweeps(Edition edition) {
        Map<String, Boolean> names = new LinkedHashMap<>();
        for (CandidateFindings candidate : edition.candidates()) {
            candidate.load().forEach(load -> level(load)
                    .ifPresent(level -> names.merge(level.family(), false, (_, _) -> true)));
        }
        List<Sweep> sweeps = new ArrayList<>();
        names.forEach((family, several) -> {
            if (several) {
                List<Plot> plots = new ArrayList<>();
                sweep(edition, family, "ttft_ms", load -> median(load.ttftMs()), plots);
                sweep(edition, family, "tpot_ms", load -> median(load.tpotMs()), plots);
                sweep(edition, family, "output_tokens_per_s", LoadFinding::outputTokensPerS, plots);
                if (!plots.isEmpty()) {
                    sweeps.add(new Sweep(family, plots));
                }
            }
        });
        return sweeps;
    }

    private record Level(String family, double load) {}

    private static Optional<Level> level(LoadFinding load) {
        Matcher matcher = LEVEL.matcher(load.planned());
        return matcher.matches()
                ? Optional.of(new Level(matcher.group(1), Double.parseDouble(matcher.group(2))))
                : Optional.empty();
    }

    /** As observed where there are too few values for a fact: a curve shows its course. */
    private static OptionalDouble median(Distribution distribution) {
        return distribution.p50().isPresent()
                ? distribution.p50()
                : distribution.unsupported().stream().filter(each -> each.percentile().equals("p50"))
                        .map(Unsupported::observed).findFirst().orElse(OptionalDouble.empty());
    }

    private static void sweep(Edition edition, String family, String measure,
            Function<LoadFinding, OptionalDouble> value, List<Plot> plots) {
        List<Curve> curves = new ArrayList<>();
        List<Who> who = new ArrayList<>();
        for (CandidateFindings candidate : edition.candidates()) {
            SortedMap<Double, List<Double>> found = new TreeMap<>();
            for (LoadFinding load : candidate.load()) {
                Optional<Level> level = level(load).filter(each -> each.family().equals(family));
                OptionalDouble known = value.apply(load);
                if (level.isPresent() && known.isPresent() && !load.verdict().equals("invalid")) {
                    found.computeIfAbsent(level.get().load(), _ -> new ArrayList<>()).add(known.getAsDouble());
                }
            }
            if (found.size() > 1) {
                // of repeats, the mean
                List<double[]> points = found.entrySet().stream().map(each -> new double[]{each.getKey(),
                        each.getValue().stream().mapToDouble(one -> one).average().orElseThrow()}).toList();
                curves.add(new Curve(edition.index(candidate.name()), points));
                who.add(edition.who(candidate.name()));
            }
        }
        String label = edition.say(measure.endsWith("_ms") ? "chart.median" : "chart.total",
                edition.labels().measure(measure));
        plot(edition, "sweep-" + plots.size() + "-" + measure, label, edition.say("chart.sweep", label), true, curves,
                measure.endsWith("_ms") ? " ms" : "", "", who).ifPresent(plots::add);
    }

    /** How a profile went: requests at once and tokens a second, over its seconds. */
    static List<Plot> course(Edition edition, String profile, int at) {
        List<Plot> plots = new ArrayList<>();
        over(edition, profile, "course-" + at + "-tokens", "chart.course.tokens", Moment::outputTokensPerS)
                .ifPresent(plots::add);
        over(edition, profile, "course-" + at + "-running", "chart.course.running", Moment::running)
                .ifPresent(plots::add);
        return plots;
    }

    private static Optional<Plot> over(Edition edition, String profile, String id, String label,
            ToDoubleFunction<Moment> value) {
        List<Curve> curves = new ArrayList<>();
        List<Who> who = new ArrayList<>();
        for (CandidateFindings candidate : edition.candidates()) {
            List<Moment> moments = candidate.load().stream().filter(load -> load.profile().equals(profile))
                    .flatMap(load -> load.detail().map(LoadDetail::curve).stream()).flatMap(List::stream).toList();
            if (moments.size() >= FEWEST_MOMENTS) {
                curves.add(new Curve(edition.index(candidate.name()), moments.stream()
                        .map(moment -> new double[]{moment.fromS(), value.applyAsDouble(moment)}).toList()));
                who.add(edition.who(candidate.name()));
            }
        }
        String said = edition.say(label);
        return plot(edition, id, said, edition.say("chart.course", said), false, curves, "", " s", who);
    }

    private static Optional<Plot> plot(Edition edition, String id, String label, String description, boolean marked,
            List<Curve> curves, String yUnit, String xUnit, List<Who> who) {
        double furthest = highest(curves, 0);
        double highest = highest(curves, 1);
        return curves.isEmpty() || !(furthest > 0) || !(highest > 0)
                ? Optional.empty()
                : Optional.of(new Plot(label, PageMarkup.chart(Charts.curves(curves, marked,
                        Scale.upTo(furthest).in(xUnit), Scale.upTo(highest).in(yUnit),
                        edition.caption("latency-" + id, label, description))), who));
    }

    private static double highest(List<Curve> curves, int axis) {
        return curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(point -> point[axis]).max()
                .orElse(0);
    }
}
