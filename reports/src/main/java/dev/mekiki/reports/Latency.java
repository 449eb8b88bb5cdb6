package dev.mekiki.reports;

import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.LoadClient;
import dev.mekiki.domain.LoadDetail;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.reports.chart.Charts;
import dev.mekiki.reports.chart.Charts.Line;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How long people wait: distributions of each load profile. */
public record Latency(List<LoadCurves.Sweep> sweeps, List<Profile> profiles) {
    private static final List<String> REPEATED = List.of("ttft_ms/p50", "ttft_ms/p95", "tpot_ms/p50", "e2e_ms/p95",
            "output_tokens_per_s", "requests_per_s", "characters_per_s");
    private static final List<String> STATISTICS = List.of("p50", "p90", "p95", "p99", "mean", "max");

    /** All candidates under one profile. */
    public record Profile(String name, List<String> conditions, List<Plot> plots, List<Measure> measures,
            List<Repeats> repeats) {}

    /** One candidate's measure over the repeats of a profile. */
    public record Repeats(Who who, String measure, String n, Cell mean, String sd, String range) {}

    /** A cumulative distribution. */
    public record Plot(String label, List<PageMarkup> chart, List<Who> who) {}

    /** A duration's table. */
    public record Measure(String label, List<String> statistics, List<Row> rows) {}

    /** One candidate: a cell a statistic. */
    public record Row(Who who, String n, List<Cell> cells) {}

    static Latency of(Edition edition) {
        SequencedSet<String> names = new LinkedHashSet<>();
        edition.candidates().forEach(candidate -> names.addAll(candidate.loadProfiles()));
        List<Profile> profiles = new ArrayList<>();
        for (String name : names) {
            profiles.add(profile(edition, name, profiles.size()));
        }
        return new Latency(LoadCurves.sweeps(edition), profiles);
    }

    private static Profile profile(Edition edition, String name, int at) {
        List<String> conditions = new ArrayList<>();
        for (CandidateFindings candidate : edition.candidates()) {
            for (LoadFinding load : candidate.load()) {
                if (load.planned().equals(name)) {
                    conditions.add(condition(edition, named(edition, candidate.name(), load), load)
                            + load.why().stream().map(why -> " " + LoadWords.translated(edition, why))
                                    .reduce("", String::concat));
                }
            }
        }
        for (CandidateFindings candidate : edition.candidates()) {
            // what single repeats lack is told with them
            candidate.repeats(name).ifPresent(repeats -> repeats.why().stream()
                    .filter(why -> !why.startsWith("repeat "))
                    .forEach(why -> conditions.add(edition.say("load.repeats.why", candidate.name(),
                            LoadWords.translated(edition, why)))));
        }
        List<Plot> plots = new ArrayList<>();
        // requests of different repeats are not mixed: the first one is drawn
        String drawn = edition.candidates().stream().anyMatch(candidate -> candidate.repeats(name).isPresent())
                ? LoadProfile.Repeat.name(name, 1)
                : name;
        plot(edition, drawn, "ttft_ms", "latency-" + at + "-ttft", plots);
        plot(edition, drawn, "itl_ms", "latency-" + at + "-itl", plots);
        plots.addAll(LoadCurves.course(edition, drawn, at));
        List<Measure> measures = List.of(measure(edition, name, "ttft_ms"), measure(edition, name, "itl_ms"),
                measure(edition, name, "tpot_ms"), measure(edition, name, "e2e_ms"));
        return new Profile(name, conditions, plots, measures, repeats(edition, name));
    }

    private static String named(Edition edition, String candidate, LoadFinding load) {
        return load.repeat().map(repeat -> edition.say("load.repeat", candidate, repeat.number(), repeat.count()))
                .orElse(candidate);
    }

    private static List<Repeats> repeats(Edition edition, String profile) {
        List<Repeats> rows = new ArrayList<>();
        for (String measure : REPEATED) {
            String name = measure.replaceAll("/.*", "");
            String label = edition.labels().measure(name)
                    + (measure.contains("/") ? " " + edition.labels().statistic(measure.replaceAll(".*/", "")) : "");
            for (CandidateFindings candidate : edition.candidates()) {
                candidate.repeats(profile).flatMap(repeats -> repeats.measure(measure)).ifPresent(spread -> {
                    Measured measured = Measured.of(spread, name);
                    Function<Double, String> value = number -> edition.figures().value(number, measured.unit());
                    rows.add(new Repeats(edition.who(candidate.name()), label, edition.figures().count(spread.n()),
                            edition.cell(measured),
                            spread.sd().isPresent() ? value.apply(spread.sd().getAsDouble()) : "–",
                            edition.say("load.range", value.apply(spread.least()), value.apply(spread.most()))));
                });
            }
        }
        return rows;
    }

    private static String condition(Edition edition, String candidate, LoadFinding load) {
        Optional<LoadDetail> detail = load.detail();
        Optional<Double> rate = detail.map(known -> known.figures().get("requested_rate_per_s"));
        String verdict = edition.say("load.verdict." + load.verdict());
        StringBuilder said = new StringBuilder(rate.isPresent()
                ? edition.say("load.condition.open", candidate, edition.figures().value(rate.get(), Unit.PLAIN),
                        load.requests(), load.failed(), verdict)
                : edition.say("load.condition", candidate, load.concurrency(), load.requests(), load.failed(),
                        verdict));
        detail.map(known -> known.figures().get("good_share")).ifPresent(share -> said.append(edition.say("load.good",
                edition.figures().value(share, Unit.SHARE))));
        detail.map(known -> known.figures().get("resent_requests")).ifPresent(resent -> said
                .append(edition.say("load.resent", edition.figures().count(Math.round(resent)))));
        detail.flatMap(LoadDetail::client).flatMap(client -> client.client().added()).ifPresent(added -> said
                .append(edition.say(
                        added.source().equals(LoadClient.Added.INTERPOLATED) ? "load.added.interpolated" : "load.added",
                        edition.figures().value(added.p50Ms(), Unit.MILLISECONDS),
                        edition.figures().value(added.p99Ms(), Unit.MILLISECONDS))));
        return said.toString();
    }

    private static void plot(Edition edition, String profile, String measure, String id, List<Plot> plots) {
        List<Line> lines = new ArrayList<>();
        List<Who> who = new ArrayList<>();
        double highest = 0;
        for (CandidateFindings candidate : edition.candidates()) {
            List<Double> values = edition.model().load().getOrDefault(candidate.name() + "/" + profile, List.of())
                    .stream().filter(request -> request.error().isEmpty())
                    .flatMapToDouble(request -> measure.equals("ttft_ms") ? ttft(request) : itl(request)).sorted()
                    .boxed().toList();
            if (!values.isEmpty()) {
                lines.add(new Line(edition.index(candidate.name()), values));
                who.add(edition.who(candidate.name()));
                highest = Math.max(highest, values.getLast());
            }
        }
        if (!lines.isEmpty() && highest > 0) {
            String label = edition.labels().measure(measure);
            plots.add(new Plot(label, PageMarkup.chart(Charts.cumulative(lines, highest,
                    edition.caption(id, label, edition.say("chart.cumulative", label)))), who));
        }
    }

    private static DoubleStream ttft(LoadRequest request) {
        return request.firstTokenMs().stream().mapToDouble(first -> first - request.sentMs());
    }

    /** Gaps between chunks of output, as they came. */
    private static DoubleStream itl(LoadRequest request) {
        List<Double> chunks = request.chunkMs();
        return IntStream.range(1, chunks.size()).mapToDouble(at -> chunks.get(at) - chunks.get(at - 1));
    }

    private static Measure measure(Edition edition, String profile, String measure) {
        List<Row> rows = new ArrayList<>();
        for (CandidateFindings candidate : edition.candidates()) {
            for (LoadFinding load : candidate.load()) {
                if (load.planned().equals(profile)) {
                    Distribution distribution = distribution(load, measure);
                    rows.add(new Row(edition.who(candidate.name()), edition.figures().count(distribution.n())
                            + load.repeat()
                                    .map(repeat -> edition.say("load.repeat.of", repeat.number(), repeat.count()))
                                    .orElse(""),
                            STATISTICS.stream().map(statistic -> cell(edition, Measured.of(distribution, statistic)))
                                    .toList()));
                }
            }
        }
        return new Measure(edition.labels().measure(measure),
                STATISTICS.stream().map(edition.labels()::statistic).toList(), rows);
    }

    private static Cell cell(Edition edition, Measured measured) {
        if (measured.value().isPresent()) {
            return Cell.of(edition.figures().value(measured.value().getAsDouble(), measured.unit()));
        }
        return measured.unsupported().isPresent() ? edition.cell(measured) : Cell.NONE;
    }

    private static Distribution distribution(LoadFinding load, String measure) {
        return switch (measure) {
            case "ttft_ms" -> load.ttftMs();
            case "tpot_ms" -> load.tpotMs();
            case "itl_ms" -> load.itlMs();
            default -> load.e2eMs();
        };
    }
}
