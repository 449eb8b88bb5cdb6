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
 * A server's function. Its host's name is resolved once, so that no name is looked up while time is measured.
 *
 * @param head of each request, up to the value of {@code Content-Length}
 */
public record Destination(InetSocketAddress address, String host, int port, Optional<SslContext> tls, String head) {
    /** @throws EngineException with a reason for users: no such host, unusable certificates */
    public static Destination of(LoadTarget target) throws EngineException {
        URI uri = target.address();
        boolean safe = "https".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        int port = uri.getPort() >= 0 ? uri.getPort() : safe ? 443 : 80;
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new EngineException("nobody knows the host " + host, e);
        }
        return new Destination(new InetSocketAddress(address, port), host, port,
                safe ? Optional.of(context(target.certificates())) : Optional.empty(), head(target));
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

    private static String head(LoadTarget target) throws EngineException {
        URI uri = target.address();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head = new StringBuilder("POST ").append(path)
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
                : "can't connect to " + host + ":" + port + ": " + words;
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
