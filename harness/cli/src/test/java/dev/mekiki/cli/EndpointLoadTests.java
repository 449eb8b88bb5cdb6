package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.load.mock.MockScriptFile;
import dev.mekiki.load.mock.MockServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Load of a plan on an endpoint: from the plan by the streaming client to the report. */
class EndpointLoadTests {
    /** Of a variable that every process has, and whose value is long enough to be looked for. */
    private static final String KEY = System.getenv("PATH");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_plans_load_goes_straight_to_the_server() throws Exception {
        Path script = Files.writeString(folder.resolve("mock.yaml"), """
                mock: mekiki/1
                answers: [{first-token: 5ms, interval: 1ms, role-after: 0ms}]
                """);
        try (MockServer server = MockServer.start(MockScriptFile.read(script), 0)) {
            Path plan = Files.writeString(folder.resolve("plan.yaml"), """
                    plan: mekiki/1
                    name: served
                    candidates:
                      - {name: gateway, model: mock, engine: openai, options: {url: "%s", api: chat, key-env: PATH}}
                    load:
                      - {name: office, loop: open, rate: 100, arrivals: constant, requests: 30, input: 40, output: 8,
                         slo: {ttft: 10s}}
                    report: {languages: [ja]}
                    """.formatted(server.url()));
            Path out = folder.resolve("out");
            CommandLineRun run = mekiki("run", plan, "--out", out);
            assertThat(run.code()).as(run.err()).isZero();
            JsonNode load = JsonMapper.shared().readTree(Files.readString(out.resolve("findings.json")))
                    .at("/candidates/0/load");
            assertThat(load).hasSize(1);
            assertThat(load.get(0).path("input_tokens_mean").asDouble()).isEqualTo(40);
            assertThat(load.get(0).path("good_share").asDouble()).isEqualTo(1);
            assertThat(load.get(0).path("requested_rate_per_s").asDouble()).isEqualTo(100);
            assertThat(load.get(0).at("/ttft_ms/p50").asDouble()).isGreaterThanOrEqualTo(5);
            assertThat(load.get(0).at("/client/verdict").isString()).isTrue();
            assertThat(Files.readString(out.resolve("journal.jsonl"))).contains("\"wire\":{\"result\":\"ok\"");
            assertThat(Files.readString(out.resolve("report/index.html"))).contains("office");
            assertThat(run.out() + run.err()).doesNotContain(KEY);
            try (var files = Files.walk(out)) {
                assertThat(files.filter(Files::isRegularFile)).hasSizeGreaterThan(5)
                        .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                                .doesNotContain(KEY));
            }
        }
    }
}
