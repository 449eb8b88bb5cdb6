package dev.mekiki.license;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads licenses of the catalogue from YAML, one a file. */
final class EntryReader {
    private static final long LARGEST_BYTES = 1 << 20;
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private EntryReader() {}

    static LicenseEntry shipped(String yaml) {
        return MAPPER.readValue(yaml, LicenseEntry.class);
    }

    /** @throws InvalidInput with every problem of every file */
    static List<LicenseEntry> folder(Path folder) throws InvalidInput {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new InvalidInput(Problem.in(folder.toString(), "no folder of licenses can be read here")
                    .withHint("name a folder of *.yaml files, one a license"));
        }
        List<Problem> problems = new ArrayList<>();
        List<LicenseEntry> entries = new ArrayList<>();
        Map<String, Path> seen = new HashMap<>();
        for (Path file : files) {
            read(file, problems).ifPresent(entry -> {
                Path before = seen.putIfAbsent(entry.id(), file);
                if (before != null) {
                    problems.add(
                            Problem.in(file.toString(), "the license " + entry.id() + " is in " + before + " too"));
                }
                entries.add(entry);
            });
        }
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return entries;
    }

    private static Optional<LicenseEntry> read(Path file, List<Problem> problems) {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                problems.add(Problem.in(file.toString(), "is larger than a license's description may be (1 MiB)"));
                return Optional.empty();
            }
            LicenseEntry entry = shipped(Files.readString(file));
            List<Problem> found = check(file.toString(), entry);
            problems.addAll(found);
            return found.isEmpty() ? Optional.of(entry) : Optional.empty();
        } catch (JacksonException e) {
            problems.add(problem(file.toString(), e));
        } catch (CharacterCodingException e) {
            problems.add(Problem.in(file.toString(), "is not UTF-8"));
        } catch (IOException e) {
            problems.add(Problem.in(file.toString(), "cannot be read"));
        }
        return Optional.empty();
    }

    private static Problem problem(String file, JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String path = e.getPath().stream().map(step -> step.getPropertyName() == null
                ? "[" + step.getIndex() + "]"
                : "." + step.getPropertyName()).reduce("", String::concat).replaceFirst("^\\.", "");
        return new Problem(Optional.of(file),
                at == null || at.getLineNr() < 1 ? OptionalInt.empty() : OptionalInt.of(at.getLineNr()),
                path.isEmpty() ? Optional.empty() : Optional.of(path),
                e.getOriginalMessage().lines().findFirst().orElse("is not as expected"),
                Optional.of("docs/licenses.md shows a whole file"));
    }

    /** What the types cannot say. */
    private static List<Problem> check(String file, LicenseEntry entry) {
        List<Problem> problems = new ArrayList<>();
        if (!entry.parts().isEmpty()) {
            problems.add(problem(file, "parts", "is not written in files; all-of names other licenses by id"));
        }
        if (entry.sources().isEmpty()) {
            problems.add(problem(file, "sources",
                    "at least one is expected: what was read, when, and how far it can be relied on"));
        }
        if (entry.rules().isEmpty() && entry.allOf().isEmpty()) {
            problems.add(problem(file, "rules", "at least one is expected, or all-of with other licenses"));
        }
        entry.rules().stream().filter(rule -> !entry.sources().containsKey(rule.source()))
                .forEach(rule -> problems.add(problem(file, "rules." + rule.id() + ".source",
                        "one of sources is expected (" + String.join(", ", entry.sources().keySet()) + "), not “"
                                + rule.source() + "”")));
        entry.documents().stream()
                .filter(document -> document.template().isPresent() || !document.fingerprints().isEmpty())
                .forEach(_ -> problems.add(problem(file, "documents",
                        "template and fingerprints name files that ship with Mekiki; an own license is recognised by title and phrases")));
        return problems;
    }

    private static Problem problem(String file, String key, String message) {
        return new Problem(Optional.of(file), OptionalInt.empty(), Optional.of(key), message, Optional.empty());
    }
}
