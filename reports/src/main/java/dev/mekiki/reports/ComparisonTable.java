package dev.mekiki.reports;

import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.Selection.GateResult;
import dev.mekiki.domain.Selection.Ranked;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Function;

/** All candidates side by side. */
public record ComparisonTable(List<Who> who, List<Group> groups) {
    /** Rows that belong together. */
    public record Group(String title, List<Row> rows) {}

    /** One cell a candidate, in the order of the columns. */
    public record Row(String label, String note, List<Cell> cells) {}

    static ComparisonTable of(Edition edition) {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(edition.say("comparison.gates"), gates(edition)));
        groups.add(new Group(edition.say("comparison.model"), model(edition)));
        groups.add(new Group(edition.say("comparison.scores"), scores(edition)));
        groups.add(new Group(edition.say("comparison.speed"), speed(edition)));
        groups.add(new Group(edition.say("comparison.decision"), decision(edition)));
        return new ComparisonTable(edition.everybody(),
                groups.stream().filter(group -> !group.rows().isEmpty()).toList());
    }

    private static Row row(Edition edition, String label, String note, Function<CandidateFindings, Cell> cell) {
        return new Row(label, note, edition.candidates().stream().map(cell).toList());
    }

    private static List<Row> gates(Edition edition) {
        SequencedSet<String> names = new LinkedHashSet<>();
        edition.model().selection().gates().forEach(gate -> names.add(gate.gate()));
        return names.stream().map(name -> {
            List<GateResult> results = edition.model().selection().gates().stream()
                    .filter(gate -> gate.gate().equals(name)).toList();
            return row(edition, edition.labels().gate(results.getFirst(), edition.model().policy()), "",
                    candidate -> results.stream().filter(gate -> gate.candidate().equals(candidate.name())).findFirst()
                            .map(gate -> gate(edition, gate)).orElse(Cell.NONE));
        }).toList();
    }

    static Cell gate(Edition edition, GateResult gate) {
        return switch (gate.state()) {
            case PASSED -> new Cell(edition.say("state.passed"), "", "good");
            case FAILED -> new Cell(edition.say("state.failed"), Overview.evidence(edition, gate), "bad");
            case UNDECIDED -> new Cell(edition.say("state.undecided"), Overview.evidence(edition, gate), "open");
        };
    }

    private static List<Row> model(Edition edition) {
        List<Row> rows = new ArrayList<>();
        rows.add(row(edition, edition.say("row.license"), "", candidate -> candidate.license()
                .map(license -> license(edition, license)).orElse(Cell.NONE)));
        rows.add(row(edition, edition.say("row.size"), "", candidate -> candidate.dossier().map(dossier -> {
            String weights = dossier.weightsBytes().isPresent()
                    ? edition.figures().bytes(dossier.weightsBytes().getAsLong())
                    : "";
            return Cell.of(edition.labels().size(candidate), weights.isEmpty() || dossier.dtypes().isEmpty()
                    ? weights
                    : edition.say("row.size.weights", weights, String.join("/", dossier.dtypes())));
        }).orElse(Cell.NONE)));
        rows.add(row(edition, edition.say("row.context"), edition.say("row.context.note"),
                candidate -> candidate.dossier().filter(dossier -> dossier.contextTokens().isPresent())
                        .map(dossier -> Cell.of(edition.say("tokens",
                                edition.figures().count(dossier.contextTokens().getAsInt()))))
                        .orElse(Cell.NONE)));
        rows.add(row(edition, edition.say("row.tokens"), edition.say("row.tokens.note"),
                candidate -> candidate.tokensPerCharacter().isPresent()
                        ? Cell.of(edition.figures().significant(candidate.tokensPerCharacter().getAsDouble()))
                        : Cell.NONE));
        rows.add(row(edition, edition.say("row.memory"), edition.say("row.memory.note"),
                candidate -> candidate.modelBytes().isPresent()
                        ? Cell.of(edition.figures().bytes(candidate.modelBytes().getAsLong()))
                        : Cell.NONE));
        return rows;
    }

    static Cell license(Edition edition, LicenseFinding license) {
        return Licenses.cell(edition.texts(), license);
    }

    private static List<Row> scores(Edition edition) {
        return edition.mainScores().stream().map(metric -> row(edition, edition.labels().metric(metric),
                better(edition, metric), candidate -> Measured.of(candidate, metric).map(edition::cell)
                        .orElse(Cell.NONE)))
                .toList();
    }

    static String better(Edition edition, String metric) {
        return edition.candidates().stream().flatMap(candidate -> Measured.of(candidate, metric).stream()).findFirst()
                .map(measured -> edition.say("better." + measured.better())).orElse("");
    }

    private static List<Row> speed(Edition edition) {
        List<Row> rows = new ArrayList<>();
        SequencedSet<String> profiles = new LinkedHashSet<>();
        edition.candidates().forEach(candidate -> profiles.addAll(candidate.loadProfiles()));
        for (String profile : profiles) {
            for (String measure : List.of("ttft_ms/p50", "ttft_ms/p95", "output_tokens_per_s", "characters_per_s",
                    "peak_process_bytes")) {
                String metric = "load/" + profile + "/" + measure;
                if (edition.candidates().stream().anyMatch(candidate -> Measured.of(candidate, metric).isPresent())) {
                    rows.add(row(edition, edition.labels().metric(metric), "", candidate -> Measured
                            .of(candidate, metric).map(edition::cell).orElse(Cell.NONE)));
                }
            }
        }
        SequencedSet<String> benches = new LinkedHashSet<>();
        edition.candidates().forEach(candidate -> candidate.bench().stream().map(BenchFinding::name)
                .forEach(benches::add));
        benches.forEach(name -> rows.add(row(edition, edition.labels().bench(name), edition.say("row.bench.note"),
                candidate -> Measured.of(candidate, "bench/" + name + "/tokens_per_s").map(edition::cell)
                        .orElse(Cell.NONE))));
        return rows;
    }

    private static List<Row> decision(Edition edition) {
        List<Row> rows = new ArrayList<>();
        if (edition.model().selection().ranking().stream().anyMatch(entry -> entry.utility().isPresent())) {
            rows.add(row(edition, edition.say("row.utility"), edition.say("row.utility.note"),
                    candidate -> edition.ranked(candidate.name()).filter(entry -> entry.utility().isPresent())
                            .map(entry -> new Cell(edition.figures().significant(entry.utility().getAsDouble()),
                                    contributions(edition, entry), entry.qualifies() ? "" : "mute"))
                            .orElse(Cell.NONE)));
            rows.add(row(edition, edition.say("row.best"), edition.say("row.best.note"),
                    candidate -> edition.ranked(candidate.name()).map(entry -> best(edition, entry))
                            .orElse(Cell.NONE)));
        }
        return rows;
    }

    private static Cell best(Edition edition, Ranked entry) {
        if (!entry.qualifies()) {
            return new Cell(edition.say("row.best.excluded"), "", "mute");
        }
        if (edition.qualified().size() == 1) {
            return Cell.of("–", edition.say("row.best.only"));
        }
        return entry.probabilityBest().isPresent()
                ? Cell.of(edition.figures().probability(entry.probabilityBest().getAsDouble()))
                : Cell.NONE;
    }

    private static String contributions(Edition edition, Ranked entry) {
        return entry.contributions().entrySet().stream()
                .map(part -> edition.say("row.contribution", edition.labels().metric(part.getKey()),
                        edition.figures().significant(part.getValue())))
                .reduce((a, b) -> a + "\n" + b).orElse("");
    }
}
