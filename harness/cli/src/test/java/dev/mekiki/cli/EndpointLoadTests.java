package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.InputFormat;
import dev.mekiki.load.mock.MockScriptFile;
import dev.mekiki.load.mock.MockServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
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
                    cost: cost.yaml
                    report: {languages: [ja]}
                    """.formatted(server.url()));
            Files.writeString(folder.resolve("cost.yaml"),
                    """
                            cost: mekiki/1
                            name: ours
                            source: quotation
                            machine: {price: 4800000, life-months: 48, maintenance-per-month: 0, power-w: 600, idle-power-w: 100}
                            electricity-per-kwh: 30
                            requests-per-month: 1000
                            apis: [{name: service, input-per-1m: 150, output-per-1m: 600}]
                            """);
            Path out = folder.resolve("out");
            Set<String> started = ConcurrentHashMap.newKeySet();
            Thread watch = Thread.ofPlatform().daemon().start(() -> watch(started));
            CommandLineRun run = mekiki("run", plan, "--out", out);
            watch.interrupt();
            watch.join();
            if (Files.isDirectory(Path.of("/proc/self"))) {
                assertThat(started).as("what everybody on the machine sees of processes")
                        .anyMatch(line -> line.contains("mock"))
                        .allSatisfy(line -> assertThat(line).doesNotContain(KEY));
            }
            assertThat(run.code()).as(run.err()).isZero();
            JsonNode load = JsonMapper.shared().readTree(Files.readString(out.resolve("findings.json")))
                    .at("/candidates/0/load");
            assertThat(load).hasSize(1);
            assertThat(load.get(0).path("input_tokens_mean").asDouble()).isEqualTo(40);
            assertThat(load.get(0).path("good_share").asDouble()).isEqualTo(1);
            assertThat(load.get(0).path("requested_rate_per_s").asDouble()).isEqualTo(100);
            assertThat(load.get(0).at("/ttft_ms/p50").asDouble()).isGreaterThanOrEqualTo(5);
            assertThat(load.get(0).at("/client/verdict").isString()).isTrue();
            costs(out, load.get(0).path("requests_per_s").asDouble());
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

    /** Collects the command lines of all that this process starts. */
    private static void watch(Set<String> lines) {
        while (!Thread.currentThread().isInterrupted()) {
            ProcessHandle.current().descendants().forEach(process -> {
                try {
                    lines.add(Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"),
                            StandardCharsets.ISO_8859_1).replace('\0', ' '));
                } catch (IOException _) {
                    // gone already, or no Linux
                }
            });
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Price over life, waiting, and five hundred watts more while it answers, by hand. */
    private static void costs(Path out, double rate) throws Exception {
        String findings = Files.readString(out.resolve("findings.json"));
        assertThat(RecordedRunTests.schemaErrors("findings", findings, InputFormat.JSON)).isEmpty();
        JsonNode costs = JsonMapper.shared().readTree(findings).path("costs");
        assertThat(costs.at("/assumptions/source").asString()).isEqualTo("quotation");
        assertThat(costs.at("/assumptions/fixed_per_month_yen").asDouble()).isCloseTo(102_190, within(1e-6));
        JsonNode profile = costs.at("/profiles/0");
        assertThat(profile.path("candidate").asString() + "/" + profile.path("profile").asString())
                .isEqualTo("gateway/office");
        assertThat(profile.path("requests_per_s").asDouble()).isEqualTo(rate);
        assertThat(profile.at("/at/3/utilisation").asDouble()).isEqualTo(1);
        assertThat(profile.at("/at/3/request_yen").asDouble())
                .isCloseTo((102_190 / 730.0 + 15) / (3600 * rate), within(1e-12));
        assertThat(profile.at("/services/0/request_yen").asDouble()).isCloseTo((40 * 150 + 8 * 600) / 1e6,
                within(1e-12));
        assertThat(profile.at("/services/0/mixture")).hasSize(5);
        CommandLineRun again = mekiki("rescore", out);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(Files.readString(out.resolve("findings.json"))).isEqualTo(findings);
    }
}
