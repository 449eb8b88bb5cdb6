package dev.mekiki.plan;

import static java.util.stream.Collectors.joining;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.ModelFiles;
import dev.mekiki.port.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a plan's candidates. Whether an engine can run one is not asked here: that is found, and recorded, by the run. */
final class CandidateReader {
    static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._+-]{0,63}");

    private final Registry<EngineProvider> engines;
    private final ModelFiles models;

    CandidateReader(Registry<EngineProvider> engines, ModelFiles models) {
        this.engines = engines;
        this.models = models;
    }

    List<Candidate> read(Section plan, Path base) {
        List<Candidate> candidates = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : plan.sections("candidates")) {
            String name = section.requiredText("name", "what reports call the candidate");
            if (!name.isEmpty() && !NAME.matcher(name).matches()) {
                section.problem("name",
                        "letters, digits, dots, dashes, plus signs and underscores are expected, at most 64");
            }
            if (!name.isEmpty() && !names.add(name)) {
                section.problem("name", "“" + name + "” is a candidate already; names are unique");
            }
            candidate(section, name, base).ifPresent(candidates::add);
            section.finish();
        }
        if (!plan.has("candidates")) {
            plan.problem("candidates", "is missing: a list of the models to compare");
        }
        return candidates;
    }

    /** The model that judges answers, under {@code judge}; read as a candidate is, and none of them. */
    Optional<Candidate> judge(Section plan, Path base, List<Candidate> candidates) {
        return plan.section("judge").flatMap(section -> {
            String name = section.text("name").orElse("judge");
            if (!NAME.matcher(name).matches()) {
                section.problem("name",
                        "letters, digits, dots, dashes, plus signs and underscores are expected, at most 64");
            }
            if (candidates.stream().anyMatch(one -> one.name().equals(name))) {
                section.problem("name", "“" + name + "” is a candidate already; the judge needs a name of its own");
            }
            Optional<Candidate> judge = candidate(section, name, base);
            section.finish();
            judge.flatMap(found -> candidates.stream().filter(one -> one.model().equals(found.model())).findFirst())
                    .ifPresent(same -> section.problem("model", "is the model of the candidate " + same.name()
                            + ": a model that judges favours its own answers", "take another model as the judge"));
            return judge;
        });
    }

    private Optional<Candidate> candidate(Section section, String name, Path base) {
        Optional<String> model = section.text("model");
        Optional<String> engineName = section.text("engine");
        Optional<EngineProvider> engine = engineName.or(() -> model.map(CandidateReader::defaultEngine))
                .flatMap(engines::find);
        if (engineName.isPresent() && engine.isEmpty()) {
            section.problem("engine", "no engine is called “" + engineName.get() + "”",
                    Suggestion.hint(engineName.get(), engines.names()));
        } else if (engine.isEmpty() && model.isPresent()) {
            section.problem("model", "no engine here runs this by default (" + defaultEngine(model.get())
                    + "); name one with engine:", Suggestion.listed(engines.names()));
        }
        boolean files = engine.map(EngineProvider::takesFiles).orElse(true);
        if (model.isEmpty() && !section.has("model") && files) {
            section.problem("model", "is missing: a folder, a file, or hub:owner/name");
        }
        SortedMap<String, String> options = new TreeMap<>();
        section.section("options").ifPresent(given -> options.putAll(options(given, engine, base)));
        SortedMap<String, String> template = section.section("chat-template")
                .map(given -> template(given, engine)).orElseGet(TreeMap::new);
        String resolved = files ? model.flatMap(text -> find(section, text, base)).orElse("") : model.orElse(name);
        return engine.map(found -> new Candidate(name, resolved, found.name(), options, template));
    }

    private static String defaultEngine(String model) {
        return model.toLowerCase(Locale.ROOT).endsWith(".gguf") ? "llama.cpp" : "jlama";
    }

    private Optional<String> find(Section section, String model, Path base) {
        try {
            return Optional.of(models.find(model, base).toString());
        } catch (InvalidInput invalid) {
            for (Problem problem : invalid.problems()) {
                problem.hint().ifPresentOrElse(hint -> section.problem("model", problem.message(), hint),
                        () -> section.problem("model", problem.message()));
            }
            return Optional.empty();
        }
    }

    private static SortedMap<String, String> options(Section given, Optional<EngineProvider> engine, Path base) {
        SortedMap<String, String> options = new TreeMap<>();
        for (String key : given.keys()) {
            Optional<YamlNode> value = given.value(key);
            if (engine.isPresent() && !engine.get().options().containsKey(key)) {
                given.problem(key, "is not an option of the engine " + engine.get().name(),
                        Suggestion.hint(key, engine.get().options().keySet()));
            }
            boolean file = engine.map(found -> found.fileOptions().contains(key)).orElse(false);
            boolean mapping = engine.map(found -> found.mappingOptions().contains(key)).orElse(false);
            value.flatMap(node -> mapping && node instanceof YamlNode.Fields fields
                    ? Optional.of(YamlJson.text(fields))
                    : option(node))
                    .ifPresentOrElse(text -> options.put(key, file ? base.resolve(text).toString() : text), () -> {
                        if (value.isPresent()) {
                            given.problem(key,
                                    (mapping ? "a mapping" : "a text, a number, true, false or a list of these")
                                            + " is expected, not "
                                            + value.get().kind());
                        }
                    });
        }
        return options;
    }

    /** Variables of the model's chat template, as JSON. Whether the template knows them is found by the run. */
    private static SortedMap<String, String> template(Section given, Optional<EngineProvider> engine) {
        SortedMap<String, String> variables = new TreeMap<>();
        for (String key : given.keys()) {
            if (engine.isPresent() && !engine.get().setsTemplate()) {
                given.problem(key, "the engine " + engine.get().name() + " applies no chat template that could be set");
            }
            given.value(key).ifPresent(value -> json(value).ifPresentOrElse(json -> variables.put(key, json),
                    () -> given.problem(key, "a text, a number, true or false is expected, not " + value.kind())));
        }
        return variables;
    }

    private static Optional<String> json(YamlNode value) {
        return switch (value) {
            case YamlNode.Text _,YamlNode.Numeral _,YamlNode.Flag _ -> Optional.of(YamlJson.text(value));
            case YamlNode.Nothing _,YamlNode.Items _,YamlNode.Fields _ -> Optional.empty();
        };
    }

    private static Optional<String> option(YamlNode value) {
        if (value instanceof YamlNode.Items list) {
            return list.items().stream().allMatch(item -> item.written().isPresent())
                    ? Optional.of(list.items().stream().flatMap(item -> item.written().stream()).collect(joining(",")))
                    : Optional.empty();
        }
        return value.written();
    }
}
