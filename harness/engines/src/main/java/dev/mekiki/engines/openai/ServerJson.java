package dev.mekiki.engines.openai;

import dev.mekiki.port.EngineException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON from a server that nobody vouches for: bounded in depth and in length of names and numbers. */
final class ServerJson {
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(64).maxNameLength(4096).maxNumberLength(400)
                    .maxStringLength(1 << 26).build())
            .build()).build();
    private static final int SHOWN = 300;

    private ServerJson() {}

    /** @throws EngineException if it is no JSON object */
    static JsonNode object(String json) throws EngineException {
        return parsed(json).filter(JsonNode::isObject).orElseThrow(
                () -> new EngineException("the server's answer is not a JSON object: “" + shown(json) + "”"));
    }

    private static Optional<JsonNode> parsed(String json) {
        try {
            return Optional.ofNullable(MAPPER.readTree(json));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** What an error says: {@code error.message}, {@code error}, {@code message}, {@code detail}, or the text itself. */
    static String error(String text) {
        return parsed(text).flatMap(ServerJson::message).orElseGet(() -> shown(text));
    }

    /** What the object says went wrong, where it says that something did: errors also come under status 200, and inside of streams. */
    static Optional<String> inBand(JsonNode root) {
        JsonNode error = root.path("error");
        boolean wrong = (error.isString() && !error.stringValue().isBlank()) || error.isObject()
                || root.path("object").asString("").equals("error");
        return wrong ? Optional.of(message(root).orElseGet(() -> shown(root.toString()))) : Optional.empty();
    }

    private static Optional<String> message(JsonNode root) {
        JsonNode error = root.path("error");
        for (JsonNode node : new JsonNode[]{error.path("message"), error, root.path("message"), root.path("detail")}) {
            if (node.isString() && !node.stringValue().isBlank()) {
                return Optional.of(shown(node.stringValue()));
            }
            if (node.isArray() || (node.isObject() && !node.equals(error))) {
                return Optional.of(shown(node.toString()));
            }
        }
        return error.isObject() ? Optional.of(shown(error.toString())) : Optional.empty();
    }

    /** One line of it, not too long. */
    static String shown(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
