package dev.mekiki.license.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Fields of a {@code config.json}, those of its language model first. What has another type than expected, or a size that no model
 * has, counts as absent: only what can be understood is told.
 */
final class Fields {
    /** Larger than any dimension or vocabulary; three such multiplied still fit a long. */
    static final int MOST = 1 << 20;
    /** Larger than any context. */
    static final int MOST_TOKENS = 1 << 30;
    private static final int MOST_ITEMS = 4096;
    private static final List<String> LANGUAGE_PARTS = List.of("text_config", "llm_config", "language_config",
            "language_model_config", "thinker_config");
    private final List<JsonNode> places;
    private final int most;

    private Fields(List<JsonNode> places, int most) {
        this.places = places;
        this.most = most;
    }

    /** @param root of the whole file */
    static Fields of(JsonNode root) {
        return of(root, MOST);
    }

    /** @param most the largest number that is believed */
    static Fields of(JsonNode root, int most) {
        List<JsonNode> places = new ArrayList<>();
        JsonNode part = root;
        places.add(root);
        for (int depth = 0; depth < 3; depth++) {
            JsonNode outer = part;
            Optional<JsonNode> inner = LANGUAGE_PARTS.stream().map(outer::path).filter(JsonNode::isObject).findFirst();
            if (inner.isEmpty()) {
                break;
            }
            part = inner.get();
            places.addFirst(part);
        }
        return new Fields(List.copyOf(places), most);
    }

    /** An object's own fields; none of it where it isn't there. */
    Fields within(String... keys) {
        return new Fields(node(keys).filter(JsonNode::isObject).map(List::of).orElse(List.of()), most);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    Optional<JsonNode> node(String... keys) {
        for (String key : keys) {
            for (JsonNode place : places) {
                if (place.hasNonNull(key)) {
                    return Optional.of(place.path(key));
                }
            }
        }
        return Optional.empty();
    }

    /** The first of these keys that holds a whole number from 1. */
    OptionalInt count(String... keys) {
        for (String key : keys) {
            OptionalInt found = node(key).map(this::whole).orElse(OptionalInt.empty());
            if (found.isPresent() && found.getAsInt() > 0) {
                return found;
            }
        }
        return OptionalInt.empty();
    }

    int count(int otherwise, String... keys) {
        return count(keys).orElse(otherwise);
    }

    OptionalDouble number(String... keys) {
        Optional<JsonNode> found = node(keys);
        return found.isPresent() && found.get().isNumber() && Double.isFinite(found.get().doubleValue())
                ? OptionalDouble.of(found.get().doubleValue())
                : OptionalDouble.empty();
    }

    Optional<Boolean> flag(String key) {
        return node(key).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    Optional<String> text(String... keys) {
        return node(keys).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    /** Items of a list that are texts, the others as {@code ""}; empty where there is no list. */
    List<String> texts(String... keys) {
        return items(keys).map(item -> item.isString() ? item.stringValue() : "").toList();
    }

    /** Items of a list that are whole numbers from 0, the others as -1; empty where there is no list. */
    List<Integer> numbers(String... keys) {
        return items(keys).map(item -> whole(item).orElse(-1)).toList();
    }

    private Stream<JsonNode> items(String... keys) {
        return node(keys).filter(JsonNode::isArray).stream().flatMap(JsonNode::valueStream).limit(MOST_ITEMS);
    }

    private OptionalInt whole(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0 && node.intValue() <= most
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }
}
