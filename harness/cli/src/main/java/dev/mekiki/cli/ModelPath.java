package dev.mekiki.cli;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.port.ModelFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a MODEL's files are: a path, or {@code hub:owner/name[@revision]} in the local Hugging Face cache. */
final class ModelPath {
    private ModelPath() {}

    /** @throws InvalidInput if it is no path, or not in the cache; whether a path leads anywhere is not asked */
    static Path of(String model) throws InvalidInput {
        try {
            return model.startsWith("hub:")
                    ? ModelFiles.local().find(model, Path.of(""))
                    : Path.of(model).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new InvalidInput(Problem.of(model + " is not a path"));
        }
    }
}
