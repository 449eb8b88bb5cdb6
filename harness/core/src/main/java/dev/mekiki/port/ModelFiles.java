package dev.mekiki.port;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a model's files: a folder in Hugging Face layout, a {@code .gguf} file, or {@code hub:owner/name[@revision]} in the local
 * Hugging Face cache ({@code HF_HUB_CACHE}, {@code HF_HOME/hub} or {@code ~/.cache/huggingface/hub}). Never downloads.
 */
public final class ModelFiles {
    private static final Pattern HUB = Pattern
            .compile("hub:([A-Za-z0-9][\\w.-]{0,95})/([A-Za-z0-9][\\w.-]{0,95})(?:@([\\w][\\w./-]{0,127}))?");
    private static final Pattern SNAPSHOT = Pattern.compile("models--(.+?)--(.+)");

    private final Path cache;

    /** @param cache the folder that holds {@code models--owner--name} folders */
    public ModelFiles(Path cache) {
        this.cache = cache;
    }

    /** With the cache that this process's environment names. */
    public static ModelFiles local() {
        return new ModelFiles(environment("HF_HUB_CACHE").map(Path::of)
                .or(() -> environment("HF_HOME").map(home -> Path.of(home, "hub"))).orElseGet(
                        () -> Path.of(System.getProperty("user.home", "."), ".cache", "huggingface", "hub")));
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    /**
     * @param base the folder that a relative path starts from
     * @return an existing folder or file
     * @throws InvalidInput with one problem that has no place in a file
     */
    public Path find(String model, Path base) throws InvalidInput {
        if (model.startsWith("hub:")) {
            return inCache(model);
        }
        try {
            Path path = base.resolve(model).normalize();
            if (!Files.exists(path)) {
                throw new InvalidInput(Problem.of("no such folder or file: " + path).withHint(
                        "paths start from the plan's folder; hub:owner/name finds a model in the Hugging Face cache"));
            }
            return path;
        } catch (InvalidPathException _) {
            throw new InvalidInput(Problem.of("is not a path"));
        }
    }

    private Path inCache(String model) throws InvalidInput {
        Matcher parts = HUB.matcher(model);
        if (!parts.matches() || model.contains("..")) {
            throw new InvalidInput(Problem.of("hub:owner/name or hub:owner/name@revision is expected"));
        }
        String name = parts.group(1) + "/" + parts.group(2);
        String revision = parts.group(3) == null ? "main" : parts.group(3);
        Path folder = cache.resolve("models--" + parts.group(1) + "--" + parts.group(2));
        if (!Files.isDirectory(folder)) {
            throw new InvalidInput(Problem.of(name + " is not in the Hugging Face cache " + cache)
                    .withHint("Mekiki downloads nothing: fetch it first with “hf download " + name + "”"));
        }
        try {
            Path reference = folder.resolve("refs").resolve(revision);
            String commit = Files.isRegularFile(reference) && Files.size(reference) < 256
                    ? Files.readString(reference).strip()
                    : revision;
            Path snapshot = folder.resolve("snapshots").resolve(commit).normalize();
            if (snapshot.startsWith(folder.resolve("snapshots")) && Files.isDirectory(snapshot)) {
                return snapshot;
            }
            throw new InvalidInput(Problem.of(name + " is in the Hugging Face cache, but not its revision " + revision)
                    .withHint(revisions(folder)));
        } catch (IOException e) {
            throw new InvalidInput(Problem.of("the Hugging Face cache cannot be read: " + e.getMessage()));
        }
    }

    private static String revisions(Path folder) throws IOException {
        if (!Files.isDirectory(folder.resolve("snapshots"))) {
            return "it has no complete revision; fetch it again";
        }
        try (Stream<Path> all = Files.list(folder.resolve("snapshots"))) {
            List<String> names = all.map(path -> String.valueOf(path.getFileName())).sorted().limit(12).toList();
            return "there are: " + String.join(", ", names);
        }
    }

    /** The {@code hub:} form of a path inside a Hugging Face cache; the same on every machine. */
    public static Optional<String> hubName(Path path) {
        int names = path.getNameCount();
        if (names < 3 || !path.getName(names - 2).toString().equals("snapshots")) {
            return Optional.empty();
        }
        Matcher folder = SNAPSHOT.matcher(path.getName(names - 3).toString());
        return folder.matches()
                ? Optional.of("hub:" + folder.group(1) + "/" + folder.group(2) + "@" + path.getName(names - 1))
                : Optional.empty();
    }
}
