package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpServer;
import dev.mekiki.load.mock.MockScriptFile;
import dev.mekiki.load.mock.MockServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoadCommandTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path HOME = Path.of(System.getProperty("mekiki.home"));
    @TempDir
    private Path folder = Path.of("");
    private String script = "";
    private List<AutoCloseable> open = new ArrayList<>();
    private String url = "";

    @BeforeEach
    void serve() throws Exception {
        serve("[{first-token: 5ms, interval: 1ms, role-after: 0ms}]");
    }

    private void serve(String answers) throws Exception {
        script = "mock: mekiki/1\nanswers: " + answers + "\n";
        MockServer server = MockServer.start(MockScriptFile.read(Files.writeString(folder.resolve("m.yaml"), script)),
                0);
        open.add(server);
        url = server.url();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private CommandLineRun load(String... more) {
        List<Object> words = new ArrayList<>(List.of("load", url, "--no-calibrate", "--output", "8", "--warmup", "1"));
        words.addAll(List.of((Object[]) more));
        return mekiki(words.toArray());
    }

    private static JsonNode json(CommandLineRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    @Test
    void one_level_is_an_element_of_the_findings_load() throws IOException {
        Path details = folder.resolve("details.jsonl");
        JsonNode found = json(load("--format", "json", "--concurrency", "4", "--requests", "80", "--slo",
                "ttft=10s,tpot=1s", "--details", details.toString()));
        JsonNode schema = JSON.readTree(Files.readString(HOME.resolve("docs/schemas/findings.schema.json")));
        JsonNode element = schema.at("/properties/candidates/items/properties/load/items");
        ((tools.jackson.databind.node.ObjectNode) element).set("$defs", schema.path("$defs"));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(element.toString(), InputFormat.JSON)
                .validate(found.toString(), InputFormat.JSON)).isEmpty();
        assertThat(found.path("profile").asString()).isEqualTo("concurrency-4");
        assertThat(found.path("requests").asInt()).isEqualTo(80);
        assertThat(found.path("failed").asInt()).isZero();
        assertThat(found.at("/ttft_ms/p50").asDouble()).isGreaterThanOrEqualTo(5);
        assertThat(found.at("/ttft_ms/upper/p90").asDouble())
                .isGreaterThanOrEqualTo(found.at("/ttft_ms/p50").asDouble());
        assertThat(found.at("/ttft_ms/p99").isMissingNode()).isTrue();
        assertThat(found.path("input_tokens_mean").asDouble()).isEqualTo(256);
        assertThat(found.path("output_tokens_mean").asDouble()).isEqualTo(8);
        assertThat(found.path("good_share").asDouble()).isEqualTo(1);
        assertThat(found.at("/client/verdict").asString()).isEqualTo("degraded");
        assertThat(found.at("/client/why/0").asString()).contains("not measured");
        assertThat(found.path("requests_detail").asString()).isEqualTo(details.toString());
        assertThat(Files.readAllLines(details)).hasSize(80).allSatisfy(line -> assertThat(JSON.readTree(line)
                .propertyNames()).contains("intended_send_ms", "sent_ms", "first_chunk_ms", "first_token_ms",
                        "last_token_ms", "end_ms", "input_tokens", "output_tokens", "chunks", "finish"));
    }

    /** As gateways and some clouds do: whatever they don't know is an error. */
    @Test
    void fields_that_a_server_refuses_are_left_out() throws Exception {
        List<String> known = List.of("model", "messages", "max_completion_tokens", "temperature", "stream");
        HttpServer strict = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        open.add(() -> strict.stop(0));
        strict.createContext("/v1/chat/completions", exchange -> {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            Optional<String> unknown = body.propertyNames().stream().filter(name -> !known.contains(name)).findFirst();
            String said = unknown.map(name -> "{\"error\": {\"message\": \"Unsupported parameter: '" + name + "'"
                    + (name.equals("max_tokens") ? "; use 'max_completion_tokens'" : "") + "\"}}")
                    .orElse("""
                            data: {"choices": [{"delta": {"content": "はい"}}]}

                            data: {"choices": [{"delta": {}, "finish_reason": "stop"}],\
                             "usage": {"prompt_tokens": 30, "completion_tokens": 2}}

                            data: [DONE]

                            """);
            exchange.getResponseHeaders().set("Content-Type",
                    unknown.isPresent() ? "application/json" : "text/event-stream");
            byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(unknown.isPresent() ? 400 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        strict.start();
        url = "http://127.0.0.1:" + strict.getAddress().getPort() + "/v1";
        Path prompts = Files.writeString(folder.resolve("p.jsonl"), "\"あいう\"\n");
        for (List<String> prompted : List.of(List.<String>of(), List.of("--prompts", prompts.toString()))) {
            List<String> words = new ArrayList<>(
                    List.of("--model", "strict", "--requests", "3", "--format", "json"));
            words.addAll(prompted);
            JsonNode found = json(load(words.toArray(String[]::new)));
            assertThat(found.path("failed").asInt()).isZero();
            assertThat(found.path("output_tokens_mean").asDouble()).isEqualTo(2);
        }
    }

    /** The server counts characters. The first prompt is the warm-up's. */
    @Test
    void prompts_come_from_a_file_or_vary_in_length() throws IOException {
        Path prompts = Files.writeString(folder.resolve("p.jsonl"), "\"あいう\"\n{\"prompt\": \"えおかきく\"}\n");
        assertThat(lengths("--prompts", prompts.toString(), "--requests", "4")).containsExactly(5, 3, 5, 3);
        assertThat(lengths("--input", "40", "--input-spread", "10", "--requests", "20")).hasSize(20)
                .allSatisfy(tokens -> assertThat(tokens).isBetween(30, 50)).anyMatch(tokens -> tokens < 37)
                .anyMatch(tokens -> tokens > 43);
    }

    private List<Integer> lengths(String... options) throws IOException {
        Path details = folder.resolve("lengths.jsonl");
        List<String> all = new ArrayList<>(List.of("--details", details.toString()));
        all.addAll(List.of(options));
        assertThat(load(all.toArray(String[]::new)).code()).isZero();
        return Files.readAllLines(details).stream().map(line -> JSON.readTree(line).path("input_tokens").asInt())
                .toList();
    }

    @Test
    void sweeps_have_levels_and_csv_a_line_for_each() {
        JsonNode sweep = json(
                load("--format", "json", "--rate", "50,100", "--requests", "10", "--arrivals", "constant"));
        assertThat(sweep.path("levels")).hasSize(2);
        assertThat(sweep.at("/levels/1/requested_rate_per_s").asDouble()).isEqualTo(100);
        CommandLineRun csv = load("--format", "csv", "--concurrency", "1,2", "--requests", "4");
        List<String> lines = csv.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).startsWith("profile,concurrency,requests,failed").contains("ttft_ms_p50");
        assertThat(lines).allSatisfy(
                line -> assertThat(line.split(",", -1)).hasSameSizeAs(lines.getFirst().split(",", -1)));
    }

    @Test
    void repeats_are_levels_with_an_interval_between_them() {
        CommandLineRun run = load("--repeats", "3", "--requests", "12", "--concurrency", "1,2", "--format", "json");
        JsonNode found = json(run);
        assertThat(found.path("levels").valueStream().map(level -> level.path("profile").asString())).containsExactly(
                "concurrency-1@1", "concurrency-2@1", "concurrency-1@2", "concurrency-2@2", "concurrency-1@3",
                "concurrency-2@3");
        assertThat(found.at("/levels/3/repeat/number").asInt()).isEqualTo(2);
        JsonNode spread = found.at("/load_repeats/0/measures").path("ttft_ms/p50");
        assertThat(spread.path("n").asInt()).isEqualTo(3);
        assertThat(spread.path("least").asDouble()).isBetween(5.0, spread.path("mean").asDouble());
        assertThat(spread.at("/interval/method").asString()).isEqualTo("t");
        assertThat(spread.at("/interval/low").asDouble()).isLessThanOrEqualTo(spread.path("mean").asDouble());
        JsonNode schema = JSON.readTree(read("findings.schema.json"));
        JsonNode element = schema.at("/properties/candidates/items/properties/load_repeats");
        ((tools.jackson.databind.node.ObjectNode) element).set("$defs", schema.path("$defs"));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(element.toString(), InputFormat.JSON)
                .validate(found.path("load_repeats").toString(), InputFormat.JSON)).isEmpty();
        assertThat(load("--repeats", "2", "--requests", "4").out()).contains("REPEATS OF").contains("concurrency-1@2");
        assertThat(load("--repeats", "2", "--until", "p50-ttft=90ms").err()).contains("--repeats does not go with it");
    }

    /** Four at once are served, each for 50 ms; the fifth waits for another's end. */
    @Test
    void the_capacity_is_found() throws Exception {
        script = "mock: mekiki/1\nconcurrent: 4\nanswers: [{first-token: 50ms, tokens: 1}]\n";
        MockServer server = MockServer.start(MockScriptFile.read(Files.writeString(folder.resolve("m.yaml"), script)),
                0);
        open.add(server);
        url = server.url();
        CommandLineRun run = load("--until", "p50-ttft=90ms", "--requests", "24", "--format", "json");
        assertThat(json(run).path("capacity").asString()).contains("holds up to").contains("users at once");
        assertThat(json(run).path("levels").get(0).path("concurrency").asInt()).isEqualTo(1);
        int broken = json(run).path("levels").get(json(run).path("levels").size() - 1).path("concurrency").asInt();
        assertThat(broken).isGreaterThan(4);
        CommandLineRun good = load("--until", "good=95%", "--slo", "ttft=90ms", "--requests", "24", "--concurrency",
                "4");
        assertThat(good.err()).contains("good=95.0% holds up to").contains("not at").contains("as observed");
    }

    @Test
    void failures_are_told_with_the_first_reason() throws Exception {
        serve("[{times: 3, tokens: 8}, {status: 429}]");
        CommandLineRun run = load("--requests", "20");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("http-error").contains("status 429: scripted status 429").contains("degraded");
        serve("[{times: 3}, {times: 100000, status: 500}]");
        CommandLineRun dead = load("--requests", "500", "--concurrency", "8", "--format", "json");
        assertThat(dead.code()).isEqualTo(3);
        assertThat(JSON.readTree(dead.out()).path("verdict").asString()).isEqualTo("invalid");
    }

    @Test
    void a_full_disk_does_not_take_the_result_with_it() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no device here that is always full");
        CommandLineRun run = load("--requests", "4", "--format", "json", "--details", "/dev/full");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("/dev/full can't be written: No space left");
        assertThat(JSON.readTree(run.out()).path("requests").asInt()).isEqualTo(4);
    }

    @Test
    void a_port_in_use_is_told() {
        CommandLineRun run = mekiki("mock", "--port", URI.create(url).getPort());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("in use").contains("--port N");
    }

    @Test
    void wrong_usage_is_told() {
        assertThat(load("--until", "fast").err()).contains("p95-ttft=800ms");
        assertThat(load("--until", "good=99%").err()).contains("needs --slo");
        assertThat(load("--slo", "quick").err()).contains("mlperf-llama3.1-8b");
        assertThat(load("--concurrency", "0").code()).isEqualTo(2);
        assertThat(load("--proxy", "http://me:himitsu@proxy:1").err()).contains("--proxy none, environment or")
                .doesNotContain("himitsu");
        assertThat(load("--header", "Authorization=Bearer sk-himitsu").err()).contains("${NAME}")
                .doesNotContain("himitsu");
        assertThat(mekiki("load", "http://127.0.0.1:1/v1", "--no-calibrate").err()).contains("--model");
        assertThat(mekiki("mock", "--script", folder.resolve("none.yaml")).code()).isEqualTo(2);
    }

    @Test
    void the_scripts_schema_takes_what_is_read() {
        String json = JSON.writeValueAsString(tools.jackson.dataformat.yaml.YAMLMapper.shared().readTree(script));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(read("mock.schema.json"), InputFormat.JSON).validate(json, InputFormat.JSON)).isEmpty();
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(read("mock.schema.json"), InputFormat.JSON)
                .validate(json.replace("interval", "pause"), InputFormat.JSON)).isNotEmpty();
    }

    private static String read(String schema) {
        try {
            return Files.readString(HOME.resolve("docs/schemas").resolve(schema));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
