package dev.mekiki.license;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.port.ModelFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders of other models on this machine: those that the user named too, those beside a model, and the local Hugging Face cache. The
 * names come from files that somebody else wrote, so nothing but a plain name is looked up.
 */
final class ModelsAtHand {
    private static final Pattern ID = Pattern
            .compile("(?:([A-Za-z0-9][\\w.-]{0,95})/)?([A-Za-z0-9][\\w.-]{0,95})");
    private static final Pattern SNAPSHOTS = Pattern.compile("models--(.+?)--(.+)");
    private final ModelFiles cache;
    private final List<Path> named;

    /** @param named folders that the user named */
    ModelsAtHand(ModelFiles cache, List<Path> named) {
        this.cache = cache;
        this.named = List.copyOf(named);
    }

    /**
     * @param model {@code owner/name}, or a name alone
     * @param folder of the model that speaks of it
     */
    Optional<Path> find(String model, Path folder) {
        Matcher id = ID.matcher(model);
        if (!id.matches() || model.contains("..")) {
            return Optional.empty();
        }
        Optional<String> owner = Optional.ofNullable(id.group(1));
        String name = id.group(2);
        Path here = folder.toAbsolutePath().normalize();
        Stream<Path> told = named.stream().filter(path -> called(path, owner, name));
        return Stream.concat(told, Stream.concat(beside(here, owner, name), cached(owner, name)))
                .map(path -> path.toAbsolutePath().normalize())
                .filter(path -> !path.equals(here) && Files.isDirectory(path)).findFirst();
    }

    private static boolean called(Path path, Optional<String> owner, String name) {
        String last = String.valueOf(path.getFileName());
        if (last.equals(name) || owner.filter(who -> last.equals(who + "--" + name)).isPresent()) {
            return true;
        }
        Path snapshots = path.getParent();
        Path repository = snapshots == null ? null : snapshots.getParent();
        Matcher cached = SNAPSHOTS.matcher(repository == null ? "" : String.valueOf(repository.getFileName()));
        return cached.matches() && owner.filter(cached.group(1)::equals).isPresent() && cached.group(2).equals(name);
    }

    private static Stream<Path> beside(Path folder, Optional<String> owner, String name) {
        Path parent = folder.getParent();
        if (parent == null) {
            return Stream.empty();
        }
        Path grandparent = parent.getParent();
        Stream<Path> near = Stream.concat(
                owner.stream().flatMap(who -> Stream.of(parent.resolve(who).resolve(name),
                        parent.resolve(who + "--" + name))),
                Stream.of(parent.resolve(name)));
        return grandparent == null
                ? near
                : Stream.concat(near, owner.stream().map(who -> grandparent.resolve(who).resolve(name)));
    }

    private Stream<Path> cached(Optional<String> owner, String name) {
        if (owner.isEmpty()) {
            return Stream.empty();
        }
        try {
            return Stream.of(cache.find("hub:" + owner.get() + "/" + name, Path.of("")));
        } catch (InvalidInput _) {
            return Stream.empty();
        }
    }
}
