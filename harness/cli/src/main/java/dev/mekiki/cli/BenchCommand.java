package dev.mekiki.cli;

import dev.mekiki.analysis.BenchAnalysis;
import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Findings.BenchFinding;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.MicroBenchmark.Measured;
import dev.mekiki.port.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "bench", description = "Tokens per second of prefill (pp) and decode (tg), engine alone, with JMH.")
final class BenchCommand extends BaseCommand {
    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--prompt", split = ",", paramLabel = "TOKENS", description = "Prefill lengths. Default: 64,256.")
    private List<Integer> prompt = List.of(64, 256);

    @Option(names = "--generate", split = ",", paramLabel = "TOKENS", description = "Decode lengths. Default: 32.")
    private List<Integer> generate = List.of(32);

    @Option(names = "--forks", paramLabel = "N", description = "JVMs, one after the other. Default: 1.")
    private int forks = 1;

    @Option(names = "--iterations", paramLabel = "N", description = "Measured iterations a fork. Default: 5.")
    private int iterations = 5;

    /** How to print it. */
    enum Format {
        TABLE, JSON, JMH
    }

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default), json, or jmh: JMH's own result file.")
    private Format format = Format.TABLE;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        if (forks < 1 || iterations < 2 || prompt.stream().anyMatch(n -> n < 1)
                || generate.stream().anyMatch(n -> n < 1)) {
            throw new Failure(ExitCode.USAGE, "--forks ≥ 1, --iterations ≥ 2 and token counts ≥ 1 are expected", "");
        }
        model.provider(Registry.load(EngineProvider.class));
        Candidate candidate = model.candidate();
        BenchSettings settings = new BenchSettings(prompt, generate, forks, iterations);
        terminal.note("measuring " + candidate.name() + " with " + candidate.engine() + ", "
                + (prompt.size() + generate.size()) * forks
                + " forked JVMs; each warms up first …");
        if (format == Format.JMH) {
            terminal.out().println(Stages.jmh().resultFile(candidate, settings));
            return ExitCode.DONE;
        }
        List<Measured> measured = Stages.jmh().measure(candidate, settings);
        if (format == Format.JSON) {
            json(terminal, candidate, measured);
        } else {
            table(terminal, measured);
        }
        return ExitCode.DONE;
    }

    private static BenchFinding finding(Measured measured) {
        return BenchAnalysis.of(measured.name(), measured.tokensPerSecond()).orElseThrow();
    }

    private void json(Terminal terminal, Candidate candidate, List<Measured> measured) {
        ObjectNode node = JsonOutput.object().put("model", model.model()).put("engine", candidate.engine());
        measured.stream().flatMap(each -> each.threads().stream().boxed()).findFirst()
                .ifPresent(n -> node.put("threads", n));
        ArrayNode benchmarks = node.putArray("benchmarks");
        for (Measured each : measured) {
            BenchFinding finding = finding(each);
            ObjectNode one = benchmarks.addObject().put("name", finding.name()).put("tokens_per_s",
                    finding.tokensPerS());
            finding.interval().ifPresent(interval -> one.putObject("interval").put("low", interval.low())
                    .put("high", interval.high()).put("level", interval.level()).put("method", interval.method()));
            one.put("samples", finding.samples());
        }
        terminal.out().println(JsonOutput.pretty(node));
    }

    private static void table(Terminal terminal, List<Measured> measured) {
        List<List<String>> rows = new ArrayList<>();
        for (Measured each : measured) {
            BenchFinding finding = finding(each);
            rows.add(List.of(finding.name(), String.format(Locale.ROOT, "%.1f", finding.tokensPerS()),
                    finding.interval()
                            .map(i -> String.format(Locale.ROOT, "%.1f – %.1f (%.0f %%, %s)", i.low(), i.high(),
                                    100 * i.level(), i.method()))
                            .orElse("–"),
                    String.valueOf(finding.samples())));
        }
        new TextTable(List.of("BENCHMARK", "TOKENS/S", "INTERVAL", "ITERATIONS"), rows).lines(terminal.width())
                .forEach(terminal.out()::println);
    }
}
