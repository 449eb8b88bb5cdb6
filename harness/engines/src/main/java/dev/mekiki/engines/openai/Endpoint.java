package dev.mekiki.engines.openai;

import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.ProxyAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Sends requests to one server and hands over what comes back. A server that is busy is asked again, as long as the deadline allows;
 * redirections are not followed, since traffic goes only where the plan says. Safe for use by several threads.
 */
final class Endpoint implements AutoCloseable {
    /** Of one answer: log-probabilities of a long prompt take hundreds of bytes a token. */
    static final int MOST_BYTES = 1 << 26;
    /** Of one event of a stream. */
    static final int MOST_EVENT_BYTES = 1 << 24;
    private static final int MOST_ERROR_BYTES = 1 << 16;
    private static final Set<Integer> BUSY = Set.of(429, 503, 529);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final EndpointOptions options;
    private final HttpClient client;

    private Endpoint(EndpointOptions options, HttpClient client) {
        this.options = options;
        this.client = client;
    }

    /** @throws EngineException if the certificates can't be used */
    static Endpoint of(EndpointOptions options) throws EngineException {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(options.connectTimeout())
                .proxy(ProxyAddress.selector(options.proxy()))
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        if (options.ca().isPresent()) {
            builder.sslContext(trusting(options.ca().get()));
        }
        return new Endpoint(options, builder.build());
    }

    private static SSLContext trusting(Path file) throws EngineException {
        try {
            return NamedAuthorities.of(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new EngineException("ca: " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    /** @param body to be read to its end, or cancelled */
    record Reply(int status, HttpHeaders headers, Arrivals body) {
        boolean isStream() {
            return headers.firstValue("content-type").orElse("").toLowerCase(Locale.ROOT)
                    .startsWith("text/event-stream");
        }
    }

    /** A whole response. */
    record Whole(int status, String body) {}

    /**
     * Posts JSON to one of the server's functions, such as {@code /completions}.
     *
     * @return any status but a busy server's
     * @throws EngineException if the server can't be reached, or stays busy
     */
    Reply post(String path, byte[] json, Deadline deadline) throws EngineException, Late {
        HttpRequest request = request(options.at(path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json)).build();
        for (int attempt = 1;; attempt++) {
            Reply reply = send(request, deadline);
            if (!BUSY.contains(reply.status())) {
                return reply;
            }
            Duration pause = pause(reply.headers(), attempt);
            Whole error = error(reply, deadline);
            String said = "status " + error.status() + ": " + ServerJson.error(error.body());
            if (said.contains("insufficient_quota")
                    || System.nanoTime() + pause.toNanos() - deadline.nanoTime() >= 0) {
                throw failure("the server is too busy to answer, after " + attempt
                        + (attempt == 1 ? " request" : " requests") + " (" + said + ")");
            }
            sleep(pause);
        }
    }

    /** Gets something small. */
    Whole get(URI address, Deadline deadline) throws EngineException, Late {
        Reply reply = send(request(address).GET().build(), deadline);
        return error(reply, deadline);
    }

    /** Gets a text of any length; empty where the server has none there. */
    Optional<String> text(URI address, Deadline deadline) throws EngineException, Late {
        Reply reply = send(request(address).GET().build(), deadline);
        if (reply.status() != 200) {
            reply.body().cancel();
            return Optional.empty();
        }
        return Optional.of(body(reply, deadline));
    }

    /** The whole body. */
    String body(Reply reply, Deadline deadline) throws EngineException, Late {
        try {
            return new String(reply.body().all(MOST_BYTES, deadline), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failure("the server's answer was cut short: " + words(e));
        } finally {
            reply.body().cancel();
        }
    }

    /** A response that should be short, as far as it is. */
    Whole error(Reply reply, Deadline deadline) throws EngineException, Late {
        try {
            return new Whole(reply.status(),
                    new String(reply.body().all(MOST_ERROR_BYTES, deadline), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Whole(reply.status(), ""); // the status says enough
        } finally {
            reply.body().cancel();
        }
    }

    /** Something went wrong; secrets are struck out of the message. */
    EngineException failure(String message) {
        return new EngineException(options.secrets().strike(message));
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address);
        options.key().ifPresent(key -> builder.header("Authorization", "Bearer " + key));
        options.headers().forEach(builder::setHeader);
        return builder;
    }

    private Reply send(HttpRequest request, Deadline deadline) throws EngineException, Late {
        try {
            return sendOnce(request, deadline);
        } catch (ConnectException | HttpConnectTimeoutException | SSLException e) {
            throw unreachable(e);
        } catch (IOException _) {
            // a kept connection that the server closes at this very moment: a new one decides
        }
        try {
            return sendOnce(request, deadline);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private Reply sendOnce(HttpRequest request, Deadline deadline) throws IOException, EngineException, Late {
        if (deadline.passed()) {
            throw new Late();
        }
        Arrivals arrivals = new Arrivals();
        CompletableFuture<HttpResponse<Arrivals>> future = client.sendAsync(request, _ -> arrivals);
        boolean answered = false;
        try {
            HttpResponse<Arrivals> response = future.get(Math.max(1, deadline.nanoTime() - System.nanoTime()),
                    TimeUnit.NANOSECONDS);
            answered = true;
            Optional<String> encoding = response.headers().firstValue("content-encoding")
                    .filter(name -> !name.equalsIgnoreCase("identity"));
            if (encoding.isPresent()) {
                arrivals.cancel();
                throw failure("the server answers compressed (" + encoding.get() + "), which it was not asked to");
            }
            if (response.statusCode() / 100 == 3) {
                arrivals.cancel();
                throw failure("the server redirects to " + response.headers().firstValue("location").orElse("nowhere")
                        + " (status " + response.statusCode() + "); redirections are not followed: give that address");
            }
            return new Reply(response.statusCode(), response.headers(), arrivals);
        } catch (TimeoutException e) {
            throw new Late();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Late();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            if (!answered) {
                future.cancel(true);
                arrivals.cancel();
            }
        }
    }

    private EngineException unreachable(IOException e) {
        String place = options.url().getScheme() + "://" + options.url().getAuthority();
        if (e instanceof HttpConnectTimeoutException) {
            return failure("no connection to " + place + " within " + options.connectTimeout().toMillis() + " ms");
        }
        if (e instanceof SSLException) {
            return failure("no safe connection to " + place + ": " + words(e)
                    + (options.ca().isEmpty() ? " (a certificate of your own is named with the option ca)" : ""));
        }
        return failure((e instanceof ConnectException
                ? "can't connect to " + place + ": "
                : "the connection to " + place + " broke: ") + words(e));
    }

    /** The first cause that says something. */
    private static String words(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "nobody knows this host's name";
            }
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                return ServerJson.shown(message);
            }
        }
        return thrown instanceof ConnectException ? "nothing answers there" : thrown.getClass().getSimpleName();
    }

    /** What the server asks for, or longer with every attempt; spread, so that many requests do not come back at once. */
    private static Duration pause(HttpHeaders headers, int attempt) {
        Duration own = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
        Duration pause = asked(headers).orElse(own.compareTo(LONGEST_PAUSE) < 0 ? own : LONGEST_PAUSE);
        return pause.plusMillis(ThreadLocalRandom.current().nextLong(1 + Math.min(pause.toMillis(), 1000) / 4));
    }

    /** {@code Retry-After} in seconds or as a date, or {@code retry-after-ms}. */
    static Optional<Duration> asked(HttpHeaders headers) {
        Optional<Duration> ms = headers.firstValue("retry-after-ms").filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofMillis(Long.parseLong(text)));
        return ms.or(() -> headers.firstValue("retry-after").map(String::strip).flatMap(text -> {
            if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000)));
            }
            try {
                Instant until = Instant.from(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
                Duration left = Duration.between(Instant.now(), until);
                return Optional.of(left.isNegative() ? Duration.ZERO : left);
            } catch (java.time.DateTimeException _) {
                return Optional.empty();
            }
        }));
    }

    private static void sleep(Duration pause) throws Late {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Late();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
