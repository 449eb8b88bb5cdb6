package dev.mekiki.load.mock;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request asks for. A token of the prompt is a Unicode code point here.
 *
 * @param pacedNanos between tokens, where the model's name asks for it
 * @param usage whether the tokens are to be told at the end
 */
public record MockRequest(boolean chat, boolean stream, OptionalInt maxTokens, int promptTokens, boolean usage,
        OptionalLong pacedNanos) {
    private static final Pattern PACED = Pattern.compile("paced-(\\d{1,9})us");

    /** Without a pace of its own. */
    public MockRequest(boolean chat, boolean stream, OptionalInt maxTokens, int promptTokens, boolean usage) {
        this(chat, stream, maxTokens, promptTokens, usage, OptionalLong.empty());
    }

    /** The name of a model that sends a token every so many microseconds, whatever the script says. */
    public static String paced(long microseconds) {
        return "paced-" + microseconds + "us";
    }

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
                prompt, json.path("stream_options").path("include_usage").asBoolean(false),
                pace(json.path("model").asString("")));
    }

    private static OptionalLong pace(String model) {
        Matcher matcher = PACED.matcher(model);
        return matcher.matches() ? OptionalLong.of(1000 * Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    private static int points(JsonNode text) {
        return text.isString() ? text.stringValue().codePointCount(0, text.stringValue().length()) : 0;
    }
}
