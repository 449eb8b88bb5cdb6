package dev.mekiki.engines.openai;

import dev.mekiki.port.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * One token of a prompt, as the server tells of it.
 *
 * @param logprob absent for the first token of all
 * @param greedy whether it was the likeliest
 * @param offset where its text begins, in whatever unit the server counts
 */
record PromptToken(String text, Optional<Double> logprob, boolean greedy, OptionalInt offset) {
    /**
     * Out of an answer to {@code echo}.
     *
     * @param prompt what was sent, where it was text
     * @param ids how many tokens were sent, or -1
     */
    static List<PromptToken> echoed(JsonNode root, Optional<String> prompt, int ids) throws EngineException {
        JsonNode choice = root.path("choices").path(0);
        JsonNode logprobs = choice.path("logprobs");
        String text = choice.path("text").asString("");
        if (prompt.isPresent() && !text.contains(prompt.get())) {
            throw new EngineException("the server does not echo the prompt");
        }
        JsonNode tokens = logprobs.path("tokens");
        JsonNode values = logprobs.path("token_logprobs");
        JsonNode tops = logprobs.path("top_logprobs");
        if (!tokens.isArray() || !values.isArray() || tokens.size() != values.size()) {
            throw new EngineException("the server gives no log-probabilities of the prompt");
        }
        if (!tops.isArray() || tops.size() != tokens.size()) {
            throw new EngineException("the server does not tell the likeliest tokens (top_logprobs)");
        }
        JsonNode offsets = logprobs.path("text_offset");
        int count = ids >= 0 ? Math.min(ids, tokens.size()) : promptTokens(root, tokens.size());
        List<PromptToken> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            OptionalDouble value = number(values.path(i));
            JsonNode offset = offsets.path(i);
            read.add(new PromptToken(tokens.path(i).asString(""),
                    value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty(),
                    value.isPresent() && value.getAsDouble() >= likeliest(tops.path(i)),
                    offset.isIntegralNumber() && offset.canConvertToInt()
                            ? OptionalInt.of(offset.intValue())
                            : OptionalInt.empty()));
        }
        return read;
    }

    /** The one token that was generated comes last, unless the model ended at once. */
    private static int promptTokens(JsonNode root, int tokens) {
        int counted = Heard.count(root.path("usage").path("prompt_tokens"), 0);
        return counted > 0 && counted <= tokens ? counted : Math.max(0, tokens - 1);
    }

    private static double likeliest(JsonNode top) {
        double most = Double.NEGATIVE_INFINITY;
        for (JsonNode value : top) {
            most = Math.max(most, number(value).orElse(Double.NEGATIVE_INFINITY));
        }
        return most;
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue())
                ? OptionalDouble.of(node.doubleValue())
                : OptionalDouble.empty();
    }

    /** Out of vLLM's {@code prompt_logprobs}: a mapping for each token, of which the first entry is the token itself. */
    static List<PromptToken> listed(JsonNode root) throws EngineException {
        JsonNode choice = root.path("choices").path(0).path("prompt_logprobs");
        JsonNode list = choice.isArray() ? choice : root.path("prompt_logprobs");
        if (!list.isArray() || list.isEmpty()) {
            throw new EngineException("the server gives no prompt_logprobs");
        }
        List<PromptToken> read = new ArrayList<>(list.size());
        for (JsonNode position : list) {
            JsonNode own = position.isObject() && !position.isEmpty()
                    ? position.iterator().next()
                    : position.path("none");
            OptionalDouble value = number(own.path("logprob"));
            read.add(new PromptToken(own.path("decoded_token").asString(""),
                    value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty(),
                    own.path("rank").asInt(0) == 1, OptionalInt.empty()));
        }
        return read;
    }
}
