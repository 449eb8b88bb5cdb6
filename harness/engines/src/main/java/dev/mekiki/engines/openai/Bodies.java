package dev.mekiki.engines.openai;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.port.Dialect;
import dev.mekiki.port.Message;
import dev.mekiki.port.Prompt;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the bodies of requests.
 *
 * @param templateVariables for the server's own chat template, as vLLM, SGLang and llama-server take them
 */
record Bodies(String model, EndpointOptions options, ObjectNode templateVariables) {
    static Bodies of(Candidate candidate, EndpointOptions options) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        candidate.chatTemplate().forEach((name, json) -> variables.set(name, ServerJson.MAPPER.readTree(json)));
        return new Bodies(candidate.model(), options, variables);
    }

    /** A body that has the model's name alone. */
    ObjectNode begun() {
        return JsonNodeFactory.instance.objectNode().put("model", model);
    }

    /** @param open whether the last message is to be gone on with */
    ObjectNode chat(List<Message> messages, boolean open) {
        ObjectNode body = begun();
        ArrayNode array = body.putArray("messages");
        if (!templateVariables.isEmpty()) {
            body.set("chat_template_kwargs", templateVariables.deepCopy());
        }
        messages.forEach(message -> array.addObject().put("role", message.role()).put("content", message.content()));
        if (open) {
            body.put("add_generation_prompt", false).put("continue_final_message", true);
        }
        return body;
    }

    ObjectNode completion(String prompt) {
        return begun().put("prompt", prompt);
    }

    ObjectNode completion(int[] ids) {
        ObjectNode body = begun();
        ArrayNode array = body.putArray("prompt");
        for (int id : ids) {
            array.add(id);
        }
        return body;
    }

    /** How to generate. The seed goes along only where it has an effect: some servers refuse it. */
    void settings(ObjectNode body, GenerationSettings settings, long seed, Dialect dialect, boolean stream) {
        body.put(dialect.maxTokens(), settings.maxTokens()).put("temperature", settings.temperature());
        if (settings.temperature() > 0) {
            body.put("seed", seed & Integer.MAX_VALUE);
            if (settings.topP() < 1) {
                body.put("top_p", settings.topP());
            }
            if (settings.topK() > 0) {
                body.put("top_k", settings.topK());
            }
        }
        List<String> stops = settings.stop().stream().filter(stop -> !stop.isEmpty()).limit(dialect.mostStops())
                .toList();
        if (!stops.isEmpty()) {
            stops.forEach(body.putArray("stop")::add);
        }
        if (settings.ignoreEnd() && dialect.ignoreEnd()) {
            body.put("ignore_eos", true);
        }
        if (stream) {
            body.put("stream", true);
            if (dialect.streamOptions()) {
                body.putObject("stream_options").put("include_usage", true).put("continuous_usage_stats", true);
            }
        }
    }

    /** With the plan's own additions; objects are merged, null takes a field away. */
    byte[] finished(ObjectNode body) {
        merge(body, options.extra());
        options.omit().forEach(body::remove);
        return ServerJson.MAPPER.writeValueAsBytes(body);
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value instanceof ObjectNode object && into.get(entry.getKey()) instanceof ObjectNode present) {
                merge(present, object);
            } else if (value.isNull()) {
                into.remove(entry.getKey());
            } else {
                into.set(entry.getKey(), value);
            }
        });
    }

    /** Whether the last message is the beginning of the answer. */
    static boolean open(Prompt prompt) {
        return !prompt.messages().isEmpty() && prompt.messages().getLast().role().equals("assistant");
    }
}
