package dev.mekiki.engines.llamacpp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What was installed for Mekiki: a folder a variant in the user's data folder, whose name begins with the variant's. */
final class Installation {
    private Installation() {}

    /** {@code $XDG_DATA_HOME/mekiki/engines/llama.cpp}, by default {@code ~/.local/share/…}; {@code %LOCALAPPDATA%} on Windows. */
    static Path folder(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_DATA_HOME"))
                .or(() -> Optional.ofNullable(environment.get("LOCALAPPDATA")))
                .filter(folder -> !folder.isBlank()).map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".local", "share"))
                .resolve("mekiki").resolve("engines").resolve("llama.cpp");
    }

    /** Folders of libraries by the variant's name, those for GPUs first. */
    static Map<String, Path> installed(Path data) {
        Map<String, Path> found = new LinkedHashMap<>();
        for (String variant : List.of("cuda", "metal", "vulkan", "cpu")) {
            Path bins = data.resolve(variant).resolve("node_modules").resolve("@node-llama-cpp");
            libraries(bins).ifPresent(folder -> found.put(variant, folder));
        }
        return found;
    }

    /** {@code @node-llama-cpp/PLATFORM/bins/PLATFORM}. */
    private static Optional<Path> libraries(Path packages) {
        if (!Files.isDirectory(packages)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(packages, 4)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("(lib)?llama\\..*(so|dylib|dll)"))
                    .map(Path::getParent).sorted().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
