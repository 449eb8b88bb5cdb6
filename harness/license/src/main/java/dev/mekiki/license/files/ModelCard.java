package dev.mekiki.license.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The front matter of a model card ({@code README.md}).
 *
 * @param sha256 of the whole card, in hex
 * @param licenses ids, as the card gives them
 * @param relation {@code base_model_relation}
 * @param task {@code pipeline_tag}
 * @param teachers models that the front matter says this one was taught by
 * @param gatedPrompt what one has to agree to before the hub gives the model out: {@code extra_gated_prompt}
 * @param lines of the front matter's keys, from 1, of the whole file
 * @param prose what follows the front matter, with the number of its first line
 * @param unread why the front matter could not be read, where it could not
 */
public record ModelCard(Optional<String> sha256, List<String> licenses, Optional<String> licenseName,
        Optional<String> licenseLink, List<String> languages, List<String> datasets, List<String> baseModels,
        Optional<String> relation, Optional<String> task, Optional<String> library, List<String> teachers,
        Optional<String> gatedPrompt, Map<String, Integer> lines, Prose prose, Optional<String> unread) {
    /** @param line from 1, of the whole file */
    public record Prose(String text, int line) {}

    public static final String FILE = "README.md";
    private static final int LARGEST_CARD = 8 << 20;
    private static final int LARGEST_FRONT_MATTER = 256 << 10;
    private static final int MOST_VALUES = 200;
    private static final int LONGEST_VALUE = 300;
    private static final List<String> TEACHERS = List.of("teacher", "teachers", "teacher_model", "teacher_models",
            "distilled_from", "synthetic_data_models");

    public ModelCard {
        licenses = List.copyOf(licenses);
        languages = List.copyOf(languages);
        datasets = List.copyOf(datasets);
        baseModels = List.copyOf(baseModels);
        teachers = List.copyOf(teachers);
        lines = Map.copyOf(lines);
    }

    /** A card that isn't there is an empty one. */
    public static ModelCard read(Path folder) {
        Path file = folder.resolve(FILE);
        if (BoundedFiles.leadsOut(folder, file)) {
            return empty(Optional.empty(), Optional.of("is a symbolic link out of the model's folder"));
        }
        if (!Files.isRegularFile(file)) {
            return empty(Optional.empty(), Optional.empty());
        }
        try {
            Optional<byte[]> bytes = BoundedFiles.read(file, LARGEST_CARD);
            if (bytes.isEmpty()) {
                return empty(Optional.empty(), Optional.of("larger than " + LARGEST_CARD + " bytes"));
            }
            return parse(BoundedFiles.text(bytes.get()), Optional.of(BoundedFiles.sha256(bytes.get())));
        } catch (IOException e) {
            return empty(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static ModelCard empty(Optional<String> sha256, Optional<String> unread) {
        return new ModelCard(sha256, List.of(), Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(),
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Map.of(),
                new Prose("", 1), unread);
    }

    private static ModelCard parse(String text, Optional<String> sha256) {
        String card = text.replace("\r\n", "\n");
        Optional<String> front = frontMatter(card);
        if (front.isEmpty()) {
            return empty(sha256, Optional.empty()).with(new Prose(card, 1));
        }
        // the opening and the closing --- are lines of their own
        int from = Math.min(card.length(), 4 + front.get().length() + 4);
        Prose prose = new Prose(card.substring(from), (int) front.get().lines().count() + 2);
        if (front.get().length() > LARGEST_FRONT_MATTER) {
            return empty(sha256, Optional.of("front matter larger than " + LARGEST_FRONT_MATTER + " characters"))
                    .with(prose);
        }
        try {
            if (!(Yaml.read(front.get()) instanceof Yaml.Mapping mapping)) {
                return empty(sha256, Optional.of("a mapping of keys to values was expected")).with(prose);
            }
            return new ModelCard(sha256, texts(mapping, "license"), first(mapping, "license_name"),
                    first(mapping, "license_link"), texts(mapping, "language"), texts(mapping, "datasets"),
                    texts(mapping, "base_model"), first(mapping, "base_model_relation"),
                    first(mapping, "pipeline_tag"), first(mapping, "library_name"),
                    TEACHERS.stream().flatMap(key -> texts(mapping, key).stream()).toList(),
                    mapping.entries().get("extra_gated_prompt") instanceof Yaml.Scalar prompt
                            ? Optional.of(prompt.text())
                            : Optional.empty(),
                    lines(mapping), prose, Optional.empty());
        } catch (Yaml.Refused e) {
            // the opening --- is line 1 of the card
            return empty(sha256, Optional.of("line " + (e.line() + 1) + ": " + e.getMessage())).with(prose);
        }
    }

    private ModelCard with(Prose other) {
        return new ModelCard(sha256, licenses, licenseName, licenseLink, languages, datasets, baseModels, relation,
                task, library, teachers, gatedPrompt, lines, other, unread);
    }

    private static Optional<String> frontMatter(String text) {
        if (!text.startsWith("---\n")) {
            return Optional.empty();
        }
        int end = text.startsWith("---", 4) ? 3 : text.indexOf("\n---", 3);
        return end < 0 ? Optional.empty() : Optional.of(text.substring(4, Math.max(4, end)));
    }

    private static Map<String, Integer> lines(Yaml.Mapping mapping) {
        Map<String, Integer> lines = new HashMap<>();
        // the opening --- is line 1 of the card
        mapping.lines().forEach((key, line) -> lines.put(key, line + 1));
        return lines;
    }

    private static Optional<String> first(Yaml.Mapping mapping, String key) {
        return texts(mapping, key).stream().findFirst();
    }

    private static List<String> texts(Yaml.Mapping mapping, String key) {
        List<String> texts = new ArrayList<>();
        switch (mapping.entries().get(key)) {
            case null -> {
            }
            case Yaml.Scalar scalar -> add(texts, scalar);
            case Yaml.Sequence sequence -> sequence.items().stream().limit(MOST_VALUES).forEach(item -> {
                if (item instanceof Yaml.Scalar scalar) {
                    add(texts, scalar);
                }
            });
            case Yaml.Mapping _ -> {
            }
        }
        return texts;
    }

    private static void add(List<String> texts, Yaml.Scalar scalar) {
        String text = scalar.text().strip();
        if (!text.isEmpty()) {
            texts.add(text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) : text);
        }
    }
}
