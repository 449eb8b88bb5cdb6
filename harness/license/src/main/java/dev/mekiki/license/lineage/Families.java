package dev.mekiki.license.lineage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The families that are known, and teachers by whose names data sets are called.
 *
 * @param families those of few models before those of many: the first that fits is meant
 * @param teachers the first whose pattern is found is meant
 * @param outputs what licenses say of models that are trained on outputs
 */
public record Families(List<Family> families, List<Teacher> teachers, Outputs outputs) {
    /**
     * A model that others learn from.
     *
     * @param pattern found in names of data sets, in lower case
     * @param license its id, where it has one
     * @param terms the name of terms that are no license of a model
     */
    public record Teacher(Pattern pattern, Optional<String> license, Optional<String> terms) {}

    /**
     * License ids by what they say of models trained on outputs; of the others nothing is known or nothing is asked. Licenses that such a model
     * is under itself are told by the catalogue.
     *
     * @param naming such a model must be named or labelled when it is passed on
     * @param forbidden outputs may not be used for it
     */
    public record Outputs(Set<String> naming, Set<String> forbidden) {
        public Outputs {
            naming = Set.copyOf(naming);
            forbidden = Set.copyOf(forbidden);
        }
    }

    /**
     * A family that a model looks like.
     *
     * @param evidence files that say so
     * @param same whether architecture and vocabulary both are the family's; otherwise only its tokenizer is
     */
    public record Detected(Family family, List<String> evidence, boolean same) {
        public Detected {
            evidence = List.copyOf(evidence);
        }
    }

    public Families {
        families = List.copyOf(families);
        teachers = List.copyOf(teachers);
    }

    /** Those that ship with Mekiki; read once. */
    public static Families load() {
        return Shipped.FAMILIES;
    }

    private static final class Shipped {
        private static final Families FAMILIES = read();
    }

    private static Families read() {
        try (InputStream in = Objects.requireNonNull(Families.class.getResourceAsStream("families.yaml"))) {
            return YAMLMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build().readValue(in, Families.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param config of the model, whatever of it is there
     * @param notices the texts of NOTICE files
     */
    public Optional<Detected> detect(JsonNode config, String source, TokenizerFacts tokenizer, List<String> notices) {
        Optional<Detected> weak = Optional.empty();
        for (Family family : families) {
            Set<String> evidence = new LinkedHashSet<>();
            boolean type = type(family, config);
            boolean size = family.sizes().contains(number(config, "vocab_size"));
            boolean vocabulary = tokenizer(family, tokenizer, source, evidence);
            boolean mentioned = notices.stream().map(text -> text.toLowerCase(Locale.ROOT))
                    .anyMatch(text -> family.mentions().stream().anyMatch(text::contains));
            if (type && shaped(family, config) && (size || vocabulary || mentioned)) {
                List<String> files = new ArrayList<>(List.of(source));
                files.addAll(evidence);
                if (mentioned) {
                    files.add("NOTICE");
                }
                return Optional.of(new Detected(family, files.stream().distinct().toList(), true));
            }
            if (vocabulary && weak.isEmpty()) {
                weak = Optional.of(new Detected(family, List.copyOf(evidence), false));
            }
        }
        return weak;
    }

    /** Whether some family's tokenizer is told by special tokens or whole files. */
    public boolean knows(TokenizerFacts tokenizer) {
        return families.stream().anyMatch(family -> tokenizer(family, tokenizer, "", new LinkedHashSet<>()));
    }

    private static boolean tokenizer(Family family, TokenizerFacts facts, String source, Set<String> evidence) {
        boolean found = false;
        if (!family.tokens().isEmpty() && family.tokens().entrySet().stream()
                .allMatch(token -> token.getValue().equals(facts.tokens().get(token.getKey())))) {
            facts.read().keySet().stream().filter(name -> name.endsWith(".json")).findFirst().ifPresent(evidence::add);
            found = true;
        }
        if (same(family.vocabulary().low(), facts.vocabulary().low())
                || same(family.vocabulary().high(), facts.vocabulary().high())) {
            evidence.add(facts.read().containsKey("tokenizer.json")
                    ? "tokenizer.json"
                    : source + ": tokenizer.ggml.tokens");
            found = true;
        }
        if (facts.pre().filter(family.pre()::contains).isPresent()) {
            evidence.add(source + ": tokenizer.ggml.pre");
            found = true;
        }
        for (var file : facts.read().entrySet()) {
            if (family.files().contains(file.getValue())) {
                evidence.add(file.getKey());
                found = true;
            }
        }
        return found;
    }

    private static boolean same(Optional<String> known, Optional<String> found) {
        return known.isPresent() && known.equals(found);
    }

    private static boolean type(Family family, JsonNode config) {
        List<String> types = family.types();
        return types.contains(config.path("model_type").asString(""))
                || types.contains(config.path("architectures").path(0).asString(""))
                || types.contains(config.path("text_config").path("model_type").asString(""));
    }

    private static boolean shaped(Family family, JsonNode config) {
        return family.shapes().isEmpty() || family.shapes().contains(number(config, "hidden_size") + "x"
                + number(config, "num_hidden_layers") + "x" + number(config, "intermediate_size"));
    }

    private static int number(JsonNode config, String key) {
        JsonNode value = config.path("text_config").has(key)
                ? config.path("text_config").path(key)
                : config.path(key);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : -1;
    }

    /** Models whose outputs a data set is made of, as its name says. */
    public Optional<Teacher> teacher(String dataset) {
        String name = dataset.toLowerCase(Locale.ROOT);
        return teachers.stream().filter(teacher -> teacher.pattern().matcher(name).find()).findFirst();
    }
}
