package dev.mekiki.engines.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder in Hugging Face layout. A file may be a symbolic link only inside the folder, or as the Hugging Face cache
 * lays it out ({@code snapshots/REVISION/file → ../../blobs/HASH}).
 *
 * @param path without symbolic links
 */
public record ModelFolder(Path path) {
    /** @throws UnusableModel if it is no folder, or something that another engine runs */
    public static ModelFolder of(String model) throws UnusableModel {
        if (model.startsWith("hub:")) {
            throw new UnusableModel("jlama runs folders, not " + model + "; download the model and give its folder");
        }
        Path path;
        try {
            path = Path.of(model);
        } catch (InvalidPathException e) {
            throw new UnusableModel("not a path: " + model, e);
        }
        if (!Files.exists(path)) {
            throw new UnusableModel("no such model folder: " + model);
        }
        if (!Files.isDirectory(path)) {
            throw new UnusableModel(model.endsWith(".gguf")
                    ? "a GGUF file is run by llama.cpp; jlama runs folders with safetensors"
                    : model + " is a file; jlama runs a folder with config.json, tokenizer.json and safetensors");
        }
        try {
            return new ModelFolder(path.toRealPath());
        } catch (IOException e) {
            throw new UnusableModel("can't read " + model + ": " + e.getMessage(), e);
        }
    }

    /**
     * A file directly in the folder.
     *
     * @return empty if it isn't there
     * @throws UnusableModel if it is no regular file, or a link that leads out of the folder
     */
    public Optional<Path> find(String name) throws UnusableModel {
        Path file = child(name);
        if (!Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            throw new UnusableModel(name + " is a symbolic link to nothing", e);
        }
        if (!real.startsWith(path) && !inHubCache(real)) {
            throw new UnusableModel(name + " is a symbolic link out of the model's folder");
        }
        if (!Files.isRegularFile(real)) {
            throw new UnusableModel(name + " is not a regular file");
        }
        return Optional.of(file);
    }

    /** @throws UnusableModel if it isn't there, saying what it is for */
    public Path need(String name, String purpose) throws UnusableModel {
        return find(name).orElseThrow(() -> new UnusableModel(name + " is missing: " + purpose));
    }

    private Path child(String name) throws UnusableModel {
        try {
            Path file = path.resolve(name);
            if (name.isEmpty() || !path.equals(file.getParent()) || !file.normalize().equals(file)) {
                throw new UnusableModel("not the name of a file in the model's folder: " + name);
            }
            return file;
        } catch (InvalidPathException e) {
            throw new UnusableModel("not the name of a file: " + name, e);
        }
    }

    private boolean inHubCache(Path real) {
        Path snapshots = path.getParent();
        return snapshots != null && snapshots.endsWith("snapshots") && snapshots.getParent() != null
                && real.startsWith(snapshots.getParent().resolve("blobs"));
    }
}
