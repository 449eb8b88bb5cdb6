package dev.mekiki.run;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.ServerCounters;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/** An engine that says which devices it is on, and what its server counts. */
record EngineWithDevices(Engine engine, String devices, Supplier<ServerCounters> told) implements Engine {
    @Override
    public EngineDescription description() {
        EngineDescription own = engine.description();
        return new EngineDescription(own.engine(), own.version(), own.contextTokens(), own.chatTemplate(),
                new TreeMap<>(Map.of("devices", devices)));
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return engine.tokenizer();
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return engine.chatTemplate();
    }

    @Override
    public Optional<LogprobScorer> logprobs() {
        return engine.logprobs();
    }

    @Override
    public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        return engine.generate(prompt, settings, seed, deadline, listener);
    }

    @Override
    public List<Conformance> conformance() {
        return engine.conformance();
    }

    @Override
    public OptionalLong modelBytes() {
        return engine.modelBytes();
    }

    @Override
    public Optional<ServerCounters> counters(Deadline deadline) {
        return Optional.of(told.get());
    }

    @Override
    public void close() {
        engine.close();
    }
}
