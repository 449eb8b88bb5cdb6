package dev.mekiki.engines.served;

import dev.mekiki.port.EngineException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs on this machine. */
final class Programs {
    private static final int MOST_OUTPUT = 1 << 16;
    private static final List<String> USUAL = List.of("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin",
            "/home/linuxbrew/.linuxbrew/bin");

    private Programs() {}

    /**
     * The program that a candidate's option {@code binary} names, or else an environment variable.
     *
     * @throws EngineException if there is no such program
     */
    static Optional<Path> told(Optional<Path> named, String variable) throws EngineException {
        Optional<Path> told = named.or(() -> Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isBlank()).map(Path::of)).map(Path::toAbsolutePath);
        if (told.isPresent() && !runs(told.get())) {
            throw new EngineException((named.isPresent() ? "option binary" : variable) + ": no program " + told.get());
        }
        return told;
    }

    private static boolean runs(Path program) {
        return Files.isRegularFile(program) && Files.isExecutable(program);
    }

    /** Where a program of this name is, on the path or where programs usually are. */
    static Optional<Path> find(String name) {
        List<String> folders = new ArrayList<>(
                Arrays.asList(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator)));
        folders.addAll(USUAL);
        folders.add(Path.of(System.getProperty("user.home", "."), ".local", "bin").toString());
        for (String folder : folders) {
            try {
                Path program = Path.of(folder, name).toAbsolutePath();
                if (!folder.isBlank() && runs(program)) {
                    return Optional.of(program);
                }
            } catch (InvalidPathException e) {
                // no folder
            }
        }
        return Optional.empty();
    }

    /**
     * What a short command writes.
     *
     * @return empty if it can't be started, fails, or takes longer
     */
    static Optional<String> output(List<String> command, Map<String, String> environment, Duration patience) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            StringBuilder said = new StringBuilder();
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    said.append(new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // what came is enough
                }
            });
            try {
                boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (ended) {
                    reader.join(Duration.ofSeconds(1));
                }
                return ended && process.exitValue() == 0 ? Optional.of(said.toString()) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
