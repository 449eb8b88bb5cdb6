package dev.mekiki.suites;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.Choosing;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Shots;
import dev.mekiki.port.Extractor;
import dev.mekiki.port.Metric;
import dev.mekiki.port.Registry;
import dev.mekiki.suites.TaskFile.ChoosingFile;
import dev.mekiki.suites.TaskFile.FormatFile;
import dev.mekiki.suites.TaskFile.InstructionsFile;
import dev.mekiki.suites.TaskFile.ListTemplate;
import dev.mekiki.suites.TaskFile.ScoringFile;
import dev.mekiki.suites.TaskFile.ShotsFile;
import dev.mekiki.suites.text.Suggestion;
import dev.mekiki.suites.yaml.Fields;
import dev.mekiki.suites.yaml.Located;
import dev.mekiki.suites.yaml.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes a {@link TaskFile} of one element of {@code tasks}. */
final class TaskFileReader {
    static final Set<String> KEYS = Set.of("name", "data", "id", "prompt", "system", "choices", "target", "cluster",
            "labels", "answer", "generate", "shots", "chat", "delimiter", "extract", "metrics", "floor",
            "instructions", "schema",
            "tolerance", "unextractable", "choose", "letters", "judge", "answer-format");
    private static final Map<String, AnswerMode> ANSWERS = ordered("choice", AnswerMode.CHOICE, "generate",
            AnswerMode.GENERATE);
    private static final Map<String, Shots.Pick> PICKS = ordered("first", Shots.Pick.FIRST, "seeded",
            Shots.Pick.SEEDED);
    private static final Map<String, Boolean> UNEXTRACTABLE = ordered("unscored", false, "wrong", true);
    private static final List<String> WAYS = Arrays.stream(ChoiceWay.values()).map(ChoiceWay::id).toList();
    private static final Map<String, Choosing.Letters> LETTERS = ordered(Choosing.Letters.LATIN.id(),
            Choosing.Letters.LATIN, Choosing.Letters.KATAKANA.id(), Choosing.Letters.KATAKANA);
    private static final int MAX_TOKENS = 256;
    private static final double FLOOR = 0.95;

    private final Fields fields;
    private final Registry<Metric> metrics;
    private final Extractor extractor;
    private final Consumer<Problem> problems;

    TaskFileReader(Fields fields, Registry<Metric> metrics, Extractor extractor, Consumer<Problem> problems) {
        this.fields = fields;
        this.metrics = metrics;
        this.extractor = extractor;
        this.problems = problems;
    }

    /** Empty if what every task needs is not there; whatever is wrong has been told. */
    Optional<TaskFile> read() {
        Optional<Located> name = fields.required("name");
        name.ifPresent(text -> SuiteFileReader.checkName(text, problems));
        Optional<Located> data = fields.required("data");
        if (!fields.has("prompt")) {
            fields.problem("prompt", "is missing");
        }
        Optional<Located> prompt = fields.text("prompt");
        Optional<ListTemplate> choices = listTemplate("choices");
        Optional<ListTemplate> target = listTemplate("target");
        AnswerMode answer = fields.oneOf("answer", ANSWERS)
                .orElse(fields.has("choices") ? AnswerMode.CHOICE : AnswerMode.GENERATE);
        if (answer == AnswerMode.CHOICE && !fields.has("choices")) {
            fields.problem("choices", "is missing; answer: choice ranks them");
        }
        ChatMode chat = fields.oneOf("chat", chatModes()).orElse(ChatMode.AUTO);
        GenerationSettings generation = generation(fields);
        ChoosingFile choosing = choosing(answer);
        List<ExtractStep> extract = extract(answer);
        List<String> scored = metrics(answer);
        Optional<ShotsFile> shots = shots();
        Optional<InstructionsFile> instructions = instructions();
        ScoringFile scoring = new ScoringFile(fields.text("schema"), fields.number("tolerance", 1).orElse(0.0),
                fields.oneOf("unextractable", UNEXTRACTABLE).orElse(false));
        Optional<JudgeFile> judge = judge(scored);
        Optional<FormatFile> format = format(answer);
        double floor = fields.number("floor", 1).orElse(FLOOR);
        Optional<Located> id = fields.text("id");
        Optional<Located> system = fields.text("system");
        Optional<Located> cluster = fields.text("cluster");
        String delimiter = fields.text("delimiter").map(Located::value).orElse("");
        List<Located> labels = fields.texts("labels");
        if (name.isEmpty() || data.isEmpty() || prompt.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TaskFile(name.get(), data.get(), prompt.get(), id, system, cluster, labels, choices,
                target, answer, chat, delimiter, generation, extract, scored, floor, shots, instructions, scoring,
                choosing, judge, format));
    }

    private Optional<JudgeFile> judge(List<String> scored) {
        boolean asked = scored.contains(JournalEvent.JUDGE);
        if (asked != fields.has("judge")) {
            fields.problem("judge", asked
                    ? "is missing; the metric judge needs what the judge is asked"
                    : "is for the metric judge, which is not among the metrics");
        }
        return JudgeFileReader.read(fields, extractor, problems);
    }

    private Optional<ListTemplate> listTemplate(String key) {
        return fields.node(key).flatMap(node -> {
            if (node instanceof Node.Sequence) {
                List<Located> templates = fields.texts(key);
                if (templates.isEmpty()) {
                    fields.problem(key, "the list is empty");
                }
                return Optional.of(new ListTemplate(templates, false));
            }
            return fields.text(key).map(template -> new ListTemplate(List.of(template), true));
        });
    }

    /** The settings under {@code generate}. */
    static GenerationSettings generation(Fields fields) {
        GenerationSettings usual = GenerationSettings.greedy(MAX_TOKENS, List.of());
        return fields
                .mapping("generate", Set.of("max-tokens", "thinking-tokens", "stop", "temperature", "top-p", "top-k"))
                .map(TaskFileReader::settings).orElse(usual);
    }

    private static GenerationSettings settings(Fields generate) {
        List<String> stop = generate.texts("stop").stream().map(Located::value).toList();
        if (stop.stream().anyMatch(String::isEmpty) || stop.size() > 64) {
            generate.problem("stop", "at most 64 texts are expected, none of them empty");
            stop = List.of();
        }
        double topP = generate.number("top-p", 1).orElse(1.0);
        if (topP == 0) {
            generate.problem("top-p", "must be greater than 0");
            topP = 1;
        }
        GenerationSettings settings = new GenerationSettings(
                generate.integer("max-tokens", 1, 1_000_000).orElse(MAX_TOKENS), stop,
                generate.number("temperature", 100).orElse(0.0), topP,
                generate.integer("top-k", 0, 1_000_000).orElse(0));
        return generate.integer("thinking-tokens", 0, 1_000_000).map(settings::withThinkingTokens).orElse(settings);
    }

    private Optional<FormatFile> format(AnswerMode answer) {
        if (answer != AnswerMode.GENERATE && fields.has("answer-format")) {
            fields.problem("answer-format", "is for answer: generate only");
        }
        String schema = AnswerFormat.Kind.JSON_SCHEMA.id();
        String grammar = AnswerFormat.Kind.GRAMMAR.id();
        return fields.mapping("answer-format", Set.of(schema, grammar)).flatMap(inner -> {
            if (inner.has(schema) == inner.has(grammar)) {
                fields.problem("answer-format", "either " + schema + " or " + grammar + " is expected");
                return Optional.empty();
            }
            AnswerFormat.Kind kind = inner.has(schema) ? AnswerFormat.Kind.JSON_SCHEMA : AnswerFormat.Kind.GRAMMAR;
            return inner.text(kind.id()).map(file -> new FormatFile(kind, file));
        });
    }

    private ChoosingFile choosing(AnswerMode answer) {
        for (String key : List.of("choose", "letters")) {
            if (answer != AnswerMode.CHOICE && fields.has(key)) {
                fields.problem(key, "is for answer: choice only");
            }
        }
        List<ChoiceWay> ways = new ArrayList<>();
        boolean list = fields.node("choose").filter(node -> node instanceof Node.Sequence).isPresent();
        for (Located text : list ? fields.texts("choose") : fields.text("choose").stream().toList()) {
            Optional<ChoiceWay> way = ChoiceWay.of(text.value());
            if (way.isEmpty()) {
                problems.accept(text.problem("there is no way of choosing " + text.value()
                        + Suggestion.among(text.value(), WAYS) + "; known: " + String.join(", ", WAYS)));
            } else if (ways.contains(way.get())) {
                problems.accept(text.problem(text.value() + " is there twice"));
            } else {
                ways.add(way.get());
            }
        }
        return new ChoosingFile(ways.isEmpty() ? List.of(ChoiceWay.values()) : ways,
                fields.oneOf("letters", LETTERS).orElse(Choosing.Letters.LATIN));
    }

    private List<ExtractStep> extract(AnswerMode answer) {
        Optional<Node> node = fields.node("extract");
        if (node.isEmpty()) {
            return List.of();
        }
        if (answer == AnswerMode.CHOICE) {
            fields.problem("extract", "is for answer: generate only; answer: choice generates no text");
            return List.of();
        }
        return StepsReader.read(fields, "extract", extractor, problems);
    }

    private List<String> metrics(AnswerMode answer) {
        List<Located> names = fields.texts("metrics");
        if (names.isEmpty()) {
            fields.problem("metrics", fields.has("metrics") ? "names no metric" : "is missing");
        }
        List<String> found = new ArrayList<>();
        for (Located name : names) {
            Optional<Metric> metric = metrics.find(name.value());
            if (metric.isEmpty()) {
                problems.accept(name
                        .problem("there is no metric " + name.value() + Suggestion.among(name.value(), metrics.names())
                                + "; known: " + String.join(", ", metrics.names())));
            } else if (!metric.get().answers().contains(answer)) {
                problems.accept(name.problem(
                        name.value() + " can't score answer: " + (answer == AnswerMode.CHOICE ? "choice" : "generate")
                                + "; these can: " + scoring(answer)));
            } else if (found.contains(name.value())) {
                problems.accept(name.problem(name.value() + " is there twice"));
            } else {
                if (metric.get().needsTarget() && !fields.has("target")) {
                    fields.problem("target", "is missing; " + name.value() + " compares with it");
                }
                if (metric.get().needsInstructions() && !fields.has("instructions")) {
                    fields.problem("instructions", "is missing; " + name.value() + " checks them");
                }
                found.add(name.value());
            }
        }
        return found;
    }

    private String scoring(AnswerMode answer) {
        return metrics.all().stream().filter(metric -> metric.answers().contains(answer)).map(Metric::name)
                .collect(Collectors.joining(", "));
    }

    private Optional<InstructionsFile> instructions() {
        return fields.mapping("instructions", Set.of("ids", "arguments"))
                .flatMap(inner -> inner.required("ids").map(ids -> new InstructionsFile(ids, inner.text("arguments"))));
    }

    private Optional<ShotsFile> shots() {
        Optional<Fields> shots = fields.mapping("shots", Set.of("data", "count", "pick"));
        if (shots.isPresent() && !fields.has("target")) {
            fields.problem("target", "is missing; shots show it");
        }
        return shots.flatMap(inner -> {
            Optional<Located> data = inner.required("data");
            if (!inner.has("count")) {
                inner.problem("count", "is missing");
            }
            Optional<Integer> count = inner.integer("count", 0, 1_000);
            Shots.Pick pick = inner.oneOf("pick", PICKS).orElse(Shots.Pick.FIRST);
            return data.isPresent() && count.isPresent()
                    ? Optional.of(new ShotsFile(data.get(), count.get(), pick))
                    : Optional.empty();
        });
    }

    private static Map<String, ChatMode> chatModes() {
        Map<String, ChatMode> modes = ordered("auto", ChatMode.AUTO, "always", ChatMode.ALWAYS);
        modes.put("never", ChatMode.NEVER);
        return modes;
    }

    private static <T> Map<String, T> ordered(String key, T value, String otherKey, T otherValue) {
        Map<String, T> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(otherKey, otherValue);
        return map;
    }
}
