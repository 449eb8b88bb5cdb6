package dev.mekiki.bench;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.jlama.BareLoop;
import dev.mekiki.engines.jlama.JlamaProvider;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the harness adds to decoding: 64 tokens through the port, and through jlama's bare loop on the same weights. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeOverheadBenchmark {
    private static final int TOKENS = 64;
    /** A multiple of 12 keeps the engine's prefill at one batch, as the bare loop's is. */
    private static final int PROMPT = 12;

    private @Nullable Engine engine;
    private @Nullable BareLoop bare;
    private Prompt prompt = Prompt.plain("");
    private int[] ids = {};

    /** Opens the demonstration model once for both. */
    @Setup
    public void open() throws EngineException {
        String model = Path.of(System.getProperty("mekiki.home", "."), "datasets/models/hinoki").toString();
        Engine opened = new JlamaProvider().open(new Candidate("hinoki", model, "jlama", new TreeMap<>()));
        prompt = PromptOfLength.of(opened, PROMPT);
        ids = opened.tokenizer().orElseThrow().encode(prompt.text(), true);
        bare = BareLoop.of(opened);
        engine = opened;
    }

    @TearDown
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }

    @Benchmark
    public @Nullable Generation harness() throws EngineException {
        return engine == null
                ? null
                : engine.generate(prompt, GenerationSettings.greedy(TOKENS, List.of()).ignoringEnd(), 0,
                        Deadline.none(), GenerationListener.NONE);
    }

    @Benchmark
    public @Nullable Object bareLoop() {
        return bare == null ? null : bare.generate(ids, TOKENS);
    }
}
