package dev.mekiki.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON for scripts. */
final class JsonOutput {
    private static final JsonMapper PRETTY = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final JsonMapper COMPACT = JsonMapper.builder().build();

    private JsonOutput() {}

    static ObjectNode object() {
        return COMPACT.createObjectNode();
    }

    static String pretty(JsonNode node) {
        return PRETTY.writeValueAsString(node);
    }

    static String line(JsonNode node) {
        return COMPACT.writeValueAsString(node);
    }
}
