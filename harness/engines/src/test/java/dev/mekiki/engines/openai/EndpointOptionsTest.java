package dev.mekiki.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.port.EngineException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointOptionsTest {
    private static final Map<String, String> VARIABLES = Map.of("KEY", "secret-key-123", "TEAM", "team-token-456");

    private static EndpointOptions read(Map<String, String> options) throws EngineException {
        return EndpointOptions.read(AnswersTest.candidate(options), VARIABLES::get);
    }

    @Test
    void all_that_is_wrong_at_once() {
        Map<String, String> options = new TreeMap<>(Map.of("url", "ftp://example.com/v1", "key-env", "NOT_SET", "api",
                "rest", "streem", "yes", "extra", "[1]", "connect-timeout", "soon", "proxy", "socks5://x:1", "ca",
                "no.pem",
                "headers", "{\"Authorization\":\"Bearer abc\",\"Host\":\"x\"}", "omit", "model"));
        assertThat(new OpenAiProvider(VARIABLES::get).refusal(AnswersTest.candidate(options)).orElseThrow())
                .contains("no option streem", "url should be", "NOT_SET is not set", "api should be", "extra should be",
                        "connect-timeout should be", "proxy should be", "no such file", "headers.Authorization looks",
                        "Host can't be set", "omit: model");
    }

    @Test
    void nothing_but_the_address_is_needed() throws EngineException {
        EndpointOptions options = read(Map.of("url", "http://localhost:8000/v1/"));
        assertThat(options.at("/models")).isEqualTo(URI.create("http://localhost:8000/v1/models"));
        assertThat(options.beside("/version")).isEqualTo(URI.create("http://localhost:8000/version"));
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> read(Map.of())).hasMessageContaining("needs the option url");
    }

    @ParameterizedTest
    @CsvSource({"http://me:pass@host/v1,secret", "http://host/v1?api-key=abc,secret", "host:8000/v1,url should be",
            "http://host/v1/chat/completions,ends at /v1", "http://ho st/v1,no address"})
    void an_address_that_cannot_be_used(String url, String reason) {
        assertThatThrownBy(() -> read(Map.of("url", url))).hasMessageContaining(reason)
                .hasMessageNotContaining("pass@").hasMessageNotContaining("abc");
    }

    @Test
    void a_query_stays_behind_the_path() throws EngineException {
        assertThat(read(Map.of("url", "https://host/openai/v1?api-version=2025-04-01")).at("/chat/completions"))
                .isEqualTo(URI.create("https://host/openai/v1/chat/completions?api-version=2025-04-01"));
    }

    @Test
    void secrets_come_from_the_environment_and_are_never_shown() throws EngineException {
        EndpointOptions options = read(
                Map.of("url", "http://localhost/v1", "key-env", "KEY", "headers", "{\"X-Auth\":\"Bearer ${TEAM}\"}"));
        assertThat(options.key()).contains("secret-key-123");
        assertThat(options.headers()).containsEntry("X-Auth", "Bearer team-token-456");
        assertThat(options.toString() + options.resolved() + options.secrets()).doesNotContain("secret-key-123")
                .doesNotContain("team-token-456");
        assertThat(options.secrets().strike("no team-token-456 and secret-key-123"))
                .isEqualTo("no [secret] and [secret]");
    }

    @Test
    void a_key_that_was_written_down_is_not_repeated() {
        assertThatThrownBy(() -> read(Map.of("url", "http://localhost/v1", "key-env", "sk-abc-123")))
                .hasMessageContaining("not the key itself").hasMessageNotContaining("sk-abc-123");
    }

    @Test
    void folders_must_be_there(@TempDir Path folder) throws EngineException {
        assertThat(read(Map.of("url", "http://localhost/v1", "tokenizer", folder.toString())).tokenizer())
                .contains(folder);
        assertThatThrownBy(() -> read(Map.of("url", "http://localhost/v1", "files", folder + "/no", "tokenizer",
                folder + "/none"))).hasMessageContaining("files: no such folder")
                .hasMessageContaining("tokenizer: no such folder");
    }

    @ParameterizedTest
    @CsvSource({"http://10.0.0.5/v1,proxy.corp:3128", "https://api.corp.example/v1,DIRECT",
            "https://api.example.org/v1,secure.corp:8080", "http://localhost/v1,DIRECT"})
    void the_environments_proxy(String url, String expected) throws EngineException {
        Map<String, String> environment = Map.of("http_proxy", "http://proxy.corp:3128", "HTTPS_PROXY",
                "http://secure.corp:8080/", "no_proxy", "localhost, .corp.example");
        EndpointOptions options = EndpointOptions.read(
                AnswersTest.candidate(Map.of("url", url, "proxy", "environment")), environment::get);
        assertThat(options.proxy().map(proxy -> proxy.host() + ":" + proxy.port()).orElse("DIRECT"))
                .isEqualTo(expected);
        assertThat(read(Map.of("url", url)).proxy()).as("none where none is named").isEmpty();
    }

    @Test
    void a_proxy_with_a_password_is_refused_and_not_gone_around() {
        Map<String, String> environment = Map.of("http_proxy", "http://me:himitsu@proxy.corp:3128");
        assertThatThrownBy(() -> EndpointOptions.read(
                AnswersTest.candidate(Map.of("url", "http://10.0.0.5/v1", "proxy", "environment")), environment::get))
                .hasMessageContaining("http_proxy does not name a proxy").hasMessageNotContaining("himitsu");
        assertThatThrownBy(
                () -> read(Map.of("url", "http://10.0.0.5/v1", "proxy", "http://me:himitsu@proxy.corp:3128")))
                .hasMessageContaining("proxy should be").hasMessageNotContaining("himitsu");
    }
}
