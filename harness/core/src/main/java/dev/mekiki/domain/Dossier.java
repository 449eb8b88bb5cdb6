package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Facts read from a candidate's own files; what the files do not say is absent.
 *
 * @param digest {@code sha256:…} over all files that decide what the model answers
 * @param weightsBytes size of the weight files
 * @param parameters counted from the tensors' shapes
 */
public record Dossier(String model, String digest, OptionalLong weightsBytes, Optional<String> format,
        List<String> dtypes, Optional<String> architecture, OptionalLong parameters, OptionalInt contextTokens,
        OptionalInt vocabulary, List<String> languages, List<String> trainingData, List<String> baseModels,
        boolean remoteCode, List<String> warnings) {
    public Dossier {
        requireNonNull(model, "model");
        requireNonNull(digest, "digest");
        dtypes = List.copyOf(dtypes);
        languages = List.copyOf(languages);
        trainingData = List.copyOf(trainingData);
        baseModels = List.copyOf(baseModels);
        warnings = List.copyOf(warnings);
    }
}
