package dev.mekiki.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.analysis.LoadAnalysis;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.LoadRequest.Result;
import dev.mekiki.domain.LoadRequest.Wire;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.load.mock.MockScript;
import dev.mekiki.load.mock.MockScriptFile;
import dev.mekiki.load.mock.MockServer;
import dev.mekiki.port.LoadGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server does, it is a counted outcome with a reason, and the requests beside it go on. */
class FaultsTest {
    private static final NettyLoad LOAD = new NettyLoad((_, _) -> Optional.empty());
    @TempDir
    private Path folder;

    /** Of three requests, the second meets the fault. */
    private LoadGenerator.Result faulty(String fault, Duration deadline) throws Exception {
        Path file = Files.writeString(folder.resolve("mock.yaml"), """
                mock: mekiki/1
                answers:
                  - {tokens: 3, interval: 1ms}
                  - {tokens: 3, interval: 1ms, %s}
                """.formatted(fault));
        try (MockServer server = MockServer.start(MockScriptFile.read(file), 0)) {
            LoadProfile profile = Ask.profile(1, 3, 3, LoadShape.PLAIN);
            return LOAD.run(Ask.order(Ask.target(server.url()), profile, deadline), _ -> true);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {"status: 429, retry-after: 1s | HTTP_ERROR | status 429: scripted status 429",
            "status: 503 | HTTP_ERROR | status 503", "fault: never | TIMEOUT | deadline of 400 ms",
            "fault: cut, fault-after: 2 | TRUNCATED | within the answer",
            "fault: no-finish, fault-after: 2 | TRUNCATED | without a reason",
            "fault: error-event, fault-after: 1 | IN_BAND_ERROR | scripted error",
            "fault: bad-event, fault-after: 1 | GARBAGE | no JSON", "fault: garbage | GARBAGE | no HTTP",
            "fault: html | GARBAGE | text/html", "fault: gzip-bomb | GARBAGE | compressed",
            "fault: endless-headers | GARBAGE | no HTTP", "fault: slow | TIMEOUT | deadline",
            "fault: endless | TIMEOUT | deadline", "fault: empty | EMPTY | empty"})
    void faults_are_outcomes(String fault, Result result, String reason) throws Exception {
        LoadGenerator.Result found = faulty(fault, Duration.ofMillis(result == Result.TIMEOUT ? 400 : 10_000));
        assertThat(found.trouble()).isEmpty();
        assertThat(found.requests()).extracting(request -> request.wire().orElseThrow().result())
                .containsExactly(Result.OK, result, Result.OK);
        assertThat(found.requests().get(1).error().orElseThrow()).contains(reason);
        assertThat(found.requests()).allSatisfy(
                request -> assertThat(request.endMs() - request.sentMs()).isLessThan(5_000));
    }

    @Test
    void an_event_without_an_end_is_cut_off() throws Exception {
        Path file = Files.writeString(folder.resolve("mock.yaml"), """
                mock: mekiki/1
                answers: [{fault: long-event, fault-after: 1}]
                """);
        try (MockServer server = MockServer.start(MockScriptFile.read(file), 0)) {
            LoadGenerator.Result found = LOAD.run(Ask.order(Ask.target(server.url()),
                    Ask.profile(1, 1, 3, LoadShape.PLAIN), Duration.ofSeconds(10)), _ -> true);
            assertThat(found.requests().getFirst().error().orElseThrow()).contains("longer than 16 MiB");
        }
    }

    @Test
    void nobody_listens_and_keys_stay_secret() throws Exception {
        int free;
        try (MockServer server = MockServer.start(MockScript.of(MockScript.Answer.PLAIN), 0)) {
            free = server.port();
        }
        OpenAiTarget target = new OpenAiTarget(URI.create("http://127.0.0.1:" + free + "/v1"), "m",
                OpenAiTarget.Api.CHAT, true, Map.of("Authorization", "Bearer sk-himitsu"), Optional.empty(),
                List.of("sk-himitsu"));
        LoadGenerator.Result found = LOAD.run(
                Ask.order(target, Ask.profile(4, 200, 3, LoadShape.PLAIN), Duration.ofSeconds(1)), _ -> true);
        assertThat(found.trouble().orElseThrow()).contains("in a row failed").contains("refused");
        assertThat(found.requests()).hasSizeBetween(50, 120).extracting(LoadRequest::wire)
                .allSatisfy(wire -> assertThat(wire.map(Wire::result)).contains(Result.BROKEN));
        assertThat(found + target.toString()).doesNotContain("himitsu");
    }

    /** On a kept connection it is asked once more on a new one, which decides. */
    @Test
    void a_server_that_resets_connections_is_not_asked_without_end() throws Exception {
        Path file = Files.writeString(folder.resolve("mock.yaml"), """
                mock: mekiki/1
                answers: [{tokens: 3}, {times: 100, fault: reset}]
                """);
        try (MockServer server = MockServer.start(MockScriptFile.read(file), 0)) {
            LoadGenerator.Result found = LOAD.run(Ask.order(Ask.target(server.url()),
                    Ask.profile(1, 4, 3, LoadShape.PLAIN), Duration.ofSeconds(2)), _ -> true);
            assertThat(found.requests()).extracting(request -> request.wire().orElseThrow().result())
                    .containsExactly(Result.OK, Result.BROKEN, Result.BROKEN, Result.BROKEN);
            assertThat(found.requests().getLast().error().orElseThrow()).contains("before an answer");
        }
    }

    /** Answers the first request of each connection, and closes it when a second one comes. */
    private static void answerOnce(ServerSocket server, String answer, AtomicInteger connections) {
        Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    socket.getInputStream().read(new byte[8192]);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    socket.getInputStream().read(new byte[8192]);
                } catch (IOException e) {
                    // the next one, or the test is over
                }
            }
        });
    }

    /** As llama-server b11434 does behind a streamed answer: it promises to keep the connection, and closes it. */
    @Test
    void a_server_that_does_not_keep_its_connections_is_asked_on_new_ones() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        String event = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n";
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nKeep-Alive: timeout=5, max=100\r\n"
                + "Content-Length: " + event.length() + "\r\n\r\n" + event;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answerOnce(server, answer, connections);
            LoadGenerator.Result found = LOAD.run(
                    Ask.order(Ask.target("http://127.0.0.1:" + server.getLocalPort() + "/v1"),
                            Ask.profile(1, 6, 3, LoadShape.PLAIN), Duration.ofSeconds(5)),
                    _ -> true);
            assertThat(found.requests()).hasSize(6).allSatisfy(request -> assertThat(request.error()).isEmpty());
            assertThat(connections).hasValue(6);
        }
    }

    /** It takes the second request on the kept connection, and closes it without an answer. */
    @Test
    void a_request_that_is_sent_again_is_counted() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 73\r\n\r\n"
                + "{\"choices\":[{\"message\":{\"content\":\"aaaaaaaa\"},\"finish_reason\":\"length\"}]}";
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answerOnce(server, answer, connections);
            LoadProfile profile = Ask.profile(1, 3, 1, LoadShape.PLAIN);
            LoadGenerator.Result found = LOAD.run(Ask.order(
                    Ask.target("http://127.0.0.1:" + server.getLocalPort() + "/v1"), profile, Duration.ofSeconds(5)),
                    _ -> true);
            assertThat(found.requests()).allSatisfy(request -> assertThat(request.error()).isEmpty())
                    .extracting(request -> request.wire().orElseThrow().resent()).containsExactly(OptionalInt.empty(),
                            OptionalInt.of(1), OptionalInt.empty());
            assertThat(LoadAnalysis.of(profile, found.requests(), Optional.empty(), Optional.empty()).detail()
                    .orElseThrow().figures()).containsEntry("resent_requests", 1.0);
            assertThat(connections).hasValue(3);
        }
    }

    /** Answers of a server that sends back what it was sent, in every place where a server's words are kept; %s is the key. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 401 No\r\nContent-Length: 57\r\n\r\n{\"error\":{\"message\":\"bad key %s\"}}",
            "%s 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"error\":\"%s\"}\n\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: error\ndata: {\"%s\": 1}\n\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\"},"
                    + "\"finish_reason\":\"%s\"}]}\n\n"})
    void a_server_that_sends_the_key_back_does_not_get_it_anywhere(String answer) throws Exception {
        String key = "sk-Himitsu-no-Kagi-0123456789";
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[8192]);
                        socket.getOutputStream().write(answer.formatted(key).getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        // the next one, or the test is over
                    }
                }
            });
            OpenAiTarget target = new OpenAiTarget(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1"), "m",
                    OpenAiTarget.Api.CHAT, true, Map.of("Authorization", "Bearer " + key), Optional.empty(),
                    List.of(key));
            LoadGenerator.Result found = LOAD.run(
                    Ask.order(target, Ask.profile(1, 2, 3, LoadShape.PLAIN), Duration.ofSeconds(2)), _ -> true);
            assertThat(found.requests()).hasSize(2).allSatisfy(
                    request -> assertThat(request.error().orElse("***") + request.finish()).contains("***"));
            assertThat(found.toString()).doesNotContainIgnoringCase("himitsu");
        }
    }

    @Test
    void a_key_that_was_cut_off_is_no_less_secret() {
        OpenAiTarget target = new OpenAiTarget(URI.create("http://127.0.0.1:1/v1"), "m", OpenAiTarget.Api.CHAT, true,
                Map.of(), Optional.empty(), List.of("sk-himitsu"));
        assertThat(target.struck("the key SK-HIMITSU is wrong: sk-himi")).isEqualTo("the key *** is wrong: ***");
        assertThat(target.struck("nothing to ask")).isEqualTo("nothing to ask");
    }

    @Test
    void a_server_that_dies_ends_the_run_and_what_was_measured_stays() throws Exception {
        MockServer server = MockServer.start(
                MockScript.of(MockScript.Answer.PLAIN.paced(Duration.ofMillis(5), Duration.ofMillis(5))), 0);
        try {
            long begun = System.nanoTime();
            LoadGenerator.Result found = LOAD.run(Ask.order(Ask.target(server.url()),
                    Ask.profile(40, 4000, 10, LoadShape.PLAIN), Duration.ofSeconds(2)), seen -> {
                        if (seen.done() >= 16) {
                            server.close();
                        }
                        return true;
                    });
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            assertThat(found.trouble().orElseThrow()).contains("in a row failed");
            assertThat(found.requests()).extracting(request -> request.wire().orElseThrow().result())
                    .contains(Result.OK, Result.BROKEN)
                    .isSubsetOf(Result.OK, Result.BROKEN, Result.TRUNCATED, Result.TIMEOUT, Result.CANCELLED);
            assertThat(found.requests()).filteredOn(request -> request.wire().orElseThrow().result() == Result.BROKEN)
                    .allSatisfy(request -> assertThat(request.error().orElseThrow()).isNotBlank());
        } finally {
            server.close();
        }
    }

    @Test
    void an_unknown_host_is_told_before_anything_is_sent() {
        LoadGenerator.Result found = LOAD.run(Ask.order(Ask.target("http://nobody.invalid/v1"),
                Ask.profile(1, 1, 3, LoadShape.PLAIN), Duration.ofSeconds(1)), _ -> true);
        assertThat(found.trouble()).contains("nobody knows the host nobody.invalid");
    }

    @Test
    void events_of_128_kb_prompts_of_200_kb_and_cut_characters_lose_nothing() throws Exception {
        Path file = Files.writeString(folder.resolve("mock.yaml"), """
                mock: mekiki/1
                answers: [{tokens: 10, pad: 131072, split-utf8: true, text: 𠮷野家}]
                """);
        try (MockServer server = MockServer.start(MockScriptFile.read(file), 0)) {
            LoadProfile profile = Ask.profile(2, 4, 10, LoadShape.PLAIN);
            var long1 = new LoadGenerator.Conversation(List.of(new LoadGenerator.Turn("長".repeat(70_000), 10)));
            LoadGenerator.Result found = LOAD.run(new LoadGenerator.Order(Ask.target(server.url()), profile,
                    List.of(long1, long1, long1, long1), Duration.ofSeconds(20), 7), _ -> true);
            assertThat(found.requests()).hasSize(4).allSatisfy(request -> {
                assertThat(request.error()).isEmpty();
                assertThat(request.inputTokens()).isEqualTo(70_000);
                assertThat(request.characters()).isEqualTo(10);
                assertThat(request.chunkMs()).hasSize(10);
            });
        }
    }
}
