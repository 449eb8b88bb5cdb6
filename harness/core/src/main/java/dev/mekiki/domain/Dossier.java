package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Facts read from a candidate's own files; what the files do not say is absent.
 *
 * @param digest {@code sha256:…} over all files that decide what the model answers
 * @param weightsBytes size of the weight files
 * @param parameters counted from the tensors' shapes
 * @param traits what else is known; absent in older records and where it was not looked into
 */
public record Dossier(String model, String digest, OptionalLong weightsBytes, Optional<String> format,
        List<String> dtypes, Optional<String> architecture, OptionalLong parameters, OptionalInt contextTokens,
        OptionalInt vocabulary, List<String> languages, List<String> trainingData, List<String> baseModels,
        boolean remoteCode, List<String> warnings, Optional<Traits> traits) {
    /**
     * What a decision looks at besides size.
     *
     * @param activeParameters that one token passes through
     * @param quantization of the weights, in words
     * @param transparency {@code A} (all published) to {@code D} (weights alone), as the files state it
     * @param tokensPerCharacter of Japanese, by the model's own tokenizer on fixed texts
     * @param scripts tokens of the vocabulary by the script they are written in, the most first
     * @param memory on the first engine that takes its format
     * @param looksLike the family whose architecture or tokenizer it has
     */
    public record Traits(OptionalLong activeParameters, Optional<String> quantization, Optional<String> transparency,
            OptionalDouble tokensPerCharacter, List<Script> scripts, List<Memory> memory,
            Optional<String> looksLike) {
        public Traits {
            scripts = scripts == null ? List.of() : List.copyOf(scripts);
            memory = memory == null ? List.of() : List.copyOf(memory);
        }

        /** With what a tokenizer needs. */
        public Traits withTokensPerCharacter(double tokens) {
            return new Traits(activeParameters, quantization, transparency, OptionalDouble.of(tokens), scripts, memory,
                    looksLike);
        }
    }

    /** @param script as Unicode names it, in lower case */
    public record Script(String script, int tokens) {}

    /** Weights, keys and values, and what computing takes besides. */
    public record Memory(String engine, int contextTokens, int sequences, long totalBytes) {}

    public Dossier {
        requireNonNull(model, "model");
        requireNonNull(digest, "digest");
        dtypes = List.copyOf(dtypes);
        languages = List.copyOf(languages);
        trainingData = List.copyOf(trainingData);
        baseModels = List.copyOf(baseModels);
        warnings = List.copyOf(warnings);
        traits = traits == null ? Optional.empty() : traits;
    }

    /** Without traits. */
    public Dossier(String model, String digest, OptionalLong weightsBytes, Optional<String> format,
            List<String> dtypes, Optional<String> architecture, OptionalLong parameters, OptionalInt contextTokens,
            OptionalInt vocabulary, List<String> languages, List<String> trainingData, List<String> baseModels,
            boolean remoteCode, List<String> warnings) {
        this(model, digest, weightsBytes, format, dtypes, architecture, parameters, contextTokens, vocabulary,
                languages, trainingData, baseModels, remoteCode, warnings, Optional.empty());
    }

    public Dossier with(Traits other) {
        return new Dossier(model, digest, weightsBytes, format, dtypes, architecture, parameters, contextTokens,
                vocabulary, languages, trainingData, baseModels, remoteCode, warnings, Optional.of(other));
    }
}
