package dev.mekiki.cli;

import dev.mekiki.port.EngineException;
import dev.mekiki.port.ProxyAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys and headers, their values taken from the environment: what stands on a command line can be read by everyone on the machine. */
record EndpointAccess(Map<String, String> headers, List<String> secrets) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern SECRET = Pattern.compile("auth|key|token|secret|cookie|password|signature",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    static EndpointAccess of(LoadOptions options) throws Failure {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> secrets = new ArrayList<>();
        if (options.keyEnv != null) {
            String key = variable(options.keyEnv);
            secrets.add(key);
            headers.put("Authorization", "Bearer " + key);
        }
        for (Map.Entry<String, String> header : options.headers.entrySet()) {
            String value = header.getValue();
            Matcher matcher = VARIABLE.matcher(value);
            if (!NAME.matcher(header.getKey()).matches()) {
                throw new Failure(ExitCode.USAGE, "--header " + header.getKey() + " is no header's name", "");
            }
            if (SECRET.matcher(header.getKey()).find() && !matcher.find()) {
                throw new Failure(ExitCode.USAGE, "the header " + header.getKey()
                        + " holds a secret, which must not stand on the command line",
                        "--header '" + header.getKey() + "=${NAME}', with the value in the environment variable NAME");
            }
            StringBuilder filled = new StringBuilder();
            int at = 0;
            for (matcher.reset(); matcher.find(); at = matcher.end()) {
                String found = variable(matcher.group(1));
                secrets.add(found);
                filled.append(value, at, matcher.start()).append(found);
            }
            headers.put(header.getKey(), filled.append(value.substring(at)).toString());
        }
        return new EndpointAccess(headers, secrets);
    }

    private static String variable(String name) throws Failure {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new Failure(ExitCode.USAGE, "the environment variable " + name + " is not set", "");
        }
        return value.strip();
    }

    static URI uri(String text) throws Failure {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw new Failure(ExitCode.USAGE,
                "an address such as http://127.0.0.1:8000/v1 is expected, without a user's name",
                "");
    }

    /** The proxy that the endpoint is reached through. */
    static Optional<ProxyAddress> proxy(LoadOptions options, URI url) throws Failure {
        try {
            return switch (options.proxy) {
                case "none" -> Optional.empty();
                case "environment" -> ProxyAddress.ofEnvironment(url, System::getenv);
                default -> Optional.of(ProxyAddress.parse(options.proxy).orElseThrow(() -> new Failure(ExitCode.USAGE,
                        "--proxy none, environment or http://host:port is expected", "")));
            };
        } catch (EngineException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), "");
        }
    }

    /** The model's name where the endpoint has just one. */
    String onlyModel(URI url, Optional<ProxyAddress> proxy) throws Failure {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10)).proxy(ProxyAddress.selector(proxy)).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "")
                    + "/models")).timeout(Duration.ofSeconds(20)).GET();
            headers.forEach(request::header);
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode data = JsonMapper.shared().readTree(response.body()).path("data");
            List<String> names = StreamSupport.stream(data.spliterator(), false)
                    .map(each -> each.path("id").asString("")).filter(id -> !id.isEmpty()).toList();
            if (names.size() == 1) {
                return names.getFirst();
            }
            throw new Failure(ExitCode.USAGE, names.isEmpty()
                    ? "the endpoint does not say which models it has"
                    : "the endpoint has several models: " + TextTable.plain(String.join(", ", names)), "--model ID");
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "the endpoint does not say which models it has: " + struck(e),
                    "--model ID");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INCOMPLETE, "interrupted", "");
        }
    }

    private String struck(Exception e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        for (String secret : secrets) {
            text = text.replace(secret, "***");
        }
        return TextTable.plain(text.lines().findFirst().orElse(""));
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "EndpointAccess" + headers.keySet();
    }
}
