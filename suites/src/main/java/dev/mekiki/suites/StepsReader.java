package dev.mekiki.suites;

import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.Problem;
import dev.mekiki.port.Extractor;
import dev.mekiki.suites.yaml.Fields;
import dev.mekiki.suites.yaml.Located;
import dev.mekiki.suites.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a list of extraction steps. */
final class StepsReader {
    private StepsReader() {}

    private record LocatedStep(ExtractStep value, Located at) {}

    /** Without those that the extractor does not know; these have been told. */
    static List<ExtractStep> read(Fields fields, String key, Extractor extractor, Consumer<Problem> problems) {
        Optional<Node> node = fields.node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof Node.Sequence sequence)) {
            fields.problem(key,
                    "a list of steps is expected, as in [thinking, first-line]; found " + node.get().words());
            return List.of();
        }
        List<ExtractStep> steps = new ArrayList<>();
        for (int i = 0; i < sequence.elements().size(); i++) {
            step(fields, sequence.elements().get(i), fields.path(key) + "[" + i + "]").ifPresent(step -> {
                Optional<String> problem = extractor.problem(step.value());
                problem.ifPresent(message -> problems.accept(step.at().problem(message)));
                if (problem.isEmpty()) {
                    steps.add(step.value());
                }
            });
        }
        return steps;
    }

    private static Optional<LocatedStep> step(Fields fields, Node node, String path) {
        if (node instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
            var only = mapping.entries().entrySet().iterator().next();
            return fields.located(only.getValue().value(), path + "." + only.getKey())
                    .map(text -> new LocatedStep(new ExtractStep(only.getKey(), Optional.of(text.value())), text));
        }
        return fields.located(node, path)
                .map(text -> new LocatedStep(new ExtractStep(text.value(), Optional.empty()), text));
    }
}
