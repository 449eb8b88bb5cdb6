package dev.mekiki.bench;

import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.Candidate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.MicroBenchmark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link EngineBenchmark} with JMH: forked JVMs, warm-up, one value an iteration. */
public final class JmhBenchmark implements MicroBenchmark {
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);
    private static final int WARMUPS = 3;

    @Override
    public List<Measured> measure(Candidate candidate, BenchSettings settings) throws EngineException {
        List<Measured> measured = new ArrayList<>();
        for (RunResult result : run(candidate, settings, null)) {
            int tokens = Integer.parseInt(result.getParams().getParam("tokens"));
            String name = (result.getParams().getBenchmark().endsWith("prefill") ? "pp" : "tg") + tokens;
            List<Double> speeds = new ArrayList<>();
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    speeds.add(tokens / iteration.getPrimaryResult().getScore());
                }
            }
            measured.add(new Measured(name, OptionalInt.of(Runtime.getRuntime().availableProcessors()), speeds));
        }
        return measured;
    }

    /** The same measurement as JMH's own JSON result file. */
    public String resultFile(Candidate candidate, BenchSettings settings) throws EngineException, IOException {
        Path file = Files.createTempFile("mekiki-jmh", ".json");
        try {
            run(candidate, settings, file);
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Collection<RunResult> run(Candidate candidate, BenchSettings settings,
            @org.jspecify.annotations.Nullable Path resultFile) throws EngineException {
        List<RunResult> results = new ArrayList<>();
        try {
            Path log = Files.createTempFile("mekiki-jmh", ".log");
            try {
                if (!settings.prompt().isEmpty()) {
                    results.addAll(
                            new Runner(options(candidate, settings, "prefill", settings.prompt(), log).build()).run());
                }
                if (!settings.generate().isEmpty()) {
                    results.addAll(
                            new Runner(options(candidate, settings, "decode", settings.generate(), log).build()).run());
                }
                int expected = settings.prompt().size() + settings.generate().size();
                if (results.size() < expected) {
                    throw new EngineException("a benchmark's JVM ended early: " + lastWords(log));
                }
            } finally {
                Files.deleteIfExists(log);
            }
            if (resultFile != null) {
                org.openjdk.jmh.results.format.ResultFormatFactory
                        .getInstance(ResultFormatType.JSON, resultFile.toString()).writeOut(results);
            }
            return results;
        } catch (RunnerException | IOException e) {
            throw new EngineException("the benchmark could not run: " + e.getMessage(), e);
        }
    }

    private static ChainedOptionsBuilder options(Candidate candidate, BenchSettings settings, String benchmark,
            List<Integer> tokens, Path log) {
        List<String> arguments = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-XX:AOT") && !argument.startsWith("-agentlib")
                        && !argument.startsWith("-javaagent"))
                .toList());
        arguments.addAll(CandidateProperties.arguments(candidate));
        arguments.add("-Djmh.ignoreLock=true");
        return new OptionsBuilder()
                .include("^" + EngineBenchmark.class.getName().replace(".", "\\.") + "\\." + benchmark + "$")
                .param("tokens", tokens.stream().map(String::valueOf).toArray(String[]::new)).forks(settings.forks())
                .warmupIterations(WARMUPS).warmupTime(ITERATION).measurementIterations(settings.iterations())
                .measurementTime(ITERATION).jvmArgs(arguments.toArray(String[]::new)).shouldFailOnError(false)
                .verbosity(VerboseMode.NORMAL).output(log.toString());
    }

    private static String lastWords(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(String::strip).filter(line -> line.contains("Exception") || line.contains("Error"))
                    .findFirst()
                    .orElse("no reason was given");
        }
    }
}
