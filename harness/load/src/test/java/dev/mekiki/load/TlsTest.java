package dev.mekiki.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LoadRequest.Result;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.load.mock.MockScript;
import dev.mekiki.load.mock.MockServer;
import dev.mekiki.port.LoadGenerator;
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

/** Certificates of an authority made for these tests with openssl, one of them over since February 2025. */
class TlsTest {
    @TempDir
    private Path folder;

    private Path file(String name) throws Exception {
        try (var in = Objects.requireNonNull(TlsTest.class.getResourceAsStream("/tls/" + name))) {
            return Files.write(folder.resolve(name), in.readAllBytes());
        }
    }

    private LoadGenerator.Result load(String certificate, Optional<Path> trusted) throws Exception {
        try (MockServer server = MockServer.start(MockScript.of(MockScript.Answer.PLAIN), 0, SslContextBuilder
                .forServer(file(certificate + ".pem").toFile(), file(certificate + ".key").toFile()).build())) {
            OpenAiTarget target = new OpenAiTarget(URI.create("https://127.0.0.1:" + server.port() + "/v1"), "mock",
                    OpenAiTarget.Api.CHAT, true, Map.of(), trusted, List.of());
            return new NettyLoad((_, _) -> Optional.empty()).run(
                    Ask.order(target, Ask.profile(2, 4, 5, LoadShape.PLAIN), Duration.ofSeconds(10)), _ -> true);
        }
    }

    @Test
    void an_authority_of_ones_own_is_trusted_where_it_is_named() throws Exception {
        assertThat(load("valid", Optional.of(file("ca.pem"))).requests()).hasSize(4).allSatisfy(request -> {
            assertThat(request.error()).isEmpty();
            assertThat(request.outputTokens()).isEqualTo(5);
        });
    }

    @Test
    void expired_and_unknown_certificates_are_outcomes() throws Exception {
        for (LoadGenerator.Result found : List.of(load("expired", Optional.of(file("ca.pem"))),
                load("valid", Optional.empty()))) {
            assertThat(found.requests()).hasSize(4).allSatisfy(request -> {
                assertThat(request.wire().orElseThrow().result()).isEqualTo(Result.BROKEN);
                assertThat(request.error().orElseThrow()).contains("no safe connection");
            });
        }
    }
}
