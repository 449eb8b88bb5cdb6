package dev.mekiki.license;

import dev.mekiki.license.text.Fingerprint;
import dev.mekiki.license.text.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The licenses that are known here, by id. Read once and immutable. */
public final class Catalogue {
    private static final String FOLDER = "catalogue/";
    private static final String INDEX = FOLDER + "index.txt";
    private final NavigableMap<String, LicenseEntry> byId;
    private final Map<String, LicenseEntry> byName = new LinkedHashMap<>();
    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Map<String, Fingerprint> fingerprints = new ConcurrentHashMap<>();

    private Catalogue(Collection<LicenseEntry> entries) {
        NavigableMap<String, LicenseEntry> sorted = new TreeMap<>();
        for (LicenseEntry entry : entries) {
            Stream.concat(Stream.of(entry.id()), Stream.concat(entry.spdx().stream(), entry.aliases().stream()))
                    .map(Catalogue::key).distinct().forEach(name -> {
                        if (byName.putIfAbsent(name, entry) != null) {
                            throw new IllegalArgumentException("two licenses are called " + name);
                        }
                    });
            sorted.put(entry.id(), entry);
        }
        this.byId = Collections.unmodifiableNavigableMap(sorted);
    }

    /** The catalogue that ships with Mekiki; read once. */
    public static Catalogue load() {
        return Shipped.CATALOGUE;
    }

    /** Holds the shipped catalogue from when it is first asked for. */
    private static final class Shipped {
        private static final Catalogue CATALOGUE = shipped();
    }

    private static Catalogue shipped() {
        YAMLMapper mapper = mapper();
        return new Catalogue(resource(INDEX).lines().filter(line -> !line.isBlank())
                .map(file -> mapper.readValue(resource(FOLDER + file), LicenseEntry.class)).toList());
    }

    /** Of entries in YAML; for tests. */
    static Catalogue of(String... documents) {
        YAMLMapper mapper = mapper();
        return new Catalogue(
                Stream.of(documents).map(document -> mapper.readValue(document, LicenseEntry.class)).toList());
    }

    private static YAMLMapper mapper() {
        return YAMLMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    }

    public Collection<LicenseEntry> all() {
        return byId.values();
    }

    /** By id, SPDX id or alias, whatever the case. */
    public Optional<LicenseEntry> find(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }

    /** By the address of its text or deed. */
    public Optional<LicenseEntry> linked(String address) {
        String bare = bare(address);
        return longest(bare, LicenseEntry::links);
    }

    /** By the name of a model on the hub: {@code owner/name}. */
    public Optional<LicenseEntry> ofModel(String model) {
        return longest(model.strip().toLowerCase(Locale.ROOT), LicenseEntry::models);
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
    private Optional<LicenseEntry> longest(String text,
            java.util.function.Function<LicenseEntry, List<String>> beginnings) {
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

    private static String resource(String name) {
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
