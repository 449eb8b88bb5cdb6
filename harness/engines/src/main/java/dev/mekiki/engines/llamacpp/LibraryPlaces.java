package dev.mekiki.engines.llamacpp;

import dev.mekiki.engines.llamacpp.lib.LibraryFolder;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.model.UnusableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where llama.cpp's libraries are looked for: what the option {@code lib} or the environment's {@code MEKIKI_LLAMA_LIB} names and nothing
 * else, or else what was installed for Mekiki, or else where the system's packages put them.
 *
 * @param environment variables by name
 * @param data folder of what was installed for Mekiki
 */
record LibraryPlaces(Map<String, String> environment, Path data) {
    static final String VARIABLE = "MEKIKI_LLAMA_LIB";
    static final String HOW_TO_GET = "take llama.cpp's libraries with “mekiki engines install llama.cpp”, or name their folder in "
            + VARIABLE + " or the option lib (release archives of llama.cpp, Homebrew, conda-forge and Nix have them)";
    private static final List<String> SYSTEM = List.of("/usr/local/lib", "/usr/local/lib64", "/usr/lib",
            "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/opt/homebrew/lib",
            "/home/linuxbrew/.linuxbrew/lib");

    /** This process's. */
    static LibraryPlaces here() {
        return new LibraryPlaces(System.getenv(), Installation.folder(System.getenv()));
    }

    /** @throws UnusableModel if there are none, or none where they were said to be */
    LibraryFolder library(Optional<String> option) throws UnusableModel {
        Optional<String> named = option.or(() -> Optional.ofNullable(environment.get(VARIABLE))
                .filter(value -> !value.isBlank()));
        if (named.isPresent()) {
            try {
                return LibraryFolder.of(Path.of(named.get()).toAbsolutePath());
            } catch (LlamaException | InvalidPathException e) {
                throw new UnusableModel((option.isPresent() ? "option lib: " : VARIABLE + ": ") + e.getMessage(), e);
            }
        }
        return found().values().stream().findFirst()
                .orElseThrow(() -> new UnusableModel("no libllama was found; " + HOW_TO_GET));
    }

    /** Everything that is found, by where it was looked for, what would be taken first. */
    Map<String, LibraryFolder> found() {
        Map<String, LibraryFolder> found = new LinkedHashMap<>();
        String named = environment.get(VARIABLE);
        if (named != null && !named.isBlank()) {
            try {
                look(VARIABLE, Path.of(named), found);
            } catch (InvalidPathException e) {
                return found; // said where it is asked for
            }
        }
        Installation.installed(data).forEach((name, folder) -> look("installed: " + name, folder, found));
        List<String> system = new ArrayList<>(SYSTEM);
        Optional.ofNullable(environment.get("CONDA_PREFIX")).ifPresent(prefix -> system.add(prefix + "/lib"));
        for (String place : system) {
            Path folder = Path.of(place);
            if (hasLlama(folder)) {
                look(place, folder, found);
            }
        }
        return found;
    }

    private static void look(String name, Path folder, Map<String, LibraryFolder> found) {
        try {
            found.put(name, LibraryFolder.of(folder.toAbsolutePath()));
        } catch (LlamaException e) {
            // not there
        }
    }

    private static boolean hasLlama(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("libllama."));
        } catch (IOException e) {
            return false;
        }
    }
}
