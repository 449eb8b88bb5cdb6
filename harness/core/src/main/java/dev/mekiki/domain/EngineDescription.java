package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * What exactly runs a candidate.
 *
 * @param contextTokens the longest prompt and answer together that this engine was opened for
 * @param chatTemplate {@code sha256:…} of the template, where the model has one
 * @param resolved the options in force, defaults included
 */
public record EngineDescription(String engine, String version, OptionalInt contextTokens, Optional<String> chatTemplate,
        SortedMap<String, String> resolved) {
    public EngineDescription {
        requireNonNull(engine, "engine");
        requireNonNull(version, "version");
        requireNonNull(contextTokens, "contextTokens");
        requireNonNull(chatTemplate, "chatTemplate");
        resolved = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(resolved));
    }
}
