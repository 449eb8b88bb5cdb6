package dev.mekiki.engines.openai;

import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What a server tells of itself.
 *
 * @param software {@code vllm}, {@code llamacpp}, {@code sglang}, {@code ollama}, or {@code unknown}
 * @param version as it writes it; {@code unknown} where it tells none
 * @param contextTokens of the model
 * @param models ids that it lists; empty where it lists none
 */
record ServerFacts(String software, String version, OptionalInt contextTokens, List<String> models) {
    static final String UNKNOWN = "unknown";
    private static final int MOST_MODELS = 20;

    ServerFacts {
        models = List.copyOf(models);
    }

    /** @throws EngineException if it can't be reached, or refuses the key */
    static ServerFacts of(Endpoint endpoint, EndpointOptions options, String model, Deadline deadline)
            throws EngineException, Late {
        Endpoint.Whole answer = endpoint.get(options.at("/models"), deadline);
        if (answer.status() == 401 || answer.status() == 403) {
            throw endpoint.failure("the server refuses " + (options.key().isPresent()
                    ? "the key"
                    : "requests without a key (name its environment variable with key-env)") + ": status "
                    + answer.status() + ": " + ServerJson.error(answer.body()));
        }
        List<String> ids = new ArrayList<>();
        String software = UNKNOWN;
        OptionalInt context = OptionalInt.empty();
        for (JsonNode listed : read(answer).path("data")) {
            String id = listed.path("id").asString("");
            if (ids.size() < MOST_MODELS) {
                ids.add(ServerJson.shown(id));
            }
            if (software.equals(UNKNOWN) || id.equals(model)) {
                software = software(listed.path("owned_by").asString(""));
            }
            if (id.equals(model) && Heard.count(listed.path("max_model_len"), 0) > 0) {
                context = OptionalInt.of(listed.path("max_model_len").intValue());
            }
        }
        return new ServerFacts(software, UNKNOWN, context, ids).withVersion(endpoint, options, deadline);
    }

    private static String software(String owner) {
        return switch (owner.toLowerCase(Locale.ROOT)) {
            case "vllm" -> "vllm";
            case "llamacpp" -> "llamacpp";
            case "sglang" -> "sglang";
            case "library" -> "ollama";
            default -> UNKNOWN;
        };
    }

    private ServerFacts withVersion(Endpoint endpoint, EndpointOptions options, Deadline deadline)
            throws EngineException, Late {
        return switch (software) {
            case "vllm" ->
                told(read(endpoint.get(options.beside("/version"), deadline)).path("version"), contextTokens);
            case "sglang" -> told(read(endpoint.get(options.beside("/get_server_info"), deadline)).path("version"),
                    contextTokens);
            case "ollama" -> told(read(endpoint.get(options.beside("/api/version"), deadline)).path("version"),
                    contextTokens);
            case "llamacpp" -> {
                JsonNode props = read(endpoint.get(options.beside("/props"), deadline));
                int context = Heard.count(props.path("default_generation_settings").path("n_ctx"), 0);
                yield told(props.path("build_info"), context > 0 ? OptionalInt.of(context) : contextTokens);
            }
            default -> this;
        };
    }

    private ServerFacts told(JsonNode told, OptionalInt context) {
        return new ServerFacts(software, told.isString() ? ServerJson.shown(told.stringValue()) : UNKNOWN, context,
                models);
    }

    private static JsonNode read(Endpoint.Whole answer) {
        try {
            return answer.status() == 200 ? ServerJson.object(answer.body()) : ServerJson.MAPPER.missingNode();
        } catch (EngineException _) {
            return ServerJson.MAPPER.missingNode(); // it lists nothing
        }
    }

    /** {@code vllm 0.11.0}. */
    String build() {
        return software.equals(UNKNOWN) && version.equals(UNKNOWN) ? UNKNOWN : software + " " + version;
    }

    /** How it is told that the last message is to be gone on with, if it can be: by fields, or by itself. */
    Optional<Boolean> continuesByField() {
        return switch (software) {
            case "vllm", "sglang" -> Optional.of(true);
            case "llamacpp" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** For a server that does not know the model's name. */
    String listed(String model) {
        return models.isEmpty() || models.contains(model) ? "" : "; its models are: " + String.join(", ", models);
    }
}
