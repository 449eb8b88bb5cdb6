package dev.mekiki.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LoadRequest.Result;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.load.mock.MockScript;
import dev.mekiki.load.mock.MockServer;
import dev.mekiki.port.Dialect;
import dev.mekiki.port.LoadGenerator;
import dev.mekiki.port.ProxyAddress;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyTest {
    @TempDir
    private Path folder;

    private Path file(String name) throws Exception {
        try (var in = Objects.requireNonNull(ProxyTest.class.getResourceAsStream("/tls/" + name))) {
            return Files.write(folder.resolve(name), in.readAllBytes());
        }
    }

    private static LoadGenerator.Result load(String url, Optional<Path> trusted, int proxy) {
        OpenAiTarget target = new OpenAiTarget(URI.create(url), "mock", OpenAiTarget.Api.CHAT, true,
                Map.of("Authorization", "Bearer sk-himitsu"), trusted, List.of("sk-himitsu"),
                Optional.of(new ProxyAddress("127.0.0.1", proxy)), Dialect.USUAL);
        return new NettyLoad((_, _) -> Optional.empty()).run(
                Ask.order(target, Ask.profile(2, 6, 5, LoadShape.PLAIN), Duration.ofSeconds(10)), _ -> true);
    }

    private static void answered(LoadGenerator.Result found) {
        assertThat(found.requests()).hasSize(6).allSatisfy(request -> {
            assertThat(request.error()).isEmpty();
            assertThat(request.outputTokens()).isEqualTo(5);
        });
    }

    @Test
    void what_need_not_be_safe_is_sent_to_the_proxy_with_the_whole_address() throws Exception {
        try (SmallProxy proxy = new SmallProxy(true);
                MockServer server = MockServer.start(MockScript.of(MockScript.Answer.PLAIN), 0)) {
            answered(load(server.url(), Optional.empty(), proxy.port()));
            assertThat(proxy.asked()).hasSize(2).containsOnly("POST " + server.url() + "/chat/completions");
        }
    }

    @Test
    void a_safe_connection_leads_through_a_tunnel_and_the_proxy_sees_no_key() throws Exception {
        try (SmallProxy proxy = new SmallProxy(true);
                MockServer server = MockServer.start(MockScript.of(MockScript.Answer.PLAIN), 0, SslContextBuilder
                        .forServer(file("valid.pem").toFile(), file("valid.key").toFile()).build())) {
            answered(load("https://127.0.0.1:" + server.port() + "/v1", Optional.of(file("ca.pem")), proxy.port()));
            assertThat(proxy.asked()).hasSize(2).containsOnly("CONNECT 127.0.0.1:" + server.port());
        }
    }

    @Test
    void a_proxy_that_refuses_or_is_not_there_is_an_outcome() throws Exception {
        int nowhere;
        try (SmallProxy proxy = new SmallProxy(false)) {
            nowhere = proxy.port();
            assertThat(load("https://server.example/v1", Optional.empty(), proxy.port()).requests())
                    .allSatisfy(request -> {
                        assertThat(request.wire().orElseThrow().result()).isEqualTo(Result.BROKEN);
                        assertThat(request.error().orElseThrow())
                                .contains("the proxy does not connect to server.example:443").contains("403");
                    });
            assertThat(load("http://server.example/v1", Optional.empty(), proxy.port()).requests()).allSatisfy(
                    request -> assertThat(request.error().orElseThrow()).contains("status 403"));
        }
        for (String url : List.of("https://server.example/v1", "http://server.example/v1")) {
            assertThat(load(url, Optional.empty(), nowhere).requests()).allSatisfy(request -> assertThat(
                    request.error().orElseThrow()).contains("the proxy 127.0.0.1:" + nowhere));
        }
    }
}
