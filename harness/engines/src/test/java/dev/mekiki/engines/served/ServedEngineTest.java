package dev.mekiki.engines.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Workplace;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ServedEngineTest {
    private static final GenerationSettings SHORT = GenerationSettings.greedy(8, List.of());

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();
    private Path binary = Path.of("");

    @BeforeEach
    void script() throws IOException {
        binary = FakeBinary.in(folder);
    }

    private Candidate candidate(String behaviour, Map<String, String> more) throws IOException {
        TreeMap<String, String> options = new TreeMap<>(more);
        options.put("binary", binary.toString());
        options.putIfAbsent("devices", "cpu");
        return new Candidate("served", FakeBinary.model(folder, behaviour).toString(), "llama-server", options);
    }

    private ServedEngine open(String behaviour, Map<String, String> options) throws IOException, EngineException {
        return ServedEngine.open(new LlamaServer(), candidate(behaviour, options),
                new Workplace(Optional.of(folder), notes::add));
    }

    private static Generation ask(ServedEngine engine, String question) throws EngineException {
        return engine.generate(Prompt.plain(question), SHORT, 0, Deadline.after(Duration.ofSeconds(20)),
                GenerationListener.NONE);
    }

    private String log() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static boolean gone(long pid) {
        return ProcessHandle.of(pid).map(process -> !process.isAlive()).orElse(true);
    }

    /** Of all that this process started. */
    private static List<String> commandLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            Path line = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
            if (Files.exists(line)) {
                lines.add(Files.readString(line, StandardCharsets.ISO_8859_1));
            }
        }
        return lines;
    }

    @Test
    void a_server_is_started_asked_and_stopped_with_all_that_it_started() throws Exception {
        long pid;
        long child;
        try (ServedEngine engine = open("child",
                Map.of("context", "128", "parallel", "2", "arguments", "--flash-attn off"))) {
            assertThat(ask(engine, "日本の首都は").text()).isEqualTo("東京です。");
            assertThat(engine.description().engine()).isEqualTo("llama-server");
            assertThat(engine.description().version()).isEqualTo("llamacpp b7-fake");
            assertThat(engine.description().resolved()).containsEntry("devices", "cpu").containsEntry("parallel", "2")
                    .containsEntry("arguments", "--flash-attn off").doesNotContainKeys("url", "key-env");
            pid = engine.pid().orElseThrow();
            child = Long.parseLong(log().lines().filter(line -> line.startsWith("child ")).findFirst().orElseThrow()
                    .substring(6));
            assertThat(gone(pid)).isFalse();
            assertThat(gone(child)).isFalse();
            if (Files.isDirectory(Path.of("/proc/self"))) {
                assertThat(commandLines()).as("what everybody on the machine sees of processes")
                        .anyMatch(line -> line.contains("--ctx-size"))
                        .allSatisfy(line -> assertThat(line).doesNotContainPattern("[0-9a-f]{48}"));
            }
        }
        assertThat(gone(pid)).isTrue();
        until(() -> gone(child));
        assertThat(log()).contains("--ctx-size, 256, --parallel, 2").contains("--flash-attn, off")
                .contains("devices -1, key [secret]").contains("--host, 127.0.0.1")
                .as("the key is in no argument, and in no line").doesNotContainPattern("[0-9a-f]{48}");
    }

    @Test
    void a_server_that_crashes_fails_one_request_with_its_last_words_and_is_started_again_within_limits()
            throws Exception {
        try (ServedEngine engine = open("fine", Map.of("restarts", "1"))) {
            long first = engine.pid().orElseThrow();
            assertThatThrownBy(() -> ask(engine, "please crash"))
                    .isInstanceOf(EngineException.class).hasMessageContaining("signal 6")
                    .hasMessageContaining("GGML_ASSERT(n_tokens > 0) failed");
            assertThat(ask(engine, "日本の首都は").text()).isEqualTo("東京です。");
            assertThat(engine.pid().orElseThrow()).isNotEqualTo(first);
            assertThat(notes).anyMatch(note -> note.contains("started again"));
            // not for ever
            assertThatThrownBy(() -> ask(engine, "please crash")).hasMessageContaining("GGML_ASSERT");
            assertThatThrownBy(() -> ask(engine, "please crash")).hasMessageContaining("GGML_ASSERT");
            assertThatThrownBy(() -> ask(engine, "日本の首都は")).hasMessageContaining("it ended 2 times")
                    .hasMessageContaining("is not started again");
        }
    }

    @Test
    void a_server_that_hangs_is_ended_when_its_request_is_late() throws Exception {
        try (ServedEngine engine = open("fine", Map.of())) {
            long first = engine.pid().orElseThrow();
            Generation late = engine.generate(Prompt.plain("please hang"), SHORT, 0,
                    Deadline.after(Duration.ofMillis(300)), GenerationListener.NONE);
            assertThat(late.finish()).isEqualTo(Generation.Finish.DEADLINE);
            until(() -> gone(first));
            assertThat(ask(engine, "日本の首都は").text()).isEqualTo("東京です。");
        }
    }

    @Test
    void lack_of_memory_is_recognised() {
        assertThatThrownBy(() -> open("no-memory", Map.of())).isInstanceOf(EngineException.class)
                .hasMessageContaining("llama-server ended (exit 1) out of memory; a smaller context")
                .hasMessageContaining("cudaMalloc failed");
    }

    @Test
    void a_server_that_is_never_ready_is_given_up() throws Exception {
        assertThatThrownBy(() -> open("never-ready", Map.of("start-limit", "1s")))
                .hasMessageContaining("does not answer after").hasMessageContaining("it wrote last: devices -1");
    }

    @Test
    void a_long_log_is_kept_in_files_of_bounded_size() throws Exception {
        Path file = folder.resolve("long.log");
        StringBuilder lines = new StringBuilder("the beginning\n");
        for (int i = 0; i < 5000; i++) {
            lines.append("\u001b[32mline ").append(i).append(" with the key 0123456789abcdef\u001b[0m\n");
        }
        lines.append("the end");
        new ServerLog(Optional.of(file), 10_000, line -> line.replace("0123456789abcdef", "[secret]"))
                .follow(new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path one : files.filter(name -> name.toString().contains("long")).toList()) {
                assertThat(Files.size(one)).isLessThanOrEqualTo(10_000);
                assertThat(Files.readString(one)).doesNotContain("0123456789abcdef").doesNotContain("\u001b");
            }
        }
        assertThat(Files.readString(file)).startsWith("the beginning\nline 0 with the key [secret]\n");
        assertThat(Files.readString(folder.resolve("long.end.log"))).endsWith("the end\n");
    }

    /** Opens a server, tells of it, and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            TreeMap<String, String> options = new TreeMap<>(Map.of("binary", arguments[0], "devices", "cpu"));
            ServedEngine engine = ServedEngine.open(new LlamaServer(),
                    new Candidate("served", arguments[1], "llama-server", options),
                    new Workplace(Optional.of(Path.of(arguments[2])), _ -> {}));
            System.out.println("pid " + engine.pid().orElseThrow());
            Thread.sleep(60_000);
        }
    }

    @Test
    void no_server_outlives_a_mekiki_that_was_killed() throws Exception {
        String told = System.getProperty("surefire.test.class.path");
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                told == null ? System.getProperty("java.class.path") : told, Victim.class.getName(), binary.toString(),
                FakeBinary.model(folder, "child").toString(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader said = new BufferedReader(
                new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            long pid = Long.parseLong(String.valueOf(said.readLine()).substring(4));
            long child = Long.parseLong(log().lines().filter(line -> line.startsWith("child ")).findFirst()
                    .orElseThrow().substring(6));
            assertThat(gone(pid)).isFalse();
            victim.destroyForcibly(); // kill -9
            until(() -> gone(pid) && gone(child));
        } finally {
            victim.destroyForcibly();
        }
    }

    @Test
    void devices_that_are_not_there_are_no_processor_instead() {
        assertThatThrownBy(() -> open("fine", Map.of("devices", "0,1")))
                .hasMessageContaining("finds none there (--list-devices)");
    }

    @Test
    void everything_wrong_with_the_options_is_said_at_once() throws Exception {
        Candidate candidate = candidate("fine", Map.of("devices", "zero", "context", "many", "arguments", "--port 80",
                "start-limit", "soon", "gpu-layers", "some"));
        assertThat(new ServedProvider.OfLlamaServer().refusal(candidate)).hasValueSatisfying(why -> assertThat(why)
                .contains("devices should be").contains("context should be").contains("--port is set by Mekiki")
                .contains("start-limit should be").contains("gpu-layers should be"));
    }

    @Test
    void vllm_gets_its_own_arguments() throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        ServedOptions options = ServedOptions.read(new Candidate("served", model.toString(), "vllm",
                new TreeMap<>(Map.of("devices", "2,3", "context", "8192", "gpu-memory", "0.8", "arguments",
                        "--enforce-eager --hf-overrides '{\"a\": 1}'"))),
                new Vllm());
        assertThat(options.environment()).containsEntry("CUDA_VISIBLE_DEVICES", "2,3")
                .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        assertThat(
                new Vllm().command(new Software.Program(List.of("vllm", "serve"), "vllm"), model.toString(), "served",
                        8123, options))
                .containsSubsequence("vllm", "serve", model.toString(), "--served-model-name", "served", "--host",
                        "127.0.0.1", "--port", "8123", "--generation-config", "vllm", "--max-model-len", "8192",
                        "--gpu-memory-utilization", "0.8", "--tensor-parallel-size", "2", "--enforce-eager",
                        "--hf-overrides", "{\"a\": 1}")
                .noneMatch(argument -> argument.contains("api-key"));
        assertThat(new ServedProvider.OfVllm().refusal(new Candidate("x", model.toString(), "vllm", new TreeMap<>())))
                .isPresent();
    }
}
