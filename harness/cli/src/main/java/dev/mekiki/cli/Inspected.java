package dev.mekiki.cli;

import dev.mekiki.license.dossier.ModelFacts;
import java.util.List;
import java.util.Optional;

/** One model as {@code inspect} sees it. */
record Inspected(ModelFacts facts, List<Runs> engines) {
    /** @param why it does not run there; empty where it does */
    record Runs(String engine, Optional<String> why) {}

    Inspected {
        engines = List.copyOf(engines);
    }
}
