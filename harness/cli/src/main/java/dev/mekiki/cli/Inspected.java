package dev.mekiki.cli;

import dev.mekiki.license.dossier.ModelFacts;
import dev.mekiki.license.memory.MemoryReport;
import java.util.List;
import java.util.Optional;

/**
 * One model as {@code inspect} sees it.
 *
 * @param tokens absent without a tokenizer that can be read
 * @param memory for each engine that takes its format; empty where its sizes are not told
 */
record Inspected(ModelFacts facts, List<Runs> engines, List<MemoryReport> memory,
        Optional<TokenEfficiency> tokens) {
    /** @param why it does not run there; empty where it does */
    record Runs(String engine, Optional<String> why) {}

    Inspected {
        engines = List.copyOf(engines);
        memory = List.copyOf(memory);
    }
}
