package dev.mekiki.license;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads licenses of the catalogue from YAML, one a file. */
final class EntryReader {
    private static final long LARGEST_BYTES = 1 << 20;
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final List<String> KEYS = Arrays.stream(LicenseEntry.class.getRecordComponents())
            .map(component -> kebab(component.getName())).filter(key -> !key.equals("parts")).toList();

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
            String text = Files.readString(file);
            List<Problem> found = new ArrayList<>(unknownKeys(file.toString(), text));
            if (found.isEmpty()) {
                LicenseEntry entry = shipped(text);
                found.addAll(check(file.toString(), entry));
                if (found.isEmpty()) {
                    return Optional.of(entry);
                }
            }
            problems.addAll(found);
        } catch (JacksonException e) {
            problems.add(problem(file.toString(), e));
        } catch (CharacterCodingException e) {
            problems.add(Problem.in(file.toString(), "is not UTF-8"));
        } catch (IOException e) {
            problems.add(Problem.in(file.toString(), "cannot be read"));
        }
        return Optional.empty();
    }

    /** Jackson tells of a missing key before it tells of the misspelt one. */
    private static List<Problem> unknownKeys(String file, String text) {
        JsonNode tree = MAPPER.readTree(text);
        if (!tree.isObject()) {
            return List.of(Problem.in(file, "a mapping (key: value) is expected"));
        }
        return tree.propertyNames().stream().filter(key -> !KEYS.contains(key))
                .map(key -> problem(file, key, "is not a key here; known are " + String.join(", ", KEYS))).toList();
    }

    private static Problem problem(String file, JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String path = e.getPath().stream().map(step -> step.getPropertyName() == null
                ? "[" + step.getIndex() + "]"
                : "." + step.getPropertyName()).reduce("", String::concat).replaceFirst("^\\.", "");
        String key = missing(e).map(name -> path.isEmpty() ? name : path + "." + name).orElse(path);
        return new Problem(Optional.of(file),
                at == null || at.getLineNr() < 1 || missing(e).isPresent()
                        ? OptionalInt.empty()
                        : OptionalInt.of(at.getLineNr()),
                key.isEmpty() ? Optional.empty() : Optional.of(key), message(e),
                Optional.of("docs/licenses.md shows a whole file"));
    }

    /** The records refuse what is absent with its name. */
    private static Optional<String> missing(JacksonException e) {
        return e instanceof ValueInstantiationException && e.getCause() instanceof NullPointerException cause
                ? Optional.ofNullable(cause.getMessage()).map(EntryReader::kebab)
                : Optional.empty();
    }

    private static String message(JacksonException e) {
        if (missing(e).isPresent()) {
            return "is missing";
        }
        return switch (e) {
            case UnrecognizedPropertyException _ -> "is not a key here";
            case InvalidFormatException wrong when wrong.getTargetType() != null && wrong.getTargetType().isEnum() ->
                "one of " + Arrays.stream(wrong.getTargetType().getEnumConstants())
                        .map(value -> kebab(String.valueOf(value).toLowerCase(Locale.ROOT)))
                        .collect(Collectors.joining(", ")) + " is expected, not “" + wrong.getValue() + "”";
            default -> e.getOriginalMessage().lines().findFirst().orElse("is not as expected");
        };
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** What the types cannot say. */
    private static List<Problem> check(String file, LicenseEntry entry) {
        List<Problem> problems = new ArrayList<>();
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
