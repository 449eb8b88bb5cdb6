package dev.mekiki.license.export;

import dev.mekiki.license.Examination;
import dev.mekiki.license.dossier.ModelFacts;
import java.util.Optional;

/**
 * A model to be told of.
 *
 * @param model as the user named it
 * @param facts absent where its files are no whole model
 */
public record Examined(String model, Examination license, Optional<ModelFacts> facts) {}
