package dev.mekiki.reports;

import dev.mekiki.domain.DataTerms;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.Findings.Corrected;
import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.Interval;
import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.Findings.MetricFinding;
import dev.mekiki.domain.LoadRepeats;
import dev.mekiki.domain.LoadRepeats.Spread;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.ScoredSample;
import dev.mekiki.port.ReportModel;
import dev.mekiki.port.ReportWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * {@code samples.csv} and {@code metrics.csv}, for spreadsheets: UTF-8 with a byte order mark; text that a spreadsheet would take for a
 * formula stands after an apostrophe.
 */
public final class CsvReport implements ReportWriter {
    /** Excel cuts cells at 32,767 characters. */
    private static final Set<String> REPEATED = Set.of("ttft_ms", "tpot_ms", "itl_ms", "e2e_ms", "output_tokens_per_s",
            "requests_per_s", "characters_per_s");
    private static final int LONGEST_CELL = 32_000;

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String summary() {
        return "samples.csv and metrics.csv, for spreadsheets";
    }

    @Override
    public Path write(ReportModel model, Path folder) throws IOException {
        samples(model, folder.resolve("samples.csv"));
        Path metrics = folder.resolve("metrics.csv");
        metrics(model, metrics);
        return metrics;
    }

    private static CSVPrinter printer(Path file) throws IOException {
        BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        out.write('\ufeff');
        return new CSVPrinter(out, CSVFormat.EXCEL);
    }

    private static void samples(ReportModel model, Path file) throws IOException {
        TreeSet<String> metrics = new TreeSet<>();
        TreeSet<String> labels = new TreeSet<>();
        model.samples().forEach(sample -> {
            metrics.addAll(sample.scores().keySet());
            labels.addAll(sample.sampled().labels().keySet());
        });
        try (CSVPrinter out = printer(file)) {
            List<Object> header = new ArrayList<>(List.of("candidate", "suite", "task", "sample", "outcome", "prompt",
                    "choices", "target", "response", "extracted"));
            metrics.forEach(metric -> header.add(text(metric)));
            header.addAll(List.of("unscored", "latency_ms", "input_tokens", "output_tokens"));
            labels.forEach(label -> header.add(text("label:" + label)));
            out.printRecord(header);
            for (ScoredSample sample : model.samples()) {
                out.printRecord(row(sample, metrics, labels));
            }
        }
    }

    private static List<@Nullable Object> row(ScoredSample sample, Set<String> metrics, Set<String> labels) {
        Sampled sampled = sample.sampled();
        List<@Nullable Object> cells = new ArrayList<>(List.of(text(sampled.candidate()), text(sampled.suite()),
                text(sampled.task()), text(sampled.sample()), Answers.outcome(sampled.outcome()),
                text(sampled.prompt()), text(String.join(" / ", sampled.choices())), text(Answers.target(sampled)),
                text(Answers.response(sampled, "acc").orElseGet(() -> Answers.trouble(sampled.outcome()))),
                text(sample.extracted().orElse(""))));
        List<String> unscored = new ArrayList<>();
        for (String metric : metrics) {
            Score score = sample.scores().get(metric);
            switch (score) {
                case null -> cells.add(null);
                case Score.Scored(double value) -> cells.add(value);
                case Score.Unscored(String reason) -> {
                    cells.add(null);
                    unscored.add(metric + ": " + reason);
                }
            }
        }
        cells.add(text(String.join("; ", unscored)));
        cells.add(sampled.cached().isPresent() ? null : sampled.latencyMs());
        cells.add(number(sampled.inputTokens()));
        cells.add(number(sampled.outputTokens()));
        labels.forEach(label -> cells.add(text(sampled.labels().getOrDefault(label, ""))));
        return cells;
    }

    private static void metrics(ReportModel model, Path file) throws IOException {
        try (CSVPrinter out = printer(file)) {
            out.printRecord("candidate", "metric", "n", "scored", "coverage", "value", "low", "high", "level", "method",
                    "better", "withheld", "corrected", "corrected_low", "corrected_high", "data_terms");
            for (CandidateFindings candidate : model.findings().candidates()) {
                for (MetricFinding metric : candidate.metrics()) {
                    Interval interval = metric.interval().orElse(null);
                    out.printRecord(text(candidate.name()), text(metric.metric()), metric.n(), metric.scored(),
                            metric.coverage(), number(metric.value()), interval == null ? null : interval.low(),
                            interval == null ? null : interval.high(), interval == null ? null : interval.level(),
                            interval == null ? "" : text(interval.method()),
                            metric.better().name().toLowerCase(java.util.Locale.ROOT),
                            text(metric.withheld().orElse("")),
                            metric.corrected().map(corrected -> number(corrected.value())).orElse(null),
                            metric.corrected().flatMap(Corrected::interval).map(Interval::low).orElse(null),
                            metric.corrected().flatMap(Corrected::interval).map(Interval::high).orElse(null),
                            metric.terms().map(DataTerms::id).orElse(""));
                }
                for (LoadFinding load : candidate.load()) {
                    load(out, candidate.name(), load);
                }
                for (LoadRepeats repeats : candidate.repeats()) {
                    repeats(out, candidate.name(), repeats);
                }
                for (var bench : candidate.bench()) {
                    Interval interval = bench.interval().orElse(null);
                    out.printRecord(text(candidate.name()), text("bench/" + bench.name() + "/tokens_per_s"),
                            bench.samples(), bench.samples(), 1, bench.tokensPerS(),
                            interval == null ? null : interval.low(), interval == null ? null : interval.high(),
                            interval == null ? null : interval.level(), interval == null ? "" : text(interval.method()),
                            "higher", "", null, null, null, "");
                }
            }
        }
    }

    private static void load(CSVPrinter out, String candidate, LoadFinding load) throws IOException {
        String prefix = "load/" + load.profile() + "/";
        for (var measure : Map.of("ttft_ms", load.ttftMs(), "tpot_ms", load.tpotMs(), "itl_ms", load.itlMs(), "e2e_ms",
                load.e2eMs()).entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            for (String statistic : List.of("p50", "p90", "p95", "p99", "mean", "max")) {
                Distribution distribution = measure.getValue();
                Measured measured = Measured.of(distribution, statistic);
                out.printRecord(text(candidate), text(prefix + measure.getKey() + "/" + statistic), distribution.n(),
                        distribution.n(), 1, number(measured.value()), null, null, null, "", "lower",
                        measured.unsupported().map(unsupported -> "needs n=" + unsupported.needed()).orElse(""), null,
                        null, null, "");
            }
        }
        rate(out, candidate, prefix + "output_tokens_per_s", load, load.outputTokensPerS());
        rate(out, candidate, prefix + "requests_per_s", load, load.requestsPerS());
        rate(out, candidate, prefix + "characters_per_s", load, load.charactersPerS());
    }

    /** Means of repeats; n is theirs. */
    private static void repeats(CSVPrinter out, String candidate, LoadRepeats repeats) throws IOException {
        for (var each : repeats.measures().entrySet()) {
            Spread spread = each.getValue();
            String measure = each.getKey().replaceAll("/.*", "");
            if (REPEATED.contains(measure)) {
                Interval interval = spread.interval().orElse(null);
                out.printRecord(text(candidate), text("load/" + repeats.profile() + "/" + each.getKey()),
                        repeats.planned(), spread.n(), (double) spread.n() / repeats.planned(), spread.mean(),
                        interval == null ? null : interval.low(), interval == null ? null : interval.high(),
                        interval == null ? null : interval.level(), interval == null ? "" : text(interval.method()),
                        measure.endsWith("_ms") ? "lower" : "higher", "", null, null, null, "");
            }
        }
    }

    private static void rate(CSVPrinter out, String candidate, String metric, LoadFinding load, OptionalDouble value)
            throws IOException {
        out.printRecord(text(candidate), text(metric), load.requests(), load.requests() - load.failed(),
                (double) (load.requests() - load.failed()) / Math.max(1, load.requests()), number(value), null, null,
                null, "", "higher", "", null, null, null, "");
    }

    private static @Nullable Object number(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : null;
    }

    private static @Nullable Object number(OptionalInt value) {
        return value.isPresent() ? (Object) value.getAsInt() : null;
    }

    /** Text that no spreadsheet calculates; full-width signs count too, since spreadsheets take them. */
    static String text(String text) {
        String visible = Visible.of(text);
        int length = visible.codePointCount(0, visible.length());
        String cut = length > LONGEST_CELL ? Visible.beginning(visible, LONGEST_CELL) : visible;
        return !cut.isEmpty() && "=+-@\t\r\n＝＋－＠|%".indexOf(cut.charAt(0)) >= 0 ? "'" + cut : cut;
    }
}
