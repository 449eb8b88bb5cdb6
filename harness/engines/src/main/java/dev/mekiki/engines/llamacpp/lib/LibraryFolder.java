package dev.mekiki.engines.llamacpp.lib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The libraries of one build, in the order in which they are opened.
 *
 * @param cpu absent where the build chooses among several by the processor
 * @param llama libllama itself
 */
public record LibraryFolder(Path folder, Path base, Optional<Path> cpu, Path ggml, Path llama) {
    private static final String END = "(\\..+?)?\\.(?:so|dylib|dll)(?:\\.[0-9.]+)?";
    private static final List<String> PLACES = List.of("", "lib", "bin", "build/bin");
    private static final Pattern BUILD = Pattern.compile("\\.(b\\d{3,6}|v\\d+\\.\\d+\\.\\d+)\\.");

    /**
     * Looks in the folder, and in its {@code lib}, {@code bin} and {@code build/bin}.
     *
     * @throws LlamaException saying what is missing
     */
    public static LibraryFolder of(Path folder) throws LlamaException {
        List<String> missing = new ArrayList<>();
        for (String place : PLACES) {
            Path inside = place.isEmpty() ? folder : folder.resolve(place);
            if (Files.isDirectory(inside)) {
                List<Path> files = files(inside);
                Optional<Path> base = find(files, "ggml-base");
                Optional<Path> ggml = find(files, "ggml");
                Optional<Path> llama = find(files, "llama");
                if (base.isPresent() && ggml.isPresent() && llama.isPresent()) {
                    return new LibraryFolder(inside, base.get(), find(files, "ggml-cpu"), ggml.get(), llama.get());
                }
                if (llama.isPresent()) {
                    missing.add(inside + " has " + llama.get().getFileName() + " but not "
                            + (base.isEmpty() ? "ggml-base" : "ggml") + " of the same build");
                }
            }
        }
        throw new LlamaException(missing.isEmpty()
                ? "no libllama with its ggml libraries in " + folder
                : String.join("; ", missing));
    }

    /** The build that a file's name tells, such as {@code b6673}. */
    public Optional<String> namedBuild() {
        Matcher build = BUILD.matcher(llama.getFileName().toString());
        return build.find() ? Optional.of(build.group(1)) : Optional.empty();
    }

    private static List<Path> files(Path folder) throws LlamaException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new LlamaException("can't read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Of several the one with the shortest name, which the others are links to or from. */
    private static Optional<Path> find(List<Path> files, String name) {
        Pattern pattern = Pattern.compile("(?:lib)?" + Pattern.quote(name) + END);
        return files.stream().filter(file -> pattern.matcher(file.getFileName().toString()).matches())
                .min(Comparator.comparingInt((Path file) -> file.getFileName().toString().length())
                        .thenComparing(Path::toString));
    }
}
