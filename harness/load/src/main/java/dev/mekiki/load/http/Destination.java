package dev.mekiki.load.http;

import dev.mekiki.port.EngineException;
import dev.mekiki.port.LoadTarget;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A server's function. Its host's name (or the proxy's, which looks the server's up itself) is resolved once, so that no name is looked up while time is
 * measured.
 *
 * @param address to connect to; unresolved where a tunnel through the proxy leads there
 * @param tunnel the proxy, for connections that must be safe up to the server; what need not be is sent to the proxy as it is
 * @param head of each request, up to the value of {@code Content-Length}
 */
public record Destination(InetSocketAddress address, Optional<InetSocketAddress> tunnel, String host, int port,
        Optional<SslContext> tls, String head) {
    /** @throws EngineException with a reason for users: no such host, unusable certificates */
    public static Destination of(LoadTarget target) throws EngineException {
        URI uri = target.address();
        boolean safe = "https".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        int port = uri.getPort() >= 0 ? uri.getPort() : safe ? 443 : 80;
        Optional<SslContext> tls = safe ? Optional.of(context(target.certificates())) : Optional.empty();
        if (target.proxy().isEmpty()) {
            return new Destination(known("host", host, port), Optional.empty(), host, port, tls, head(target, ""));
        }
        InetSocketAddress proxy = known("proxy", target.proxy().get().host(), target.proxy().get().port());
        return safe
                ? new Destination(InetSocketAddress.createUnresolved(host, port), Optional.of(proxy), host, port, tls,
                        head(target, ""))
                : new Destination(proxy, Optional.empty(), host, port, tls,
                        head(target, "http://" + uri.getRawAuthority().replaceAll("^.*@", "")));
    }

    private static InetSocketAddress known(String what, String host, int port) throws EngineException {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new EngineException("nobody knows the " + what + " " + host, e);
        }
    }

    private static SslContext context(Optional<Path> certificates) throws EngineException {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient();
            certificates.ifPresent(file -> builder.trustManager(file.toFile()));
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new EngineException("the certificates can't be used: " + e.getMessage(), e);
        }
    }

    /** @param before the path, for a proxy that is to send the request on */
    private static String head(LoadTarget target, String before) throws EngineException {
        URI uri = target.address();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head = new StringBuilder("POST ").append(before).append(path)
                .append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()).append(" HTTP/1.1\r\nHost: ")
                .append(uri.getRawAuthority().replaceAll("^.*@", "")).append("\r\nContent-Type: application/json\r\n");
        for (Map.Entry<String, String> header : target.headers().entrySet()) {
            if ((header.getKey() + header.getValue()).chars().anyMatch(c -> c < ' ' || c > 0xFF)) {
                throw new EngineException("the header " + header.getKey().replaceAll("\\P{Print}", "?")
                        + " has a character that no header may have");
            }
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        return head.append("Content-Length: ").toString();
    }

    String unreachable(@Nullable Throwable cause) {
        String words = Connection.words(cause);
        return words.contains("Too many open files")
                ? "no more connections: this process may not open more files (raise ulimit -n)"
                : "can't connect to " + first() + ": " + words;
    }

    /** What is connected to first. */
    private String first() {
        InetSocketAddress at = tunnel.orElse(address);
        return at.getHostString().equals(host) && at.getPort() == port
                ? host + ":" + port
                : "the proxy " + at.getHostString() + ":" + at.getPort();
    }

    String untunnelled(@Nullable Throwable cause) {
        return "the proxy does not connect to " + host + ":" + port + ": " + Connection.words(cause);
    }

    String unsafe(@Nullable Throwable cause) {
        return "no safe connection to " + host + ":" + port + ": " + Connection.words(cause);
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
