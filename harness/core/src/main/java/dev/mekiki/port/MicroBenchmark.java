package dev.mekiki.port;

import dev.mekiki.domain.BenchSettings;
import dev.mekiki.domain.Candidate;
import java.util.List;
import java.util.OptionalInt;

/** Measures an engine alone, in processes of its own. */
public interface MicroBenchmark {
    /** @throws EngineException if a benchmark's process broke */
    List<Measured> measure(Candidate candidate, BenchSettings settings) throws EngineException;

    /** @param tokensPerSecond one value an iteration */
    record Measured(String name, OptionalInt threads, List<Double> tokensPerSecond) {
        public Measured {
            tokensPerSecond = List.copyOf(tokensPerSecond);
        }
    }
}
