package dev.mekiki.port;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A proxy that an endpoint is reached through, without a password: no plan and no command line is a place for one. */
public record ProxyAddress(String host, int port) {
    private static final Pattern FORM = Pattern
            .compile("(?:http://)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+]):(\\d{1,5})/?");

    /** @param text {@code http://host:port} */
    public static Optional<ProxyAddress> parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        return parts.matches() && Integer.parseInt(parts.group(2)) <= 65535
                ? Optional.of(new ProxyAddress(parts.group(1).replaceAll("^\\[|]$", ""),
                        Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    /**
     * As {@code https_proxy}, {@code http_proxy} and {@code no_proxy} say.
     *
     * @param environment a variable's value, or null
     * @return empty where the endpoint is to be reached directly
     * @throws EngineException if a variable names something else than such a proxy; its value is not repeated, since it may hold a password
     */
    public static Optional<ProxyAddress> ofEnvironment(URI endpoint,
            Function<String, @Nullable String> environment) throws EngineException {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        boolean direct = Arrays.stream(value(environment, "no_proxy").orElse("").split(",")).map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
        String variable = endpoint.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
        Optional<String> named = direct ? Optional.empty() : value(environment, variable);
        Optional<ProxyAddress> proxy = named.flatMap(ProxyAddress::parse);
        if (named.isPresent() && proxy.isEmpty()) {
            throw new EngineException("the environment variable " + variable
                    + " does not name a proxy as http://host:port; one that wants a password can't be used");
        }
        return proxy;
    }

    private static Optional<String> value(Function<String, @Nullable String> environment, String name) {
        return Optional.ofNullable(environment.apply(name))
                .or(() -> Optional.ofNullable(environment.apply(name.toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }

    /** For Java's client; never Java's own settings, which nobody named. */
    public static ProxySelector selector(Optional<ProxyAddress> proxy) {
        return ProxySelector.of(proxy.map(at -> new InetSocketAddress(at.host(), at.port())).orElse(null));
    }
}
