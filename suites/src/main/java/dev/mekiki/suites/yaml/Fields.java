package dev.mekiki.suites.yaml;

import dev.mekiki.domain.Problem;
import dev.mekiki.suites.text.Suggestion;
import dev.mekiki.suites.yaml.Node.Kind;
import dev.mekiki.suites.yaml.Node.Mapping;
import dev.mekiki.suites.yaml.Node.Mapping.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The fields of one mapping. What is wrong is told to a listener, and reading goes on. */
public final class Fields {
    private final String file;
    private final String path;
    private final Mapping mapping;
    private final Consumer<Problem> problems;

    /**
     * @param path of the mapping in the file, such as {@code tasks[0]}; empty at the top
     * @param known all keys it may have
     */
    public Fields(String file, String path, Mapping mapping, Set<String> known, Consumer<Problem> problems) {
        this.file = file;
        this.path = path;
        this.mapping = mapping;
        this.problems = problems;
        mapping.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.accept(Problem.at(file, entry.line(), path(key),
                        "there is no such key" + Suggestion.among(key, known) + "; known: "
                                + String.join(", ", known.stream().sorted().toList())));
            }
        });
    }

    public boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    public Optional<Node> node(String key) {
        return Optional.ofNullable(mapping.entries().get(key)).map(Entry::value);
    }

    /** Tells what is wrong with the value of a key, or with its absence. */
    public void problem(String key, String message) {
        Entry entry = mapping.entries().get(key);
        problems.accept(Problem.at(file, entry == null ? mapping.line() : entry.line(), path(key), message));
    }

    public Optional<Located> text(String key) {
        return node(key).flatMap(node -> located(node, path(key)));
    }

    public Optional<Located> required(String key) {
        if (!has(key)) {
            problem(key, "is missing");
        }
        return text(key).filter(text -> {
            if (text.value().isBlank()) {
                problem(key, "must not be blank");
            }
            return !text.value().isBlank();
        });
    }

    /** A list of texts; empty where the key is absent. */
    public List<Located> texts(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof Node.Sequence sequence)) {
            problem(key, "a list is expected, as in [a, b]; found " + node.get().words());
            return List.of();
        }
        List<Located> texts = new ArrayList<>();
        for (int i = 0; i < sequence.elements().size(); i++) {
            located(sequence.elements().get(i), path(key) + "[" + i + "]").ifPresent(texts::add);
        }
        return texts;
    }

    public Optional<Integer> integer(String key, int least, int most) {
        return node(key).flatMap(node -> {
            if (node instanceof Node.Scalar scalar && scalar.kind() == Kind.NUMBER
                    && scalar.text().matches("[+-]?[0-9]{1,10}")) {
                long value = Long.parseLong(scalar.text());
                if (value >= least && value <= most) {
                    return Optional.of((int) value);
                }
            }
            problem(key, "a whole number from " + least + " to " + most + " is expected; found " + node.words());
            return Optional.empty();
        });
    }

    /** A number from 0 to {@code most}. */
    public Optional<Double> number(String key, double most) {
        return node(key).flatMap(node -> {
            if (node instanceof Node.Scalar scalar && scalar.kind() == Kind.NUMBER
                    && scalar.text().matches("[+-]?[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]{1,3})?")) {
                double value = Double.parseDouble(scalar.text());
                if (value >= 0 && value <= most) {
                    return Optional.of(value);
                }
            }
            problem(key, "a number from 0 to " + (most == Math.rint(most) ? Long.toString((long) most) : most)
                    + " is expected; found " + node.words());
            return Optional.empty();
        });
    }

    public <T> Optional<T> oneOf(String key, Map<String, T> choices) {
        return text(key).flatMap(text -> {
            Optional<T> found = Optional.ofNullable(choices.get(text.value()));
            if (found.isEmpty()) {
                problem(key,
                        "one of " + String.join(", ", choices.keySet()) + " is expected; found “" + text.value() + "”"
                                + Suggestion.among(text.value(), choices.keySet()));
            }
            return found;
        });
    }

    /** The fields of the mapping under a key. */
    public Optional<Fields> mapping(String key, Set<String> known) {
        return node(key).flatMap(node -> {
            if (node instanceof Mapping inner) {
                return Optional.of(new Fields(file, path(key), inner, known, problems));
            }
            problem(key, "a mapping is expected, as in {" + known.stream().sorted().findFirst().orElse("key")
                    + ": …}; found " + node.words());
            return Optional.empty();
        });
    }

    public Optional<Located> located(Node node, String key) {
        if (node instanceof Node.Scalar scalar && scalar.kind() != Kind.NOTHING) {
            return Optional.of(new Located(scalar.text(), file, scalar.line(), key));
        }
        problems.accept(Problem.at(file, node.line(), key, "a text is expected; found " + node.words()));
        return Optional.empty();
    }

    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
