package dev.mekiki.bench;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.FilesInspector;
import dev.mekiki.license.dossier.DossierReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Dossier and license verdict of 100 model folders: cards, license texts, configuration, headers of 300 tensors each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LicensesBenchmark {
    private static final int MODELS = 100;
    private static final int TENSORS = 300;
    private static final List<String> TEXTS = List.of("Apache-2.0", "MIT", "CC-BY-NC-4.0", "CC-BY-SA-4.0");
    private static final UsageProfile USAGE = new UsageProfile("in-house", UsageProfile.Stage.POC,
            UsageProfile.Offering.IN_HOUSE, Optional.of(false), Optional.of(false), Optional.of(true),
            Optional.of(false), Optional.of(false), Optional.empty(), Optional.empty(), OptionalLong.of(3000),
            Optional.of("JP"), Set.of("text"), Optional.of(Set.of()), Map.of(), List.of());
    private final List<Path> models = new ArrayList<>();
    private final FilesInspector inspector = new FilesInspector();
    private Path root = Path.of("");

    @Setup
    public void write() throws IOException {
        root = Files.createTempDirectory("models");
        for (int i = 0; i < MODELS; i++) {
            Path folder = Files.createDirectory(root.resolve("model-" + i));
            String text = TEXTS.get(i % TEXTS.size());
            Files.writeString(folder.resolve("README.md"), "---\nlanguage: [ja, en]\nlicense: "
                    + text.toLowerCase(java.util.Locale.ROOT) + "\nbase_model: meta-llama/Llama-3.1-8B\n---\n# Model\n"
                    + "## Training data\nWeb text in Japanese and English.\n".repeat(20));
            // every tenth is changed, which has to be told word by word
            Files.writeString(folder.resolve("LICENSE"), license(text) + (i % 10 == 0 ? "\nNot for Sundays." : ""));
            Files.writeString(folder.resolve("NOTICE"), "Llama 3.1 is licensed under the Llama 3.1 Community License.");
            Files.writeString(folder.resolve("config.json"), """
                    {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 128256,
                     "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8,
                     "intermediate_size": 14336, "max_position_embeddings": 131072}""");
            Files.writeString(folder.resolve("tokenizer_config.json"),
                    """
                            {"added_tokens_decoder": {"128000": {"content": "<|begin_of_text|>"}}, "chat_template": "{{ x }}"}""");
            Files.write(folder.resolve("model.safetensors"), weights());
            models.add(folder);
        }
    }

    private static String license(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                FilesInspector.class.getResourceAsStream("templates/" + name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\[\\[any \\d+]]", "Example")
                    .replaceAll("\\[\\[[a-z]+]]", " ");
        }
    }

    private static byte[] weights() {
        byte[] header = IntStream.range(0, TENSORS)
                .mapToObj(i -> "\"model.layers." + i / 10 + ".mlp.t" + i
                        + ".weight\": {\"dtype\": \"BF16\", \"shape\": [2, 2], \"data_offsets\": [" + i * 8 + ", "
                        + (i + 1) * 8 + "]}")
                .collect(Collectors.joining(", ", "{", "}")).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
        out.writeBytes(header);
        out.writeBytes(new byte[TENSORS * 8]);
        return out.toByteArray();
    }

    @TearDown
    public void delete() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Benchmark
    public Map<Verdict, Long> all() throws InvalidInput {
        Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
        long parameters = 0;
        for (Path model : models) {
            parameters += DossierReader.facts("m", model).counted().orElse(0);
            verdicts.merge(inspector.license(new Candidate("m", model.toString(), "jlama", new TreeMap<>()), USAGE)
                    .verdict(), 1L, Long::sum);
        }
        if (parameters == 0) {
            throw new IllegalStateException("nothing was counted");
        }
        return verdicts;
    }

    /** Once cold and then warm, without JMH: for a quick look. */
    public static void main(String... arguments) throws IOException, InvalidInput {
        LicensesBenchmark benchmark = new LicensesBenchmark();
        benchmark.write();
        try {
            for (int i = 0; i < 8; i++) {
                long start = System.nanoTime();
                long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                Map<Verdict, Long> verdicts = benchmark.all();
                cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
                System.out.println((System.nanoTime() - start) / 1_000_000 + " ms, of which computing "
                        + cpu / 1_000_000 + " ms: " + verdicts);
            }
        } finally {
            benchmark.delete();
        }
    }
}
