package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exact thing that would be deployed: a model, the engine that runs it, and the engine's options.
 *
 * @param name unique in a plan; what reports call it
 * @param model as written in the plan, resolved against the plan's folder where it is a path
 * @param engine the engine's registered name
 * @param options the engine's own options; lists are written with commas
 * @param chatTemplate variables set in the model's chat template, such as {@code enable_thinking}, each as JSON
 */
public record Candidate(String name, String model, String engine, SortedMap<String, String> options,
        SortedMap<String, String> chatTemplate) {
    /** With the chat template as it is. */
    public Candidate(String name, String model, String engine, SortedMap<String, String> options) {
        this(name, model, engine, options, new TreeMap<>());
    }

    public Candidate {
        requireNonNull(name, "name");
        requireNonNull(model, "model");
        requireNonNull(engine, "engine");
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        // journals of earlier versions do not have it
        chatTemplate = chatTemplate == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(chatTemplate));
    }
}
