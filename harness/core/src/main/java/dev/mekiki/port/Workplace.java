package dev.mekiki.port;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where an engine may leave files, and whom it tells what takes its time.
 *
 * @param folder of the run; empty where nothing is to be kept
 * @param notes told of one line each, by any thread
 */
public record Workplace(Optional<Path> folder, Consumer<String> notes) {
    /** Keeps nothing, tells nobody. */
    public static final Workplace NONE = new Workplace(Optional.empty(), _ -> {});

    public Workplace {
        requireNonNull(folder, "folder");
        requireNonNull(notes, "notes");
    }
}
