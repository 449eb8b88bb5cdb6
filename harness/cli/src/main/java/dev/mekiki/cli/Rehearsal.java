package dev.mekiki.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Goes through a small run, against a server of its own that answers at once, so that the JVM can write down what a run loads and links
 * ({@code -XX:AOTCacheOutput}); the launcher does so once, and later starts are faster. Prints nothing.
 */
public final class Rehearsal {
    private static final int SAMPLES = 40;
    private static final String ANSWER = """
            {"id": "1", "object": "chat.completion", "model": "rehearsal", "choices": [{"index": 0, "finish_reason": "stop",
            "message": {"role": "assistant", "content": "午前9時から"}}], "usage": {"prompt_tokens": 30, "completion_tokens": 6}}
            """;

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("mekiki-rehearsal");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                }
            });
            server.setExecutor(threads);
            server.start();
            write(folder, server.getAddress().getPort());
            PrintWriter nowhere = new PrintWriter(java.io.Writer.nullWriter());
            for (List<String> command : List.of(List.of("run", folder.resolve("plan.yaml").toString(), "--out",
                    folder.resolve("out").toString()), List.of("samples", folder.resolve("out").toString()))) {
                MekikiCommand.execute(nowhere, nowhere, command.toArray(String[]::new));
            }
        } finally {
            server.stop(0);
            delete(folder);
        }
    }

    private static void write(Path folder, int port) throws IOException {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < SAMPLES; i++) {
            data.append("{\"question\": \"質問").append(i).append("：営業は何時からですか。\", \"answer\": \"午前").append(i % 12)
                    .append("時から\"}\n");
        }
        Files.writeString(folder.resolve("data.jsonl"), data);
        Files.writeString(folder.resolve("suite.yaml"), """
                suite: mekiki/1
                name: rehearsal
                version: "1"
                language: ja
                license: CC0-1.0
                tasks:
                  - {name: hours, data: data.jsonl, prompt: "{{question}}", target: "{{answer}}", answer: generate,
                     metrics: [exact_match_ja, char_f1, toxic], labels: [answer]}
                """);
        Files.writeString(folder.resolve("plan.yaml"),
                """
                        plan: mekiki/1
                        name: rehearsal
                        candidates:
                          - {name: one, model: rehearsal, engine: openai, options: {url: "http://127.0.0.1:%d/v1"}}
                          - {name: two, model: rehearsal, engine: openai, options: {url: "http://127.0.0.1:%d/v1", stream: false}}
                        suites: [{suite: suite.yaml}]
                        run: {workers: 4, deadline: 5s}
                        """
                        .formatted(port, port));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
