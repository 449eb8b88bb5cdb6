package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run whose model is behind an endpoint, from the plan to the report. */
class EndpointRunTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** A variable that every process has, and whose value is long enough to be looked for. */
    private static final String VARIABLE = "PATH";

    @TempDir
    Path folder = Path.of("");
    private HttpServer server;
    private final Queue<JsonNode> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();

    EndpointRunTests() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() throws IOException {
        server.createContext("/v1/models", exchange -> answer(exchange, "{\"data\":[{\"id\":\"remote\"}]}"));
        server.createContext("/v1/chat/completions", exchange -> {
            asked.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            keys.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            answer(exchange, "{\"choices\":[{\"message\":{\"content\":\"24時間\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}");
        });
        server.start();
        Files.writeString(folder.resolve("data.jsonl"),
                "{\"q\": \"一日は何時間ですか\", \"a\": \"24時間\"}\n{\"q\": \"日本の首都は\", \"a\": \"東京\"}\n");
        Files.writeString(folder.resolve("suite.yaml"),
                """
                        suite: mekiki/1
                        name: small
                        license: CC0-1.0
                        tasks:
                          - {name: qa, data: data.jsonl, prompt: "{{q}}", target: "{{a}}", answer: generate, metrics: [exact_match],
                             system: "短く答えてください。", generate: {max-tokens: 16}}
                        """);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private Path plan(String key) throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), """
                plan: mekiki/1
                name: endpoint
                candidates:
                  - {name: remote, engine: openai, options: {url: "http://127.0.0.1:%d/v1", key-env: %s}}
                suites: [{suite: suite.yaml}]
                run: {workers: 4}
                """.formatted(server.getAddress().getPort(), key));
    }

    @Test
    void messages_are_asked_and_recorded_and_the_key_is_nowhere() throws IOException {
        Path out = folder.resolve("out");
        CommandLineRun run = mekiki("run", plan(VARIABLE), "--out", out);
        assertThat(run.code()).as(run.err()).isZero();
        String key = System.getenv(VARIABLE).strip();
        assertThat(keys).isNotEmpty().containsOnly("Bearer " + key);
        JsonNode body = asked.stream().filter(each -> each.path("messages").size() == 2).findFirst().orElseThrow();
        assertThat(body.path("model").asString()).isEqualTo("remote");
        assertThat(body.path("messages").get(0).path("content").asString()).isEqualTo("短く答えてください。");
        JsonNode sample = JSON.readTree(mekiki("samples", out).out().lines().findFirst().orElseThrow());
        assertThat(sample.path("prompt").asString()).isEqualTo("[{\"role\":\"system\",\"content\":\"短く答えてください。\"},"
                + "{\"role\":\"user\",\"content\":\"一日は何時間ですか\"}]");
        assertThat(sample.path("response").asString()).isEqualTo("24時間");
        assertThat(sample.path("scores").path("exact_match").asDouble()).isEqualTo(1);
        assertThat(run.out() + run.err()).doesNotContain(key);
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).as(file.toString())
                        .doesNotContain(key);
            }
        }
    }

    @Test
    void a_variable_that_is_not_set_is_said_before_anything_is_sent() throws IOException {
        CommandLineRun run = mekiki("run", plan("MEKIKI_NO_SUCH_VARIABLE"), "--out", folder.resolve("out"));
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out() + run.err()).contains("MEKIKI_NO_SUCH_VARIABLE");
        assertThat(asked).isEmpty();
    }
}
