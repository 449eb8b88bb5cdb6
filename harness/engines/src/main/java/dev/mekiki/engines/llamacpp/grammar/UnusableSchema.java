package dev.mekiki.engines.llamacpp.grammar;

import java.util.List;

/** A JSON Schema has what no grammar is made of; the message names all of it, each with its place. */
public final class UnusableSchema extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableSchema(List<String> problems) {
        super("the JSON Schema can't be a grammar: " + String.join("; ", problems));
    }
}
