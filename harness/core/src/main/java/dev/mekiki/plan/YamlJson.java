package dev.mekiki.plan;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A piece of a YAML file as JSON, for options that are handed on to something else. */
final class YamlJson {
    private YamlJson() {}

    static String text(YamlNode node) {
        return of(node).toString();
    }

    private static JsonNode of(YamlNode node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (node) {
            case YamlNode.Text text -> json.stringNode(text.text());
            case YamlNode.Numeral number -> number.value().scale() <= 0
                    ? json.numberNode(number.value().toBigInteger())
                    : json.numberNode(number.value());
            case YamlNode.Flag flag -> json.booleanNode(flag.value());
            case YamlNode.Nothing _ -> json.nullNode();
            case YamlNode.Items items -> {
                ArrayNode array = json.arrayNode();
                items.items().forEach(item -> array.add(of(item)));
                yield array;
            }
            case YamlNode.Fields fields -> {
                ObjectNode object = json.objectNode();
                fields.fields().forEach((name, value) -> object.set(name, of(value)));
                yield object;
            }
        };
    }
}
