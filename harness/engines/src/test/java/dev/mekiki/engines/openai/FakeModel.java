package dev.mekiki.engines.openai;

import dev.mekiki.engines.openai.FakeServer.Reply;
import dev.mekiki.engines.openai.FakeServer.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A language model of two sentences, behind the answers that vLLM gives: it finds a character likely where it follows the one before in
 * these sentences. Its tokens are characters, and 「です」 as one.
 */
final class FakeModel implements Function<Request, Reply> {
    static final String MODEL = "fake";
    private static final String KNOWN = "日本の首都は東京です。富士山は日本で一番高い山です。回答：東京です。"
            + "The capital of Japan is Tokyo, and the capital of France is Paris.";
    private static final double LIKELY = -0.5;
    private static final double UNLIKELY = -6;

    /** What the server does wrong, or otherwise than vLLM. */
    enum Way {
        VLLM, NO_BEGIN, ECHO_IGNORED, SHIFTED, CONSTANT, PROMPT_LOGPROBS, BYTES, CHAT_ONLY, COMPLETIONS_ONLY
    }

    private final Way way;

    FakeModel(Way way) {
        this.way = way;
    }

    @Override
    public Reply apply(Request request) {
        return switch (request.path()) {
            case "/v1/models" -> Reply.json(
                    "{\"object\":\"list\",\"data\":[{\"id\":\"fake\",\"owned_by\":\"vllm\",\"max_model_len\":4096}]}");
            case "/version" -> Reply.json("{\"version\":\"0.11.0\"}");
            case "/v1/chat/completions" -> way == Way.COMPLETIONS_ONLY
                    ? Reply.json(404, "{\"detail\":\"Not Found\"}")
                    : chat(request.json());
            case "/v1/completions" -> way == Way.CHAT_ONLY
                    ? Reply.json(404, "{\"detail\":\"Not Found\"}")
                    : completion(request.json());
            default -> Reply.json(404, "{\"detail\":\"Not Found\"}");
        };
    }

    /** vLLM's way of choosing among given texts. */
    private Optional<String> held(JsonNode asked) {
        JsonNode choices = asked.path("structured_outputs").path("choice");
        return way == Way.VLLM && !choices.isEmpty() ? Optional.of(choices.path(0).asString()) : Optional.empty();
    }

    private Reply chat(JsonNode asked) {
        String answer = held(asked).orElseGet(() -> cut("東京です。", asked));
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode choice = root.putArray("choices").addObject().put("finish_reason",
                answer.equals("東京です。") || held(asked).isPresent() ? "stop" : "length");
        choice.putObject("message").put("role", "assistant").put("content", answer);
        root.putObject("usage").put("prompt_tokens", 9).put("completion_tokens", answer.length());
        return Reply.json(root.toString());
    }

    private static String cut(String answer, JsonNode asked) {
        String cut = answer.substring(0, Math.min(answer.length(), asked.path("max_tokens").asInt(16)));
        for (JsonNode stop : asked.path("stop")) {
            int at = cut.indexOf(stop.asString());
            cut = at < 0 ? cut : cut.substring(0, at);
        }
        return cut;
    }

    static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < text.length();) {
            int length = text.startsWith("です", i) ? 2 : Character.charCount(text.codePointAt(i));
            tokens.add(text.substring(i, i + length));
            i += length;
        }
        return tokens;
    }

    /** The token that follows in the sentences. */
    private static Map<String, String> followers() {
        Map<String, String> followers = new HashMap<>();
        List<String> tokens = tokens(KNOWN);
        for (int i = 1; i < tokens.size(); i++) {
            followers.putIfAbsent(tokens.get(i - 1), tokens.get(i));
        }
        return followers;
    }

    static double logprob(String before, String token) {
        double some = token.codePointAt(0) % 13 / 100.0;
        return (follows(before, token) ? LIKELY : KNOWN.contains(before + token) ? LIKELY - 1 : UNLIKELY) - some;
    }

    private static boolean follows(String before, String token) {
        return token.equals(followers().getOrDefault(before, "日"));
    }

    private Reply completion(JsonNode asked) {
        String prompt = asked.path("prompt").asString("");
        List<String> tokens = new ArrayList<>(way == Way.NO_BEGIN ? List.of() : List.of("<s>"));
        tokens.addAll(tokens(prompt));
        int promptTokens = tokens.size();
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < asked.path("max_tokens").asInt(16); i++) {
            String next = followers().getOrDefault(tokens.getLast(), "日");
            tokens.add(next);
            said.append(next);
        }
        boolean echo = asked.path("echo").asBoolean(false) && way != Way.ECHO_IGNORED && way != Way.PROMPT_LOGPROBS;
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        String text = echo ? prompt + said : held(asked).orElseGet(() -> cut(said.toString(), asked));
        ObjectNode choice = root.putArray("choices").addObject().put("text", text).put("finish_reason",
                text.length() < said.length() ? "stop" : "length");
        if (asked.path("logprobs").isNumber()) {
            logprobs(choice.putObject("logprobs"), echo ? tokens : tokens.subList(promptTokens, tokens.size()));
        }
        if (asked.path("prompt_logprobs").isNumber() && way == Way.PROMPT_LOGPROBS) {
            promptLogprobs(choice.putArray("prompt_logprobs"), tokens.subList(0, promptTokens));
        }
        int split = way == Way.BYTES ? (int) prompt.chars().filter(c -> c == '都').count() : 0;
        root.putObject("usage").put("prompt_tokens", promptTokens + split).put("completion_tokens",
                tokens.size() - promptTokens);
        return Reply.json(root.toString());
    }

    private void logprobs(ObjectNode node, List<String> tokens) {
        ArrayNode texts = node.putArray("tokens");
        ArrayNode values = node.putArray("token_logprobs");
        ArrayNode tops = node.putArray("top_logprobs");
        ArrayNode offsets = node.putArray("text_offset");
        int offset = 0;
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            // one character in two tokens, as byte-level vocabularies have it
            boolean split = way == Way.BYTES && token.equals("都");
            texts.add(split ? "\uFFFD" : token);
            offsets.add(offset);
            value(values, tops, tokens, i);
            if (split) {
                texts.add("\uFFFD");
                offsets.add(offset);
                values.add(-0.25);
                tops.addObject().put("\uFFFD", -0.25);
            }
            offset += token.codePointCount(0, token.length());
        }
    }

    private void value(ArrayNode values, ArrayNode tops, List<String> tokens, int i) {
        int at = way == Way.SHIFTED ? i + 1 : i;
        if (i == 0) {
            values.addNull();
            tops.addNull();
            return;
        }
        boolean known = at < tokens.size();
        double value = way == Way.CONSTANT ? -1.5 : known ? logprob(tokens.get(at - 1), tokens.get(at)) : UNLIKELY;
        values.add(value);
        ObjectNode top = tops.addObject().put(tokens.get(i), value);
        if (!known || !follows(tokens.get(at - 1), tokens.get(at))) {
            top.put("another", value / 2);
        }
    }

    private static void promptLogprobs(ArrayNode array, List<String> tokens) {
        array.addNull();
        for (int i = 1; i < tokens.size(); i++) {
            double value = logprob(tokens.get(i - 1), tokens.get(i));
            array.addObject().putObject(Integer.toString(100 + i)).put("logprob", value)
                    .put("rank", follows(tokens.get(i - 1), tokens.get(i)) ? 1 : 2).put("decoded_token", tokens.get(i));
        }
    }
}
