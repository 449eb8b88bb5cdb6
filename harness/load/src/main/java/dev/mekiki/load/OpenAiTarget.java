package dev.mekiki.load;

import dev.mekiki.port.Dialect;
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
 * @param dialect what it is known to take; the fields that only some servers know are left out where it refused them
 */
public record OpenAiTarget(URI url, String model, Api api, boolean stream, Map<String, String> headers,
        Optional<Path> certificates, List<String> secrets, Optional<ProxyAddress> proxy, Dialect dialect)
        implements
            LoadTarget {
    /** Asked directly. */
    public OpenAiTarget(URI url, String model, Api api, boolean stream, Map<String, String> headers,
            Optional<Path> certificates, List<String> secrets) {
        this(url, model, api, stream, headers, certificates, secrets, Optional.empty(), Dialect.USUAL);
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
        body.put(dialect.maxTokens(), outputTokens).put("temperature", 0);
        if (dialect.ignoreEnd()) {
            body.put("ignore_eos", true);
        }
        if (stream) {
            body.put("stream", true);
            if (dialect.streamOptions()) {
                body.putObject("stream_options").put("include_usage", true).put("continuous_usage_stats", true);
            }
            if (dialect.timings()) {
                body.put("timings_per_token", true);
            }
        }
        return JSON.writeValueAsBytes(body);
    }

    /** The same server, asked as it is to be asked after what it said when it refused a request; empty where that names no field. */
    public Optional<OpenAiTarget> after(String refusal) {
        return dialect.after(refusal, 0, stream).map(other -> new OpenAiTarget(url, model, api, stream, headers,
                certificates, secrets, proxy, other));
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
