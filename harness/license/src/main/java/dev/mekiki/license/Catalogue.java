package dev.mekiki.license;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.license.text.Fingerprint;
import dev.mekiki.license.text.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The licenses that are known here, by id. Read once and immutable. */
public final class Catalogue {
    private static final String FOLDER = "catalogue/";
    private static final Pattern OWNER = Pattern.compile(".*[/\\\\]");
    private static final String INDEX = FOLDER + "index.txt";
    private final NavigableMap<String, LicenseEntry> byId = new TreeMap<>();
    private final Map<String, LicenseEntry> byName = new LinkedHashMap<>();
    private final Set<String> own;
    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Map<String, Fingerprint> fingerprints = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if entries contradict each other */
    private Catalogue(Collection<LicenseEntry> entries, Set<String> own) {
        this.own = Set.copyOf(own);
        Map<String, LicenseEntry> alone = new TreeMap<>();
        entries.forEach(entry -> alone.put(entry.id(), entry));
        for (LicenseEntry entry : entries) {
            byId.put(entry.id(), whole(entry, alone, new LinkedHashSet<>()));
        }
        for (LicenseEntry entry : byId.values()) {
            Stream.concat(Stream.of(entry.id()), Stream.concat(entry.spdx().stream(), entry.aliases().stream()))
                    .map(Catalogue::key).distinct().forEach(name -> {
                        LicenseEntry other = byName.putIfAbsent(name, entry);
                        if (other != null) {
                            throw new IllegalArgumentException(
                                    "%s and %s are both called %s".formatted(other.id(), entry.id(), name));
                        }
                    });
        }
    }

    private static LicenseEntry whole(LicenseEntry entry, Map<String, LicenseEntry> alone, Set<String> within) {
        if (!within.add(entry.id())) {
            throw new IllegalArgumentException("the license " + entry.id() + " is made of itself");
        }
        List<LicenseEntry> parts = new ArrayList<>();
        for (String id : entry.allOf()) {
            LicenseEntry part = alone.get(id);
            if (part == null) {
                throw new IllegalArgumentException(entry.id() + " names " + id + ", which is no license here");
            }
            parts.add(whole(part, alone, new LinkedHashSet<>(within)));
        }
        return parts.isEmpty() ? entry : entry.with(parts);
    }

    /** The catalogue that ships with Mekiki; read once. */
    public static Catalogue load() {
        return Shipped.CATALOGUE;
    }

    /**
     * The shipped catalogue with the user's own licenses: those in the folder that the property {@code mekiki.licenses} or the variable
     * {@code MEKIKI_LICENSES} names, or in {@code ~/.mekiki/licenses}.
     *
     * @throws InvalidInput with every problem of the user's files
     */
    public static Catalogue installed() throws InvalidInput {
        String told = System.getProperty("mekiki.licenses", System.getenv().getOrDefault("MEKIKI_LICENSES", ""));
        if (!told.isBlank()) {
            return load().with(Path.of(told));
        }
        Path usual = Path.of(System.getProperty("user.home", ""), ".mekiki", "licenses");
        return Files.isDirectory(usual) ? load().with(usual) : load();
    }

    /** Holds the shipped catalogue from when it is first asked for. */
    private static final class Shipped {
        private static final Catalogue CATALOGUE = new Catalogue(resource(INDEX).lines()
                .filter(line -> !line.isBlank()).map(file -> EntryReader.shipped(resource(FOLDER + file))).toList(),
                Set.of());
    }

    /**
     * This catalogue and a user's own licenses; an own one takes the place of a shipped one of the same id.
     *
     * @param folder of {@code *.yaml} files, one a license
     * @throws InvalidInput with every problem of every file
     */
    public Catalogue with(Path folder) throws InvalidInput {
        List<LicenseEntry> added = EntryReader.folder(folder);
        Map<String, LicenseEntry> all = new LinkedHashMap<>(byId);
        Set<String> ids = new LinkedHashSet<>();
        for (LicenseEntry entry : added) {
            ids.add(entry.id());
            all.put(entry.id(), entry);
        }
        try {
            return new Catalogue(all.values(), ids);
        } catch (IllegalArgumentException contradiction) {
            throw new InvalidInput(Problem.in(folder.toString(), String.valueOf(contradiction.getMessage())));
        }
    }

    /** Of entries in YAML; for tests. */
    static Catalogue of(String... documents) {
        return new Catalogue(Stream.of(documents).map(EntryReader::shipped).toList(), Set.of());
    }

    public Collection<LicenseEntry> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** Whether the entry of this id is a user's own. */
    public boolean own(String id) {
        return own.contains(id);
    }

    /** By id, SPDX id or alias, whatever the case. */
    public Optional<LicenseEntry> find(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }

    /** By the address of its text or deed. */
    public Optional<LicenseEntry> linked(String address) {
        return longest(bare(address), LicenseEntry::links);
    }

    /** By the name of a model on the hub, {@code owner/name}, or of one that is had by contract only. */
    public Optional<LicenseEntry> ofModel(String model) {
        return longest(model.strip().toLowerCase(Locale.ROOT), LicenseEntry::models);
    }

    /** By the name of a model without its owner, where a path or a title is all there is. */
    Optional<LicenseEntry> ofTitle(String title) {
        return longest(unowned(title).strip().toLowerCase(Locale.ROOT).replace(' ', '-'),
                entry -> entry.models().stream().map(Catalogue::unowned).toList());
    }

    private static String unowned(String model) {
        return OWNER.matcher(model).replaceFirst("");
    }

    /** Of a model whose weights are not public, so that its name is all there is. */
    public Optional<LicenseEntry> byContract(String model) {
        return ofModel(model).filter(entry -> entry.distribution() == LicenseEntry.Distribution.CONTRACT);
    }

    /** Read when it is first asked for. */
    Template template(String name) {
        return templates.computeIfAbsent(name, file -> Template.parse(resource("templates/" + file)));
    }

    /** Read when it is first asked for. */
    Fingerprint fingerprint(List<String> names) {
        return Fingerprint.union(names.stream().map(name -> fingerprints.computeIfAbsent(name,
                file -> Fingerprint.decode(resource("fingerprints/" + file)))).toList());
    }

    static String bare(String address) {
        return address.strip().toLowerCase(Locale.ROOT).replaceFirst("^https?://", "").replaceFirst("^www\\.", "");
    }

    /** The longest beginning wins: {@code google/gemma-4} over {@code google/gemma}. */
    private Optional<LicenseEntry> longest(String text, Function<LicenseEntry, List<String>> beginnings) {
        Optional<LicenseEntry> found = Optional.empty();
        int length = 0;
        for (LicenseEntry entry : byId.values()) {
            for (String beginning : beginnings.apply(entry)) {
                if (beginning.length() > length && text.startsWith(beginning.toLowerCase(Locale.ROOT))) {
                    found = Optional.of(entry);
                    length = beginning.length();
                }
            }
        }
        return found;
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    static String resource(String name) {
        try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
