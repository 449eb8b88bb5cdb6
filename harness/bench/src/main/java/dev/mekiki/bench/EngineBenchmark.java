package dev.mekiki.bench;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Registry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Prefill and decode of one candidate, alone. The score is seconds an operation; {@link JmhBenchmark} turns it into tokens per second.
 * The candidate travels to the fork in system properties (see {@link CandidateProperties}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EngineBenchmark {
    /** Tokens of the prompt (prefill) or of the answer (decode). */
    @Param("64")
    public int tokens;

    private @Nullable Engine engine;
    private Prompt prompt = Prompt.plain("");
    private Prompt start = Prompt.plain("");

    /** Opens the candidate; not measured. */
    @Setup(Level.Trial)
    public void open() throws EngineException {
        Candidate candidate = CandidateProperties.read();
        EngineProvider provider = Registry.load(EngineProvider.class).find(candidate.engine())
                .orElseThrow(() -> new EngineException("no engine named " + candidate.engine()));
        Engine opened = provider.open(candidate);
        engine = opened;
        start = PromptOfLength.of(opened, 1);
        prompt = PromptOfLength.of(opened, tokens);
    }

    @TearDown(Level.Trial)
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }

    /** {@code pp}: a prompt of {@link #tokens} tokens up to its first token of output. */
    @Benchmark
    public Generation prefill() throws EngineException {
        return generate(prompt, 1);
    }

    /** {@code tg}: {@link #tokens} tokens of output after a prompt of one token. */
    @Benchmark
    public Generation decode() throws EngineException {
        return generate(start, tokens);
    }

    private Generation generate(Prompt text, int most) throws EngineException {
        Engine opened = engine;
        if (opened == null) {
            throw new EngineException("not open");
        }
        GenerationSettings settings = GenerationSettings.greedy(most, java.util.List.of()).ignoringEnd();
        return opened.generate(text, settings, 0, Deadline.none(), GenerationListener.NONE);
    }
}
