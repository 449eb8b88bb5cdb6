package dev.mekiki.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.openai.FakeModel.Way;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of one's own. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder = Path.of("");

    /** Each in a key store of its own, made by the JDK's keytool, side by side since it takes its time. */
    @BeforeAll
    static void certificates() throws IOException, InterruptedException {
        List<Process> all = new ArrayList<>();
        all.add(keytool("good", "ip:127.0.0.1", "-1d"));
        all.add(keytool("expired", "ip:127.0.0.1", "-10d"));
        all.add(keytool("elsewhere", "dns:example.com", "-1d"));
        for (Process one : all) {
            assertThat(one.waitFor()).isZero();
        }
    }

    private static Process keytool(String name, String host, String from) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name,
                "-ext", "san=" + host, "-startdate", from, "-validity", from.equals("-1d") ? "3" : "2", "-keystore",
                folder.resolve(name + ".p12").toString(), "-storepass", new String(PASSWORD)).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static Path pem(String name) throws IOException, GeneralSecurityException {
        return Files.writeString(folder.resolve(name + ".pem"), "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(store(name).getCertificate(name).getEncoded())
                + "\n-----END CERTIFICATE-----\n");
    }

    private static FakeServer server(String name) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new FakeServer(new FakeModel(Way.VLLM),
                () -> context.getServerSocketFactory().createServerSocket(0, 64, InetAddress.getLoopbackAddress()));
    }

    private static Engine open(FakeServer server, Map<String, String> ca) throws EngineException {
        Map<String, String> options = new TreeMap<>(ca);
        options.put("url", server.url().replace("http:", "https:"));
        return new OpenAiProvider(_ -> null).open(AnswersTest.candidate(options));
    }

    @Test
    void a_server_s_own_authority_is_trusted_where_it_is_named_and_nowhere_else() throws Exception {
        try (FakeServer server = server("good")) {
            try (Engine engine = open(server, Map.of("ca", pem("good").toString()))) {
                assertThat(engine.generate(Prompt.plain("日本の首都は"), GenerationSettings.greedy(8, List.of()), 0,
                        Deadline.none(), GenerationListener.NONE).text()).isNotEmpty();
            }
            assertThatThrownBy(() -> open(server, Map.of())).isInstanceOf(EngineException.class)
                    .hasMessageContaining("no safe connection to https://127.0.0.1")
                    .hasMessageContaining("option ca");
            assertThatThrownBy(() -> open(server, Map.of("ca", pem("elsewhere").toString())))
                    .hasMessageContaining("no safe connection");
            assertThatThrownBy(() -> open(server, Map.of("ca", Files.writeString(folder.resolve("none.pem"), "nothing")
                    .toString()))).hasMessageContaining("none.pem");
        }
    }

    @Test
    void an_expired_certificate_is_not_trusted() throws Exception {
        try (FakeServer server = server("expired")) {
            assertThatThrownBy(() -> open(server, Map.of("ca", pem("expired").toString())))
                    .hasMessageContaining("no safe connection").hasMessageContaining("NotAfter");
        }
    }

    @Test
    void a_certificate_for_another_host_is_not_trusted() throws Exception {
        try (FakeServer server = server("elsewhere")) {
            assertThatThrownBy(() -> open(server, Map.of("ca", pem("elsewhere").toString())))
                    .hasMessageContaining("no safe connection").hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void a_server_without_tls_is_said_to_be_none() throws Exception {
        try (FakeServer server = new FakeServer(new FakeModel(Way.VLLM))) {
            assertThatThrownBy(() -> open(server, Map.of())).hasMessageContaining("no safe connection");
        }
    }
}
