package dev.mekiki.engines.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** Fields of config.json with their types checked; every problem is kept, so that one message tells all. */
final class ConfigFields {
    private final JsonNode root;
    private final List<String> problems;
    private boolean lacking;

    ConfigFields(JsonNode root, List<String> problems) {
        this.root = root;
        this.problems = problems;
    }

    static ConfigFields of(JsonNode root) {
        return new ConfigFields(root, new ArrayList<>());
    }

    void problem(String text) {
        problems.add(text);
    }

    void check() throws UnusableModel {
        if (!problems.isEmpty()) {
            throw new UnusableModel(String.join("; ", problems));
        }
    }

    Optional<JsonNode> node(String key) {
        JsonNode node = root.get(key);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    /** Whether a size that is needed was missing, so that others can't be judged. */
    boolean lacking() {
        return lacking;
    }

    boolean has(String key) {
        return root.has(key);
    }

    /** An object's own fields; empty when absent. */
    Optional<ConfigFields> object(String key) {
        return node(key).flatMap(node -> {
            if (node.isObject()) {
                return Optional.of(new ConfigFields(node, problems));
            }
            wrong(key, "an object", node);
            return Optional.empty();
        });
    }

    Optional<Integer> integer(String key, int least, int most) {
        return node(key).flatMap(node -> {
            if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= least
                    && node.intValue() <= most) {
                return Optional.of(node.intValue());
            }
            wrong(key, "a whole number from " + least + " to " + most, node);
            return Optional.empty();
        });
    }

    int needed(String key, int most) {
        if (node(key).isEmpty()) {
            problem("config.json lacks " + key);
        }
        Optional<Integer> value = integer(key, 1, most);
        lacking |= value.isEmpty();
        return value.orElse(1);
    }

    OptionalDouble number(String key) {
        Optional<JsonNode> found = node(key);
        if (found.isEmpty()) {
            return OptionalDouble.empty();
        }
        JsonNode node = found.get();
        if (node.isNumber() && Double.isFinite(node.doubleValue())) {
            return OptionalDouble.of(node.doubleValue());
        }
        wrong(key, "a number", node);
        return OptionalDouble.empty();
    }

    double positive(String key, double otherwise) {
        double value = number(key).orElse(otherwise);
        if (!(value > 0)) {
            problem("config.json: " + key + " should be more than 0, not " + value);
            return otherwise;
        }
        return value;
    }

    boolean flag(String key, boolean otherwise) {
        Optional<JsonNode> found = node(key);
        if (found.isEmpty()) {
            return otherwise;
        }
        if (!found.get().isBoolean()) {
            wrong(key, "true or false", found.get());
            return otherwise;
        }
        return found.get().booleanValue();
    }

    Optional<String> text(String key) {
        return node(key).flatMap(node -> {
            if (node.isString()) {
                return Optional.of(node.stringValue());
            }
            wrong(key, "a text", node);
            return Optional.empty();
        });
    }

    List<String> texts(String key) {
        Optional<JsonNode> found = node(key);
        List<String> texts = new ArrayList<>();
        if (found.isEmpty()) {
            return texts;
        }
        for (JsonNode item : found.get().isArray() ? found.get() : List.<JsonNode>of()) {
            if (item.isString()) {
                texts.add(item.stringValue());
            }
        }
        if (!found.get().isArray() || texts.size() != found.get().size()) {
            wrong(key, "a list of texts", found.get());
        }
        return texts;
    }

    /** Names of fields that are objects themselves. */
    List<String> objects() {
        List<String> names = new ArrayList<>();
        root.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                names.add(field.getKey());
            }
        });
        return names;
    }

    JsonNode root() {
        return root;
    }

    private void wrong(String key, String expected, JsonNode node) {
        String found = node.isValueNode() ? node.toString() : JsonFile.kind(node);
        problem("config.json: " + key + " should be " + expected + ", not "
                + (found.length() > 40 ? found.substring(0, 40) + "…" : found));
    }
}
