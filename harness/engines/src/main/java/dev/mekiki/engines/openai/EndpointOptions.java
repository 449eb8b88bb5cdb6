package dev.mekiki.engines.openai;

import static java.util.stream.Collectors.joining;

import dev.mekiki.domain.Candidate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.ProxyAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a plan says about an endpoint.
 *
 * @param url up to {@code /v1}
 * @param key the value of the variable that {@code key-env} names
 * @param tokenizer folder with the model's tokenizer and chat template
 * @param headers as sent, variables' values put in
 * @param secrets values of all variables that were named
 * @param ca file of the certificates that are trusted instead of Java's own
 * @param proxy that the server is reached through
 * @param extra merged into each request's body
 * @param omit fields that are never sent
 */
record EndpointOptions(URI url, Optional<String> key, Api api, Optional<Path> tokenizer, Map<String, String> headers,
        Secrets secrets, Optional<Path> ca, Optional<ProxyAddress> proxy, ObjectNode extra, Set<String> omit,
        Duration connectTimeout, Stream stream, Map<String, String> given) {
    static final String URL = "url";
    static final String KEY = "key-env";
    static final String API = "api";
    static final String TOKENIZER = "tokenizer";
    static final String FILES = "files";
    static final String HEADERS = "headers";
    static final String CA = "ca";
    static final String PROXY = "proxy";
    static final String EXTRA = "extra";
    static final String OMIT = "omit";
    static final String CONNECT = "connect-timeout";
    static final String STREAM = "stream";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SECRET = Pattern.compile("auth|key|token|secret|cookie|password|signature",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    /** Set by this engine, or by the HTTP client. */
    private static final Set<String> RESERVED = Set.of("content-type", "content-length", "host", "connection",
            "accept-encoding", "transfer-encoding", "upgrade", "expect");
    /** Fields of a request that decide what is asked: the plan's suite says them, not the engine's options. */
    private static final Set<String> OURS = Set.of("model", "messages", "prompt", "stream", "echo", "logprobs",
            "prompt_logprobs", "n");

    /** Which of the server's interfaces is used. */
    enum Api {
        CHAT, COMPLETIONS, AUTO
    }

    /** Whether answers are asked for piece by piece. */
    enum Stream {
        AUTO, ALWAYS, NEVER
    }

    /** Every option, with what it does. */
    static Map<String, String> described() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(URL, "where the server is, up to /v1: http://127.0.0.1:8000/v1; needed");
        options.put(KEY,
                "name of the environment variable that holds the key, sent as a bearer token; never the key itself");
        options.put(API,
                "chat (/chat/completions), completions (/completions), or auto: what the server has; default: auto");
        options.put(TOKENIZER,
                "folder with the model's tokenizer and chat template: prompts are then made here and sent to /completions, the same for every engine");
        options.put(FILES,
                "folder with the model's own files, for license and dossier only; without it both are unknown");
        options.put(HEADERS, "mapping of further headers; ${NAME} stands for an environment variable");
        options.put(CA, "PEM file of the certificates to trust instead of Java's own");
        options.put(PROXY, "none, environment (https_proxy, http_proxy, no_proxy), or http://host:port; default: none");
        options.put(EXTRA,
                "mapping merged into each request, such as {chat_template_kwargs: {enable_thinking: false}}");
        options.put(OMIT, "fields never sent, for servers that refuse them: [seed, temperature]");
        options.put(CONNECT, "longest time to connect; default: 10s");
        options.put(STREAM, "auto (while speed is measured), always, or never; default: auto");
        return options;
    }

    /**
     * @param environment a variable's value, or null
     * @throws EngineException with everything that is wrong
     */
    static EndpointOptions read(Candidate candidate, Function<String, @Nullable String> environment)
            throws EngineException {
        return new Reading(candidate.options(), environment).read();
    }

    /** The address of one of the server's functions. */
    URI at(String path) {
        String base = url.toString();
        int query = base.indexOf('?');
        String before = query < 0 ? base : base.substring(0, query);
        return URI.create(before.replaceAll("/+$", "") + path + (query < 0 ? "" : base.substring(query)));
    }

    /** The address of something outside {@code /v1}. */
    URI beside(String path) {
        return url.resolve(url.getPath().replaceAll("/v\\d+/*$|/+$", "") + path);
    }

    /** In plain words, for the journal: defaults included, no secrets. */
    Map<String, String> resolved() {
        Map<String, String> resolved = new TreeMap<>(given);
        resolved.put(API, api.name().toLowerCase(Locale.ROOT));
        resolved.put(STREAM, stream.name().toLowerCase(Locale.ROOT));
        resolved.putIfAbsent(PROXY, "none");
        return resolved;
    }

    /** Prints no secrets. */
    @Override
    public String toString() {
        return "EndpointOptions" + resolved();
    }

    /** One look at the options, collecting what is wrong. */
    private static final class Reading {
        private final Map<String, String> options;
        private final Function<String, @Nullable String> environment;
        private final List<String> problems = new ArrayList<>();
        private final List<String> secrets = new ArrayList<>();

        Reading(Map<String, String> options, Function<String, @Nullable String> environment) {
            this.options = options;
            this.environment = environment;
        }

        EndpointOptions read() throws EngineException {
            for (String name : options.keySet()) {
                if (!described().containsKey(name)) {
                    problems.add(
                            "openai has no option " + name + "; it has " + String.join(", ", described().keySet()));
                }
            }
            Optional<URI> url = url();
            Optional<String> key = option(KEY).flatMap(this::variable);
            Map<String, String> headers = new LinkedHashMap<>();
            texts(HEADERS).forEach((name, value) -> headers.put(name, header(name, value)));
            EndpointOptions read = new EndpointOptions(url.orElse(URI.create("http://invalid")), key,
                    choice(API, Api.AUTO, Api.values()), folder(TOKENIZER), headers, new Secrets(secrets),
                    file(CA), proxy(url),
                    extra(), omit(), connectTimeout(), choice(STREAM, Stream.AUTO, Stream.values()), options);
            folder(FILES);
            if (!problems.isEmpty()) {
                throw new EngineException(String.join("; ", problems));
            }
            return read;
        }

        private Optional<String> option(String name) {
            return Optional.ofNullable(options.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        private Optional<URI> url() {
            Optional<String> given = option(URL);
            if (given.isEmpty()) {
                problems.add("openai needs the option url, up to /v1, such as http://127.0.0.1:8000/v1");
                return Optional.empty();
            }
            try {
                URI url = new URI(given.get());
                String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
                if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
                    problems.add("url should be http://HOST:PORT/v1 or https://…, not " + Secret.shown(given.get()));
                } else if (url.getUserInfo() != null || Secret.inQuery(url)) {
                    problems.add(
                            "url holds a secret, which would be written into the journal: name it with key-env, or in headers as ${NAME}");
                } else if (url.getPath().endsWith("/completions")) {
                    problems.add("url ends at /v1, not at /completions or /chat/completions");
                } else {
                    return Optional.of(url.getPath().isEmpty() ? url.resolve("/") : url);
                }
            } catch (URISyntaxException e) {
                problems.add("url is no address: " + e.getReason());
            }
            return Optional.empty();
        }

        private Optional<String> variable(String name) {
            if (!NAME.matcher(name).matches()) {
                problems.add("key-env should be the name of an environment variable, not the key itself");
                return Optional.empty();
            }
            String value = environment.apply(name);
            if (value == null || value.isBlank()) {
                problems.add("the environment variable " + name + " is not set; the key is expected there");
                return Optional.empty();
            }
            secrets.add(value.strip());
            return Optional.of(value.strip());
        }

        private Map<String, String> texts(String name) {
            Map<String, String> texts = new LinkedHashMap<>();
            object(name).properties().forEach(entry -> {
                if (entry.getValue().isString() || entry.getValue().isNumber() || entry.getValue().isBoolean()) {
                    texts.put(entry.getKey(), entry.getValue().asString());
                } else {
                    problems.add(name + "." + entry.getKey() + " should be a text");
                }
            });
            return texts;
        }

        private String header(String name, String value) {
            if (!HEADER.matcher(name).matches() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add("headers: " + ServerJson.shown(name) + " can't be set");
            }
            Matcher variables = VARIABLE.matcher(value);
            if (SECRET.matcher(name).find() && !variables.find()) {
                problems.add("headers." + name
                        + " looks like a secret, which would be written into the journal: set an environment variable and write ${ITS_NAME}");
            }
            return VARIABLE.matcher(value).replaceAll(found -> {
                String put = environment.apply(found.group(1));
                if (put == null) {
                    problems.add("headers." + name + ": the environment variable " + found.group(1) + " is not set");
                } else {
                    secrets.add(put.strip());
                }
                return Matcher.quoteReplacement(put == null ? "" : put);
            }).replaceAll("\\p{Cntrl}", "");
        }

        private Optional<Path> file(String name) {
            return path(name).filter(path -> said(Files.isRegularFile(path), name + ": no such file: " + path));
        }

        private Optional<Path> folder(String name) {
            return path(name).filter(path -> said(Files.isDirectory(path), name + ": no such folder: " + path));
        }

        private boolean said(boolean right, String problem) {
            if (!right) {
                problems.add(problem);
            }
            return right;
        }

        private Optional<Path> path(String name) {
            try {
                return option(name).map(Path::of);
            } catch (InvalidPathException e) {
                problems.add(name + " is not a path");
                return Optional.empty();
            }
        }

        private Optional<ProxyAddress> proxy(Optional<URI> url) {
            String given = option(PROXY).orElse("none");
            if (given.equals("none") || (given.equals("environment") && url.isEmpty())) {
                return Optional.empty();
            }
            if (given.equals("environment")) {
                try {
                    return ProxyAddress.ofEnvironment(url.get(), environment);
                } catch (EngineException e) {
                    problems.add("proxy: " + e.getMessage());
                    return Optional.empty();
                }
            }
            Optional<ProxyAddress> named = ProxyAddress.parse(given);
            // a password is not repeated
            said(named.isPresent(), "proxy should be none, environment or http://host:port");
            return named;
        }

        private ObjectNode extra() {
            ObjectNode extra = object(EXTRA);
            extra.propertyNames().stream().filter(OURS::contains)
                    .forEach(name -> problems.add("extra." + name + " is set by the plan's suites and other options"));
            return extra;
        }

        private ObjectNode object(String name) {
            Optional<String> given = option(name);
            if (given.isPresent()) {
                try {
                    JsonNode node = ServerJson.MAPPER.readTree(given.get());
                    if (node instanceof ObjectNode object) {
                        return object;
                    }
                } catch (JacksonException _) {
                    // said below
                }
                problems.add(name + " should be a mapping, or a text that holds a JSON object");
            }
            return JsonNodeFactory.instance.objectNode();
        }

        private Set<String> omit() {
            Set<String> names = option(OMIT).map(text -> Set.copyOf(Arrays.stream(text.split(",")).map(String::strip)
                    .filter(name -> !name.isEmpty()).distinct().toList())).orElse(Set.of());
            names.stream().filter(OURS::contains)
                    .forEach(name -> problems.add("omit: " + name + " can't be left out"));
            return names;
        }

        private Duration connectTimeout() {
            String given = option(CONNECT).orElse("10s");
            Matcher parts = DURATION.matcher(given);
            if (!parts.matches() || parts.group(1).matches("0+")) {
                problems.add("connect-timeout should be a time such as 10s or 500ms, not " + ServerJson.shown(given));
                return Duration.ofSeconds(10);
            }
            long amount = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMinutes(amount);
            };
        }

        private <E extends Enum<E>> E choice(String name, E otherwise, E[] values) {
            String given = option(name).orElse(otherwise.name()).toUpperCase(Locale.ROOT);
            return Arrays.stream(values).filter(value -> value.name().equals(given)).findFirst().orElseGet(() -> {
                problems.add(name + " should be " + Arrays.stream(values)
                        .map(value -> value.name().toLowerCase(Locale.ROOT)).collect(joining(" or ")) + ", not "
                        + ServerJson.shown(given.toLowerCase(Locale.ROOT)));
                return otherwise;
            });
        }
    }

    /** Places where secrets are written by mistake. */
    private static final class Secret {
        private static boolean inQuery(URI url) {
            return url.getQuery() != null && Arrays.stream(url.getQuery().split("&"))
                    .anyMatch(part -> SECRET.matcher(part.split("=", 2)[0]).find());
        }

        /** Without user and password. */
        private static String shown(String url) {
            return ServerJson.shown(url.replaceAll("//[^/@]*@", "//…@"));
        }
    }
}
