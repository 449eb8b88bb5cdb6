package dev.mekiki.load.mock;

import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request asks for. A token of the prompt is a Unicode code point here.
 *
 * @param usage whether the tokens are to be told at the end
 */
public record MockRequest(boolean chat, boolean stream, OptionalInt maxTokens, int promptTokens, boolean usage) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws JacksonException if it is no JSON */
    static MockRequest of(boolean chat, byte[] body) throws JacksonException {
        JsonNode json = JSON.readTree(body);
        JsonNode most = json.path("max_tokens").isMissingNode()
                ? json.path("max_completion_tokens")
                : json.path("max_tokens");
        int prompt = 0;
        for (JsonNode message : json.path("messages")) {
            prompt += points(message.path("content"));
        }
        prompt += json.path("prompt").isArray() ? json.path("prompt").size() : points(json.path("prompt"));
        return new MockRequest(chat, json.path("stream").asBoolean(false),
                most.isIntegralNumber() && most.asInt() > 0 ? OptionalInt.of(most.asInt()) : OptionalInt.empty(),
                prompt, json.path("stream_options").path("include_usage").asBoolean(false));
    }

    private static int points(JsonNode text) {
        return text.isString() ? text.stringValue().codePointCount(0, text.stringValue().length()) : 0;
    }
}
