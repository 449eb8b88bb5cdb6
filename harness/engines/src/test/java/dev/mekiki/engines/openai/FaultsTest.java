package dev.mekiki.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.openai.FakeModel.Way;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Message;
import dev.mekiki.port.Prompt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that are broken, or mean it: each request ends by its deadline with an outcome of its own, and the next one is answered. */
class FaultsTest {
    private static final String KEY = "sk-test-0123456789";
    private static final Duration DEADLINE = Duration.ofMillis(700);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private final FakeServer server = new FakeServer(new FakeModel(Way.VLLM));
    private Optional<Engine> engine = Optional.empty();

    @BeforeEach
    void open() throws EngineException {
        engine = Optional.of(new OpenAiProvider(Map.of("TEST_KEY", KEY)::get).open(new Candidate("candidate",
                FakeModel.MODEL, "openai", new TreeMap<>(Map.of("url", server.url(), "key-env", "TEST_KEY")))));
    }

    @AfterEach
    void close() {
        engine.ifPresent(Engine::close);
        server.close();
    }

    private Generation ask(String question, GenerationListener listener) throws EngineException {
        return engine.orElseThrow().generate(
                new Prompt("[]", true, Optional.empty(), List.of(new Message("user", question))),
                GenerationSettings.greedy(16, List.of()), 7, Deadline.after(DEADLINE), listener);
    }

    /** What the fault became, in words; it took no longer than its deadline, and the server is asked on. */
    private String outcome(FakeServer.Raw fault) throws EngineException {
        server.raw("fault", fault);
        long start = System.nanoTime();
        String outcome;
        try {
            Generation generation = ask("fault", (_, _, _) -> {});
            outcome = generation.finish() + " " + generation.text();
        } catch (EngineException e) {
            outcome = String.valueOf(e.getMessage());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plusSeconds(2));
        assertThat(outcome).doesNotContain(KEY);
        assertThat(ask("日本の首都はどこですか。", GenerationListener.NONE).text()).isEqualTo("東京です。");
        return outcome;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Test
    void headers_without_end() throws EngineException {
        assertThat(outcome(out -> {
            write(out, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 1_000_000; i++) {
                write(out, "X-Header-" + i + ": " + "a".repeat(1000) + "\r\n");
            }
        })).contains("broke");
    }

    @Test
    void headers_one_by_one_for_ever() throws EngineException {
        assertThat(outcome(out -> {
            write(out, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 100; i++) {
                Thread.sleep(50);
                write(out, "X" + i + ": a\r\n");
            }
        })).isEqualTo("DEADLINE ");
    }

    @Test
    void one_byte_at_a_time() throws EngineException {
        assertThat(outcome(out -> {
            write(out, HEAD + "Content-Length: 100000\r\n\r\n");
            for (int i = 0; i < 100; i++) {
                Thread.sleep(50);
                write(out, "{");
            }
        })).isEqualTo("DEADLINE ");
    }

    @Test
    void a_stream_that_never_ends() throws EngineException {
        assertThat(outcome(out -> {
            write(out, EVENTS);
            for (int i = 0; i < 1000; i++) {
                write(out, "data: {\"choices\":[{\"delta\":{\"content\":\"東\"}}]}\n\n");
                Thread.sleep(5);
            }
        })).startsWith("DEADLINE 東東");
    }

    @Test
    void an_event_that_never_ends() throws EngineException {
        assertThat(outcome(out -> {
            write(out, EVENTS + "data: ");
            String much = "a".repeat(1 << 16);
            for (int i = 0; i < 100_000; i++) {
                write(out, much);
            }
        })).satisfiesAnyOf(text -> assertThat(text).contains("bytes"),
                text -> assertThat(text).startsWith("DEADLINE"));
    }

    @Test
    void a_body_that_never_ends() throws EngineException {
        assertThat(outcome(out -> {
            write(out, HEAD + "Connection: close\r\n\r\n");
            String much = " ".repeat(1 << 16);
            for (int i = 0; i < 100_000; i++) {
                write(out, much);
            }
        })).satisfiesAnyOf(text -> assertThat(text).contains("bytes"),
                text -> assertThat(text).startsWith("DEADLINE"));
    }

    @Test
    void a_bomb_of_zeros() throws IOException, EngineException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                zip.write(zeros);
            }
        }
        for (String encoding : List.of("Content-Encoding: gzip\r\n", "")) {
            assertThat(outcome(out -> {
                write(out, HEAD + encoding + "Content-Length: " + bomb.size() + "\r\n\r\n");
                out.write(bomb.toByteArray());
            })).contains(encoding.isEmpty() ? "not a JSON object" : "compressed");
        }
    }

    @Test
    void the_wrong_kind_of_answer() throws EngineException {
        assertThat(outcome(out -> write(out,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>sign in</html>")))
                .contains("not a JSON object: “<html>sign in</html>”");
        assertThat(outcome(out -> write(out, EVENTS + "<html>sign in</html>"))).contains("cut short");
        assertThat(outcome(out -> write(out, EVENTS + "data: \u0000\u0001{{{\n\n"))).contains("not a JSON object");
        assertThat(outcome(out -> write(out, "SSH-2.0-OpenSSH_9.6\r\n"))).contains("broke");
    }

    @Test
    void a_server_that_dies() throws EngineException {
        assertThat(outcome(_ -> {})).contains("broke");
        assertThat(outcome(out -> write(out, EVENTS + "data: {\"choices\":[{\"delta\":{\"content\":\"東\"}}]}\n\n")))
                .contains("cut short");
        assertThat(outcome(out -> write(out, HEAD + "Content-Length: 1000\r\n\r\n{\"choices\":")))
                .contains("cut short");
    }

    @Test
    void a_key_that_is_sent_back_is_in_no_message() throws EngineException {
        assertThat(
                outcome(out -> write(out, "HTTP/1.1 401 " + KEY + "\r\nContent-Type: text/plain\r\nWWW-Authenticate: "
                        + KEY + "\r\nConnection: close\r\n\r\nwrong key " + KEY)))
                .contains("wrong key [secret]");
        assertThatThrownBy(() -> {
            server.raw("header", out -> write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: " + KEY
                    + "\r\nContent-Length: 2\r\n\r\n{}"));
            ask("header", GenerationListener.NONE);
        }).hasMessageContaining("compressed").hasMessageNotContaining(KEY);
    }
}
