package dev.mekiki.engines.openai;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.port.LoadTarget;
import dev.mekiki.port.Message;
import dev.mekiki.port.ProxyAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server for load: asked as the engine asks it, by another client.
 *
 * @param timings whether the server is llama-server, which tells in each event how many tokens there were so far only where it is asked to. It sends a
 *     character when its last byte is there, so that many of its events hold several tokens.
 */
record EndpointTarget(EndpointOptions options, Bodies bodies, Generator generator, boolean chat, boolean timings)
        implements
            LoadTarget {
    @Override
    public URI address() {
        return options.at(chat ? Generator.CHAT : Generator.COMPLETIONS);
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        options.key().ifPresent(key -> headers.put("Authorization", "Bearer " + key));
        headers.putAll(options.headers());
        return headers;
    }

    @Override
    public Optional<Path> certificates() {
        return options.ca();
    }

    @Override
    public Optional<ProxyAddress> proxy() {
        return options.proxy();
    }

    @Override
    public byte[] body(List<Message> messages, int outputTokens) {
        ObjectNode body = chat
                ? bodies.chat(messages, false)
                : bodies.completion(messages.stream().map(Message::content).collect(Collectors.joining("\n")));
        boolean stream = options.stream() != EndpointOptions.Stream.NEVER;
        bodies.settings(body, GenerationSettings.greedy(outputTokens, List.of()).ignoringEnd(), 0, generator.dialect(),
                stream);
        if (stream && timings && generator.dialect().timings()) {
            body.put("timings_per_token", true);
        }
        return bodies.finished(body);
    }

    @Override
    public String struck(String text) {
        return options.secrets().strike(text);
    }
}
