package dev.mekiki.cli;

import dev.mekiki.analysis.Analysis;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.Findings.TaskFinding;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run ended with, in one screen of a terminal. */
final class Summary {
    private final Terminal terminal;
    private final Texts texts;

    Summary(Terminal terminal, Texts texts) {
        this.terminal = terminal;
        this.texts = texts;
    }

    void print(Analysis analysis, Selection selection, Path report) {
        terminal.out().println();
        List<List<String>> rows = new ArrayList<>();
        for (CandidateFindings candidate : analysis.findings().candidates()) {
            rows.add(row(candidate, selection));
        }
        new TextTable(List.of(texts.get("summary.candidate"), texts.get("summary.license"), texts.get("summary.gates"),
                texts.get("summary.utility"), texts.get("summary.best"), texts.get("summary.note")), rows)
                .lines(terminal.width())
                .forEach(terminal.out()::println);
        terminal.out().println();
        scores(analysis, selection);
        courses(analysis);
        String names = String.join(", ", selection.candidates());
        TextTable.wrap(switch (selection.outcome()) {
            case SELECTED -> texts.get("summary.selected", names);
            case TIED -> texts.get("summary.tied", names);
            case NONE_QUALIFIES -> texts.get("summary.none");
        }, terminal.width()).forEach(terminal.out()::println);
        for (Selection.Reason reason : selection.reasons()) {
            new TextTable(List.of(), List.of(List.of("  -", ReasonText.in(texts.locale(), reason))))
                    .lines(terminal.width())
                    .forEach(terminal.out()::println);
        }
        terminal.out().println();
        terminal.out().println(texts.get("summary.report", report));
    }

    /** Tasks whose choices were not answered the first way, and those with answers that were cut. */
    private void courses(Analysis analysis) {
        for (CandidateFindings candidate : analysis.findings().candidates()) {
            for (TaskFinding task : candidate.tasks()) {
                if (!task.passedOver().isEmpty()) {
                    task.way().ifPresent(way -> line(texts.get("progress.way", candidate.name(), task.task(),
                            texts.get("way." + way.id()), TextTable.plain(String.join("; ", task.passedOver())))));
                }
                if (task.truncated() > 0) {
                    int unclosed = task.thinking().map(thinking -> thinking.unclosed()).orElse(0);
                    line(texts.get(unclosed > 0 ? "summary.truncated.reasoning" : "summary.truncated",
                            candidate.name(), task.task(), String.valueOf(task.truncated()),
                            String.valueOf(task.samples()), String.valueOf(unclosed)));
                }
            }
        }
    }

    private void line(String text) {
        TextTable.wrap(text, terminal.width()).forEach(terminal.out()::println);
    }

    private List<String> row(CandidateFindings candidate, Selection selection) {
        List<Selection.GateResult> gates = selection.gates().stream()
                .filter(gate -> gate.candidate().equals(candidate.name())).toList();
        long passed = gates.stream().filter(gate -> gate.state() == Selection.State.PASSED).count();
        String utility = "–";
        String best = "–";
        for (Selection.Ranked ranked : selection.ranking()) {
            if (ranked.candidate().equals(candidate.name())) {
                utility = ranked.utility().isPresent()
                        ? String.format(Locale.ROOT, "%.3f", ranked.utility().getAsDouble())
                        : "–";
                best = ranked.qualifies() && ranked.probabilityBest().isPresent()
                        ? String.format(Locale.ROOT, "%.0f %%", 100 * ranked.probabilityBest().getAsDouble())
                        : "–";
            }
        }
        String note = candidate.refused().map(TextTable::plain)
                .orElse(selection.candidates().contains(candidate.name()) ? texts.get("summary.chosen") : "");
        return List.of(candidate.name(),
                candidate.license().map(LicenseFinding::verdict).map(verdict -> texts.get("verdict." + verdict.id()))
                        .orElse("–"),
                gates.isEmpty() ? "–" : passed + "/" + gates.size(), utility, best, note);
    }

    /** The policy's own metrics, one line each: value and interval of every candidate. */
    private void scores(Analysis analysis, Selection selection) {
        List<CandidateFindings> candidates = analysis.findings().candidates();
        List<String> metrics = selection.ranking().stream().flatMap(ranked -> ranked.contributions().keySet().stream())
                .distinct().toList();
        List<List<String>> rows = new ArrayList<>();
        for (String metric : metrics) {
            List<String> row = new ArrayList<>();
            row.add(metric + candidates.stream().flatMap(candidate -> candidate.metric(metric).stream())
                    .flatMap(finding -> finding.terms().stream()).findFirst()
                    .map(terms -> " " + texts.get("summary.terms." + terms.id())).orElse(""));
            for (CandidateFindings candidate : candidates) {
                row.add(candidate.metric(metric).map(Summary::value).orElse("–"));
            }
            if (row.stream().skip(1).anyMatch(cell -> !cell.equals("–"))) {
                rows.add(row);
            }
        }
        if (!rows.isEmpty()) {
            List<String> header = new ArrayList<>(List.of(texts.get("summary.metric")));
            candidates.forEach(candidate -> header.add(candidate.name()));
            new TextTable(header, rows).lines(terminal.width()).forEach(terminal.out()::println);
            terminal.out().println();
        }
    }

    private static String value(MetricFinding finding) {
        if (finding.value().isEmpty()) {
            return "–";
        }
        double value = 100 * finding.value().getAsDouble();
        return finding.interval()
                .map(i -> String.format(Locale.ROOT, "%.0f (%.0f–%.0f)", value, 100 * i.low(), 100 * i.high()))
                .orElse(String.format(Locale.ROOT, "%.0f", value));
    }
}
