package dev.mekiki.engines.llamacpp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mekiki.engines.llamacpp.lib.LibraryFolder;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds of llama.cpp to test with. One that is found anyway is used; all of {@link #VERSIONS} are fetched with npm into the user's cache
 * where the environment says {@code MEKIKI_TEST_LLAMA=fetch}, and used from there ever after.
 */
public final class Builds {
    /** Versions of {@code @node-llama-cpp}'s packages: b6673, b8121, b9842, v0.5.0. */
    static final List<String> VERSIONS = List.of("3.14.0", "3.16.2", "3.19.0", "3.22.1");
    private static final boolean FETCHES = "fetch".equals(System.getenv("MEKIKI_TEST_LLAMA"));

    private Builds() {}

    /** Skips what takes long, unless tests are to be thorough. */
    static void assumeThorough() {
        assumeTrue(FETCHES, "takes long: set MEKIKI_TEST_LLAMA=fetch");
    }

    /** The newest one, or the test is skipped. */
    public static Path any() {
        List<Path> all = all();
        assumeTrue(!all.isEmpty(),
                "no libllama here: name one in MEKIKI_LLAMA_LIB, or set MEKIKI_TEST_LLAMA=fetch to fetch some with npm");
        return all.getFirst();
    }

    /** Folders of libraries, the newest first. */
    static List<Path> all() {
        List<Path> found = new ArrayList<>(
                LibraryPlaces.here().found().values().stream().map(LibraryFolder::folder).limit(1).toList());
        for (String version : VERSIONS.reversed()) {
            cached(version).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Path> cached(String version) {
        String told = System.getenv("XDG_CACHE_HOME");
        Path folder = (told == null || told.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(told))
                .resolve("mekiki").resolve("test-libraries").resolve(version);
        try {
            if (FETCHES && !Files.isDirectory(folder)) {
                fetch(version, folder);
            }
            return inside(folder);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fetch(String version, Path folder) throws IOException, InterruptedException {
        String system = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String platform = system.startsWith("mac")
                ? arm ? "mac-arm64-metal" : "mac-x64"
                : system.startsWith("win") ? "win-x64" : arm ? "linux-arm64" : "linux-x64";
        Files.createDirectories(folder);
        Process npm = new ProcessBuilder("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund",
                "--no-package-lock", "--prefix", folder.toString(), "@node-llama-cpp/" + platform + "@" + version)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.to(new File(folder.toFile(), "log")))
                .start();
        if (!npm.waitFor(3, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
        }
    }

    private static Optional<Path> inside(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder, 5)) {
            return files.filter(Files::isDirectory).filter(Builds::isLibrary).findFirst();
        }
    }

    private static boolean isLibrary(Path folder) {
        try {
            return LibraryFolder.of(folder).folder().equals(folder);
        } catch (LlamaException e) {
            return false;
        }
    }
}
