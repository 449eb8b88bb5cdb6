package dev.mekiki.license.memory;

import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.MemoryUse;
import dev.mekiki.license.dossier.ModelFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a model is expected to take as an engine opened it, with the engine's own context, sequences and kind of cache. */
public final class Opened {
    private Opened() {}

    /** @return empty where the model's sizes are not told, or the engine is another than llama.cpp */
    public static Optional<MemoryUse> predicted(ModelFacts facts, EngineDescription engine) {
        Optional<CacheType> cache = Optional.ofNullable(engine.resolved().get("kv-type")).flatMap(CacheType::of);
        OptionalInt context = engine.contextTokens();
        if (!engine.engine().equals(EngineLayout.LLAMA_CPP.engine()) || cache.isEmpty() || context.isEmpty()) {
            return Optional.empty();
        }
        int sequences = Integer.parseInt(engine.resolved().getOrDefault("parallel", "1"));
        MemoryReport.Question question = new MemoryReport.Question(List.of(context.getAsInt()), List.of(sequences),
                cache, OptionalLong.empty());
        return MemoryReport.of(facts, question, false).stream()
                .filter(report -> report.model().layout().engine().equals(engine.engine()))
                .map(report -> report.at().getFirst())
                .map(demand -> new MemoryUse(demand.weightsBytes(), demand.cacheBytes(), demand.activationBytes()))
                .findFirst();
    }
}
