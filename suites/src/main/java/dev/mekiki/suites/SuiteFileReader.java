package dev.mekiki.suites;

import dev.mekiki.domain.Problem;
import dev.mekiki.port.Extractor;
import dev.mekiki.port.Metric;
import dev.mekiki.port.Registry;
import dev.mekiki.suites.yaml.Fields;
import dev.mekiki.suites.yaml.Located;
import dev.mekiki.suites.yaml.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Makes a {@link SuiteFile} of YAML. */
final class SuiteFileReader {
    static final String FORMAT = "mekiki/1";
    private static final Set<String> KEYS = Set.of("suite", "name", "version", "language", "license", "tasks");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,99}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*");

    private final Registry<Metric> metrics;
    private final Extractor extractor;

    SuiteFileReader(Registry<Metric> metrics, Extractor extractor) {
        this.metrics = metrics;
        this.extractor = extractor;
    }

    /** The suite without what is wrong with it; empty if not even its tasks can be told. */
    Optional<SuiteFile> read(String file, Node root, Consumer<Problem> problems) {
        if (!(root instanceof Node.Mapping mapping)) {
            problems.accept(
                    Problem.at(file, root.line(), "suite", "a mapping is expected, that begins with suite: " + FORMAT));
            return Optional.empty();
        }
        Fields fields = new Fields(file, "", mapping, KEYS, problems);
        fields.required("suite").filter(format -> !format.value().equals(FORMAT)).ifPresent(
                format -> fields.problem("suite",
                        "the format " + FORMAT + " is expected; found “" + format.value() + "”"));
        Optional<Located> name = fields.required("name");
        name.ifPresent(text -> checkName(text, problems));
        String language = fields.text("language").map(Located::value).orElse("und");
        if (!LANGUAGE.matcher(language).matches()) {
            fields.problem("language", "a BCP 47 language such as ja is expected; found “" + language + "”");
        }
        List<TaskFile> tasks = tasks(file, fields, problems);
        return name.map(
                text -> new SuiteFile(text.value(), fields.text("version").map(Located::value).orElse("1"), language,
                        fields.text("license").map(Located::value).orElse("NOASSERTION"), tasks));
    }

    private List<TaskFile> tasks(String file, Fields fields, Consumer<Problem> problems) {
        Optional<Node> node = fields.node("tasks");
        if (!(node.orElse(null) instanceof Node.Sequence sequence) || sequence.elements().isEmpty()) {
            fields.problem("tasks", node.isEmpty() ? "is missing" : "a list of tasks is expected");
            return List.of();
        }
        List<TaskFile> tasks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sequence.elements().size(); i++) {
            Node element = sequence.elements().get(i);
            String path = "tasks[" + i + "]";
            if (!(element instanceof Node.Mapping mapping)) {
                problems.accept(
                        Problem.at(file, element.line(), path, "a mapping is expected; found " + element.words()));
                continue;
            }
            new TaskFileReader(new Fields(file, path, mapping, TaskFileReader.KEYS, problems), metrics, extractor,
                    problems)
                    .read().ifPresent(task -> {
                        if (!names.add(task.name().value())) {
                            problems.accept(task.name().problem("two tasks have the name " + task.name().value()));
                        }
                        tasks.add(task);
                    });
        }
        return tasks;
    }

    static void checkName(Located name, Consumer<Problem> problems) {
        if (!NAME.matcher(name.value()).matches()) {
            problems.accept(
                    name.problem("letters, digits, dots, dashes and underscores are expected, beginning with a letter "
                            + "or digit; found “" + name.value() + "”"));
        }
    }
}
