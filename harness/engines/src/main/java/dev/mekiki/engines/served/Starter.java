package dev.mekiki.engines.served;

import dev.mekiki.engines.served.Software.Program;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Workplace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a candidate's server, as often as it takes. Port and key stay the same; nobody else knows the key, so that nobody else's requests
 * are computed beside the ones that are measured. Requests name the model by the candidate's name.
 */
final class Starter implements AutoCloseable {
    private static final long LOG_BYTES = 4 << 20;
    private static final Duration ASKING = Duration.ofSeconds(5);
    private static final Duration TELLING = Duration.ofSeconds(10);
    private static final int PORTS = 3;

    private final Software software;
    private final Program program;
    private final ServedOptions options;
    private final String name;
    private final String model;
    private final Workplace workplace;
    private final String key = random();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ASKING).proxy(HttpClient.Builder.NO_PROXY).build();
    private int port;
    private int starts;

    Starter(Software software, Program program, ServedOptions options, String name, String model,
            Workplace workplace) {
        this.software = software;
        this.program = program;
        this.options = options;
        this.name = name;
        this.model = model;
        this.workplace = workplace;
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String key() {
        return key;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** The first start: on a port that is free. */
    KeptServer first() throws EngineException {
        for (int attempt = 1;; attempt++) {
            port = free();
            try {
                return again();
            } catch (PortTaken e) {
                if (attempt == PORTS) {
                    throw new EngineException(String.valueOf(e.getMessage()), e);
                }
            }
        }
    }

    /** @throws EngineException if it does not come up */
    KeptServer restart() throws EngineException {
        try {
            return again();
        } catch (PortTaken e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Another process has the port that was free a moment ago. */
    private static final class PortTaken extends Exception {
        private static final long serialVersionUID = 1L;

        PortTaken(String message) {
            super(message);
        }
    }

    private KeptServer again() throws EngineException, PortTaken {
        starts++;
        Map<String, String> environment = new HashMap<>(options.environment());
        environment.putAll(software.environment(key));
        ServerLog log = new ServerLog(file(), LOG_BYTES, line -> line.replace(key, "[secret]"));
        KeptServer server = KeptServer.start(software.command(program, model, name, port, options), environment, log);
        boolean ready = false;
        try {
            untilReady(server);
            ready = true;
            return server;
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private Optional<Path> file() throws EngineException {
        if (workplace.folder().isEmpty()) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createDirectories(workplace.folder().get().resolve("logs"));
            String file = name.replaceAll("[^\\p{L}\\p{N}._+-]", "_");
            int number = starts;
            // those of an interrupted run are kept
            while (Files.exists(folder.resolve(file + "-" + number + ".log"))) {
                number++;
            }
            return Optional.of(folder.resolve(file + "-" + number + ".log"));
        } catch (IOException e) {
            throw new EngineException("the folder for the server's log can't be made: " + e.getMessage(), e);
        }
    }

    private static int free() throws EngineException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EngineException("there is no free port: " + e.getMessage(), e);
        }
    }

    private void untilReady(KeptServer server) throws EngineException, PortTaken {
        long start = System.nanoTime();
        long told = start;
        long pauseMs = 20;
        while (true) {
            Optional<Ending> ending = server.ending(Duration.ofMillis(pauseMs));
            if (ending.isPresent()) {
                String words = software.program() + " " + ending.get().words();
                if (ending.get().portTaken()) {
                    throw new PortTaken(words);
                }
                throw new EngineException(words);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new EngineException("interrupted");
            }
            if (health().equals(Optional.of(200)) && !server.ended()) {
                return;
            }
            long now = System.nanoTime();
            Duration waited = Duration.ofNanos(now - start);
            if (waited.compareTo(options.startLimit()) > 0) {
                throw new EngineException(software.program() + " does not answer after " + waited.toSeconds()
                        + " s (start-limit); it wrote last: " + server.log().newest());
            }
            if (Duration.ofNanos(now - told).compareTo(TELLING) >= 0) {
                told = now;
                workplace.notes().accept(name + ": " + software.program() + " has been starting for "
                        + waited.toSeconds() + " s: " + server.log().newest());
            }
            pauseMs = Math.min(500, pauseMs * 2);
        }
    }

    /** The status that it gives to the question how it is; empty where it gives none. */
    Optional<Integer> health() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .timeout(ASKING).header("Authorization", "Bearer " + key).build();
        try {
            return Optional.of(client.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
