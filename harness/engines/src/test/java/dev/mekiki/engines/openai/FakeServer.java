package dev.mekiki.engines.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** An HTTP server of bare sockets on the loopback, so that tests decide about every byte, and about what does not come. */
final class FakeServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Function<Request, Reply> answers;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch left = new CountDownLatch(1);

    FakeServer(Function<Request, Reply> answers) {
        this(answers, new Plain());
    }

    /** Bytes instead of an answer. */
    @FunctionalInterface
    interface Raw {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private final Map<String, Raw> raw = new java.util.concurrent.ConcurrentHashMap<>();

    /** Requests whose body has this text get these bytes, and the connection is closed behind them. */
    void raw(String text, Raw bytes) {
        raw.put(text, bytes);
    }

    /** Opens the socket. */
    interface Sockets {
        ServerSocket open() throws IOException;
    }

    private record Plain() implements Sockets {
        @Override
        public ServerSocket open() throws IOException {
            return new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        }
    }

    FakeServer(Function<Request, Reply> answers, Sockets sockets) {
        this.answers = answers;
        try {
            this.socket = sockets.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** @param headers names in lower case */
    record Request(String method, String path, Map<String, String> headers, String body) {
        JsonNode json() {
            return ServerJson.MAPPER.readTree(body.isEmpty() ? "{}" : body);
        }
    }

    /**
     * What is written.
     *
     * @param pieces each written and flushed by itself; an empty one waits for half a second
     * @param whole whether the connection goes on; otherwise it is closed behind the last piece
     */
    record Reply(int status, Map<String, String> headers, List<byte[]> pieces, boolean whole, boolean hangs) {
        static Reply json(String body) {
            return json(200, body);
        }

        static Reply json(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "application/json"),
                    List.of(body.getBytes(StandardCharsets.UTF_8)), true, false);
        }

        static Reply events(String... events) {
            List<byte[]> pieces = new ArrayList<>();
            for (String event : events) {
                pieces.add(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            }
            return new Reply(200, Map.of("Content-Type", "text/event-stream; charset=utf-8"), pieces, true, false);
        }

        Reply with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Reply(status, more, pieces, whole, hangs);
        }

        /** The same bytes, so many at a time. */
        Reply inPiecesOf(int size) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            pieces.forEach(all::writeBytes);
            List<byte[]> small = new ArrayList<>();
            for (int from = 0; from < all.size(); from += size) {
                small.add(java.util.Arrays.copyOfRange(all.toByteArray(), from, Math.min(from + size, all.size())));
            }
            return new Reply(status, headers, small, whole, hangs);
        }

        /** The connection breaks behind the last piece. */
        Reply cut() {
            return new Reply(status, headers, pieces, false, false);
        }

        /** Nothing more comes behind the last piece; without a piece, nothing at all. */
        Reply hanging() {
            return new Reply(status, headers, pieces, true, true);
        }
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Bodies of what was posted to a path. */
    List<JsonNode> posted(String path) {
        return requests().stream().filter(request -> request.path().equals("/v1" + path)).map(Request::json).toList();
    }

    int connections() {
        return connections.get();
    }

    /** Whether the client closed a connection that hung. */
    boolean wasLeft(Duration patience) throws InterruptedException {
        return left.await(patience.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            for (Request request = read(in); request != null; request = read(in)) {
                requests.add(request);
                String body = request.body();
                Optional<Raw> bytes = raw.entrySet().stream().filter(one -> body.contains(one.getKey()))
                        .map(Map.Entry::getValue).findFirst();
                if (bytes.isPresent()) {
                    bytes.get().write(out);
                    return;
                }
                if (!write(out, answers.apply(request), in)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException _) {
            // the client went away
        }
    }

    private static @org.jspecify.annotations.Nullable Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.indexOf(':') < 0) {
                return null; // not even HTTP
            }
            headers.put(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        String[] parts = first.split(" ", -1);
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(parts[0], parts[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** @return whether the connection goes on */
    private boolean write(OutputStream out, Reply reply, InputStream in) throws IOException, InterruptedException {
        boolean silent = reply.hangs() && reply.pieces().isEmpty();
        if (!silent) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Said\r\n");
            reply.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
            head.append("Transfer-Encoding: chunked\r\n\r\n");
            out.write(head.toString().getBytes(StandardCharsets.UTF_8));
            for (byte[] piece : reply.pieces()) {
                if (piece.length == 0) {
                    Thread.sleep(500);
                    continue;
                }
                out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(piece);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        }
        if (reply.hangs()) {
            if (in.read() < 0) {
                left.countDown();
            }
            return false;
        }
        if (reply.whole()) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return reply.whole();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
