package dev.mekiki.suites;

import dev.mekiki.domain.Better;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.Problem;
import dev.mekiki.port.Extractor;
import dev.mekiki.suites.JudgeFile.LabelledFile;
import dev.mekiki.suites.metric.JudgeMetric;
import dev.mekiki.suites.yaml.Fields;
import dev.mekiki.suites.yaml.Located;
import dev.mekiki.suites.yaml.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a task's {@code judge}. */
final class JudgeFileReader {
    private static final Set<String> KEYS = Set.of("prompt", "system", "generate", "extract", "scale", "values",
            "better", "labelled");
    private static final Map<String, Better> BETTER = Map.of("higher", Better.HIGHER, "lower", Better.LOWER);

    private JudgeFileReader() {}

    /** Empty if it is not there, or of no use; whatever is wrong has been told. */
    static Optional<JudgeFile> read(Fields task, Extractor extractor, Consumer<Problem> problems) {
        return task.mapping("judge", KEYS).flatMap(fields -> judge(fields, extractor, problems));
    }

    private static Optional<JudgeFile> judge(Fields fields, Extractor extractor, Consumer<Problem> problems) {
        if (!fields.has("prompt")) {
            fields.problem("prompt",
                    "is missing: what the judge is asked, with {{ response }} where the answer stands");
        }
        Optional<Located> prompt = fields.text("prompt");
        Optional<Located> system = fields.text("system");
        List<ExtractStep> steps = StepsReader.read(fields, "extract", extractor, problems);
        Better better = fields.oneOf("better", BETTER).orElse(Better.HIGHER);
        Map<String, Double> values = values(fields);
        List<Double> scale = scale(fields);
        if (values.isEmpty() == scale.isEmpty()) {
            fields.problem("scale",
                    "either scale: [1, 10] or values: {good: 1, bad: 0} is expected, to know what a score is");
        }
        if (!values.isEmpty() && values.values().stream().distinct().count() < 2) {
            fields.problem("values", "words that all mean the same score measure nothing");
            return Optional.empty();
        }
        Optional<LabelledFile> labelled = fields.mapping("labelled", Set.of("data", "response", "value"))
                .flatMap(JudgeFileReader::labelled);
        JudgeMetric metric = new JudgeMetric(steps, values, scale, better);
        if (labelled.isPresent() && !metric.proportion()) {
            fields.problem("labelled", "is for judges whose values are 0 and 1");
        }
        return prompt.map(text -> new JudgeFile(text, system, TaskFileReader.generation(fields), metric.settings(),
                labelled));
    }

    private static Optional<LabelledFile> labelled(Fields fields) {
        Optional<Located> data = fields.required("data");
        Optional<Located> response = fields.required("response");
        Optional<Located> value = fields.required("value");
        return data.isPresent() && response.isPresent() && value.isPresent()
                ? Optional.of(new LabelledFile(data.get(), response.get(), value.get()))
                : Optional.empty();
    }

    private static Map<String, Double> values(Fields fields) {
        Map<String, Double> values = new LinkedHashMap<>();
        fields.node("values").ifPresent(node -> {
            if (node instanceof Node.Mapping mapping && mapping.entries().size() >= 2) {
                mapping.entries().forEach((word, entry) -> fields.located(entry.value(), fields.path("values." + word))
                        .ifPresent(text -> number(text.value()).ifPresentOrElse(value -> values.put(word, value),
                                () -> fields.problem("values", "the value of " + word + " is no number"))));
            } else {
                fields.problem("values", "at least two words with a number each are expected");
            }
        });
        return values;
    }

    private static List<Double> scale(Fields fields) {
        List<Double> scale = fields.texts("scale").stream().flatMap(text -> number(text.value()).stream()).toList();
        if (fields.has("scale") && (scale.size() != 2 || scale.get(0) >= scale.get(1))) {
            fields.problem("scale", "the lowest and the highest score are expected, as in [1, 10]");
            return List.of(0.0, 1.0);
        }
        return scale;
    }

    private static Optional<Double> number(String text) {
        return JudgeMetric.number(text);
    }
}
