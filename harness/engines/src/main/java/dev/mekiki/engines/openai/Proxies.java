package dev.mekiki.engines.openai;

import dev.mekiki.engines.openai.EndpointOptions.Proxy;
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

/** Which proxy an endpoint is reached through. */
final class Proxies {
    private static final Pattern ADDRESS = Pattern
            .compile("(?:http://)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+]):(\\d{1,5})/?");

    private Proxies() {}

    /** {@code http://host:port}; a proxy that wants a password is not for a plan to hold. */
    static Optional<Proxy> parse(String text) {
        Matcher parts = ADDRESS.matcher(text.strip());
        return parts.matches() && Integer.parseInt(parts.group(2)) <= 65535
                ? Optional.of(new Proxy.At(parts.group(1), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    /** The way to one endpoint; never Java's own settings, which the plan does not name. */
    static ProxySelector selector(Proxy proxy, URI endpoint, Function<String, @Nullable String> environment) {
        Proxy used = proxy instanceof Proxy.Environment ? fromEnvironment(endpoint, environment) : proxy;
        return used instanceof Proxy.At at
                ? ProxySelector.of(new InetSocketAddress(at.host(), at.port()))
                : ProxySelector.of(null);
    }

    private static Proxy fromEnvironment(URI endpoint, Function<String, @Nullable String> environment) {
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        String excepted = value(environment, "no_proxy").orElse("");
        boolean direct = Arrays.stream(excepted.split(",")).map(String::strip).filter(name -> !name.isEmpty())
                .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
        return direct
                ? new Proxy.None()
                : value(environment, endpoint.getScheme().toLowerCase(Locale.ROOT) + "_proxy").flatMap(Proxies::parse)
                        .orElse(new Proxy.None());
    }

    private static Optional<String> value(Function<String, @Nullable String> environment, String name) {
        return Optional.ofNullable(environment.apply(name))
                .or(() -> Optional.ofNullable(environment.apply(name.toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }
}
