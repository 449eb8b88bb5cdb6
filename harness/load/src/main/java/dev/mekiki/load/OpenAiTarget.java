package dev.mekiki.load;

import dev.mekiki.port.LoadTarget;
import dev.mekiki.port.Message;
import dev.mekiki.port.ProxyAddress;
import dev.mekiki.port.Struck;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that speaks OpenAI's interface.
 *
 * @param url up to {@code /v1}
 * @param stream whether answers come piece by piece
 * @param headers beside what HTTP needs, keys included
 * @param secrets never to be shown
 */
public record OpenAiTarget(URI url, String model, Api api, boolean stream, Map<String, String> headers,
        Optional<Path> certificates, List<String> secrets, Optional<ProxyAddress> proxy) implements LoadTarget {
    /** Asked directly. */
    public OpenAiTarget(URI url, String model, Api api, boolean stream, Map<String, String> headers,
            Optional<Path> certificates, List<String> secrets) {
        this(url, model, api, stream, headers, certificates, secrets, Optional.empty());
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Which function is asked. */
    public enum Api {
        CHAT, COMPLETIONS
    }

    public OpenAiTarget {
        headers = Map.copyOf(headers);
        secrets = List.copyOf(secrets);
    }

    @Override
    public URI address() {
        String base = url.toString().replaceAll("/+$", "");
        return URI.create(base + (api == Api.CHAT ? "/chat/completions" : "/completions"));
    }

    @Override
    public byte[] body(List<Message> messages, int outputTokens) {
        ObjectNode body = JSON.createObjectNode().put("model", model);
        if (api == Api.CHAT) {
            ArrayNode array = body.putArray("messages");
            messages.forEach(
                    message -> array.addObject().put("role", message.role()).put("content", message.content()));
        } else {
            StringBuilder text = new StringBuilder();
            messages.forEach(message -> text.append(text.isEmpty() ? "" : "\n").append(message.content()));
            body.put("prompt", text.toString());
        }
        body.put("max_tokens", outputTokens).put("temperature", 0).put("ignore_eos", true);
        if (stream) {
            body.put("stream", true);
            body.putObject("stream_options").put("include_usage", true).put("continuous_usage_stats", true);
        }
        return JSON.writeValueAsBytes(body);
    }

    @Override
    public String struck(String text) {
        return Struck.of(text, secrets, "***");
    }

    /** Prints no secrets. */
    @Override
    public String toString() {
        return "OpenAiTarget[" + address().getScheme() + "://" + address().getHost() + ":" + address().getPort() + "]";
    }
}
