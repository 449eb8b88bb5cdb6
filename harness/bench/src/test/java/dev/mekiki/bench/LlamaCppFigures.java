package dev.mekiki.bench;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.decoding.TokenSequence;
import dev.mekiki.engines.llamacpp.LlamaCppProvider;
import dev.mekiki.engines.llamacpp.lib.CacheType;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.OpenedModel;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Figures of llama.cpp. What is compared is measured in turns, since a machine's speed drifts by more than what is looked for. Arguments:
 * <pre>
 * batching LIB MODEL.gguf PARALLEL      requests side by side: together against in turns
 * cycles LIB MODEL.gguf COUNT           memory over cycles of loading, scoring and freeing
 * protocol LIB MODEL.gguf TOKENS        processor time that the worker's process adds to a token; a tiny model shows it best, since it is the same for all
 * llama-bench LIB MODEL.gguf BINARY     prefill and decode against llama.cpp's own benchmark
 * </pre>
 * {@code harness/bench/llamacpp/run.sh} calls it; {@code -Drounds=N} sets how often each thing is measured.
 */
public final class LlamaCppFigures {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    /** Answers in a row, so that what clocks of processes count in is small beside them. */
    private static final int ANSWERS = 100;
    /** Rounds in which the JVM's compiler is still at work in both processes. */
    private static final int COMPILING = 3;
    /** Of a slow model fewer answers take as long. */
    private static final double BLOCK_SECONDS = 4;
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final List<String> CHOICES = List.of("東京です。", "大阪です。", "京都です。", "札幌です。");

    private LlamaCppFigures() {}

    public static void main(String[] arguments) throws Exception {
        Path lib = Path.of(arguments[1]);
        Path model = Path.of(arguments[2]);
        switch (arguments[0]) {
            case "batching" -> batching(lib, model, Integer.parseInt(arguments[3]));
            case "cycles" -> cycles(lib, model, Integer.parseInt(arguments[3]));
            case "protocol" -> protocol(lib, model, Integer.parseInt(arguments[3]));
            case "llama-bench" -> llamaBench(lib, model, Path.of(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static Engine engine(Path lib, Path model, String... options) throws Exception {
        TreeMap<String, String> all = new TreeMap<>(
                java.util.Map.of("lib", lib.toString(), "threads", String.valueOf(THREADS), "context", "1024"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new LlamaCppProvider().open(new Candidate("measured", model.toString(), "llama.cpp", all));
    }

    private static LoadSettings settings(Path lib, Path model, boolean exact) {
        CacheType type = exact ? CacheType.F32 : CacheType.F16;
        return new LoadSettings(lib.toString(), model.toString(), false, OptionalInt.of(1024), THREADS, exact, type,
                type, 1, false, OptionalInt.empty(), List.of(), Optional.empty(), new TreeMap<>());
    }

    /** The median, and between which values all rounds lie. */
    private static String spread(String format, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")",
                sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }

    /** Seconds of processor that the workers have taken: on a machine that others use, what tells. */
    private static double processor() {
        return ProcessHandle.current().children().map(child -> child.info().totalCpuDuration())
                .flatMap(Optional::stream).mapToDouble(spent -> spent.toNanos() / 1e9).sum();
    }

    private static double timed(int workers, List<Callable<Object>> requests) throws Exception {
        double start = processor();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            for (Future<Object> done : threads.invokeAll(requests)) {
                done.get();
            }
        }
        return processor() - start;
    }

    private static void batching(Path lib, Path model, int parallel) throws Exception {
        String side = String.valueOf(parallel);
        try (Engine together = engine(lib, model, "parallel", side);
                Engine turns = engine(lib, model, "parallel", side, "batching", "false")) {
            together.conformance().stream().filter(check -> check.check().equals("sequences-together"))
                    .forEach(check -> System.out.printf(Locale.ROOT, "%s%n", check.detail()));
            List<Double> scoring = new ArrayList<>();
            List<Double> writing = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                double[] seconds = new double[4];
                for (int i = 0; i < 2; i++) {
                    int which = (i + round) % 2;
                    Engine engine = which == 0 ? together : turns;
                    seconds[which] = timed(parallel, scores(engine, 2 * parallel));
                    seconds[2 + which] = timed(parallel, answers(engine, parallel));
                }
                System.out.printf(Locale.ROOT,
                        "round %d, seconds of processor: scoring %.2f together, %.2f in turns; writing %.2f, %.2f%n",
                        round, seconds[0],
                        seconds[1], seconds[2], seconds[3]);
                scoring.add(seconds[1] / seconds[0]);
                writing.add(seconds[3] / seconds[2]);
            }
            System.out.printf(Locale.ROOT,
                    "in turns takes %s times the processor at scoring, %s times at writing (median and range of %d rounds)%n",
                    spread("%.2f", scoring), spread("%.2f", writing), ROUNDS);
        }
    }

    private static List<Callable<Object>> scores(Engine engine, int count) {
        List<Callable<Object>> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prompt prompt = Prompt.plain("問" + i + "：" + "日本の首都はどこですか。".repeat(6) + "\n答え：");
            requests.add(() -> engine.logprobs().orElseThrow().score(prompt, CHOICES, Deadline.none()));
        }
        return requests;
    }

    private static List<Callable<Object>> answers(Engine engine, int count) {
        GenerationSettings settings = GenerationSettings.greedy(32, List.of()).ignoringEnd();
        List<Callable<Object>> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prompt prompt = Prompt.plain("問" + i + "：日本の首都はどこですか。\n答え：");
            requests.add(() -> engine.generate(prompt, settings, 0, Deadline.none(), GenerationListener.NONE));
        }
        return requests;
    }

    private static void cycles(Path lib, Path model, int count) throws Exception {
        double first = Double.NaN;
        for (int i = 0; i <= count; i++) {
            try (OpenedModel opened = OpenedModel.of(settings(lib, model, true))) {
                double sum = opened.scorer().score(Prompt.plain("日本の首都は"), CHOICES, Deadline.none()).stream()
                        .mapToDouble(score -> score.logprob()).sum();
                first = i == 0 ? sum : first;
                if (sum != first) {
                    throw new IllegalStateException("cycle " + i + " gave " + sum + " and not " + first);
                }
            }
            if (i % Math.max(1, count / 10) == 0) {
                System.gc();
                String before = resident();
                String inUse = Allocator.inUse();
                Allocator.trim();
                System.out.printf(Locale.ROOT,
                        "after %d cycles: %s resident, %s once trimmed; %s in use by the allocator's count%n",
                        i + 1, before, resident(), inUse);
            }
        }
    }

    private static String resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .map(line -> line.replaceAll("[^0-9]+", " ").strip() + " kB").findFirst().orElse("not told");
    }

    /** The C library's allocator: what it holds on to is not what a program has not given back. */
    private static final class Allocator {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final StructLayout INFO = MemoryLayout.structLayout(
                MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG).withName("fields"));

        private Allocator() {}

        private static Optional<MethodHandle> function(String name, FunctionDescriptor shape) {
            return LINKER.defaultLookup().find(name).map(address -> LINKER.downcallHandle(address, shape));
        }

        static void trim() {
            function("malloc_trim", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG))
                    .ifPresent(trim -> {
                        try {
                            int freed = (int) trim.invokeExact(0L);
                            if (freed < 0) {
                                throw new IllegalStateException("malloc_trim");
                            }
                        } catch (Throwable e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }

        /** glibc's mallinfo2: hblkhd (mapped blocks) and uordblks (used ones). */
        static String inUse() {
            return function("mallinfo2", FunctionDescriptor.of(INFO)).map(info -> {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment told = (MemorySegment) info.invokeExact((SegmentAllocator) arena);
                    return (told.getAtIndex(ValueLayout.JAVA_LONG, 4) + told.getAtIndex(ValueLayout.JAVA_LONG, 7))
                            / 1024 + " kB";
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            }).orElse("not told");
        }
    }

    private static void protocol(Path lib, Path model, int tokens) throws Exception {
        GenerationSettings settings = GenerationSettings.greedy(tokens, List.of()).ignoringEnd();
        Prompt prompt = Prompt.plain("日本の首都は");
        GenerationListener heard = (text, count, ready) -> {};
        try (Engine worker = engine(lib, model); OpenedModel here = OpenedModel.of(settings(lib, model, true))) {
            double one = 0;
            for (int i = 0; i < 3; i++) {
                one = spent();
                worker.generate(prompt, settings, 0, Deadline.none(), GenerationListener.NONE);
            }
            int answers = Math.clamp((long) Math.ceil(BLOCK_SECONDS / (spent() - one)), 2, ANSWERS);
            List<Double> plain = new ArrayList<>();
            List<Double> streamed = new ArrayList<>();
            List<Double> own = new ArrayList<>();
            for (int round = 0; round < 2 * ROUNDS + COMPILING; round++) {
                double[] micros = new double[3];
                for (int i = 0; i < 3; i++) {
                    int which = (i + round) % 3;
                    double start = spent();
                    for (int again = 0; again < answers; again++) {
                        if (which == 0) {
                            here.decoder().generate(prompt, settings, 0, Deadline.none(), GenerationListener.NONE);
                        } else {
                            worker.generate(prompt, settings, 0, Deadline.none(),
                                    which == 1 ? GenerationListener.NONE : heard);
                        }
                    }
                    micros[which] = (spent() - start) * 1e6 / tokens / answers;
                }
                if (round >= COMPILING) {
                    plain.add(micros[1] - micros[0]);
                    streamed.add(micros[2] - micros[0]);
                    own.add(micros[0]);
                }
            }
            System.out.printf(Locale.ROOT,
                    "%s µs of processor a token in this process; the worker adds %s µs, and %s µs where pieces are sent"
                            + " (median and range of %d rounds)%n",
                    spread("%.0f", own), spread("%.1f", plain), spread("%.1f", streamed), own.size());
        }
    }

    /** Seconds of processor of this process and its workers. */
    private static double spent() {
        return processor() + ProcessHandle.current().info().totalCpuDuration().map(spent -> spent.toNanos() / 1e9)
                .orElse(0.0);
    }

    private static void llamaBench(Path lib, Path model, Path binary) throws Exception {
        try (OpenedModel here = OpenedModel.of(settings(lib, model, false))) {
            List<Double> prefill = new ArrayList<>();
            List<Double> decode = new ArrayList<>();
            double[] fastest = new double[4];
            for (int round = 0; round <= ROUNDS; round++) {
                boolean first = round % 2 == 0;
                double[] ours = first ? ours(here) : new double[2];
                double[] theirs = theirs(binary, model);
                ours = first ? ours : ours(here);
                System.out.printf(Locale.ROOT,
                        "prefill of 256 %.1f against %.1f tokens/s, decode of 32 %.2f against %.2f%n", ours[0],
                        theirs[0], ours[1], theirs[1]);
                for (int i = 0; i < 2; i++) {
                    fastest[i] = Math.max(fastest[i], ours[i]);
                    fastest[2 + i] = Math.max(fastest[2 + i], theirs[i]);
                }
                if (round > 0) {
                    prefill.add(ours[0] / theirs[0]);
                    decode.add(ours[1] / theirs[1]);
                }
            }
            System.out.printf(Locale.ROOT,
                    "of llama-bench's speed: prefill %s, decode %s (median and range of %d rounds)%n",
                    spread("%.3f", prefill), spread("%.3f", decode), ROUNDS);
            // whatever else the machine does only slows a round down
            System.out.printf(Locale.ROOT,
                    "fastest rounds of each: prefill %.1f against %.1f (%.3f), decode %.2f against %.2f (%.3f)%n",
                    fastest[0], fastest[2], fastest[0] / fastest[2], fastest[1], fastest[3],
                    fastest[1] / fastest[3]);
        }
    }

    private static double[] ours(OpenedModel model) throws Exception {
        int[] ids = new int[256];
        Arrays.setAll(ids, i -> 100 + i);
        float[] logits = new float[model.facts().vocabulary()];
        double[] speed = new double[2];
        try (TokenSequence sequence = model.decoder().generator().model().sequence()) {
            sequence.feed(ids, 0, 8, Deadline.none(), logits);
            sequence.rewind(0);
            long start = System.nanoTime();
            sequence.feed(ids, 0, ids.length, Deadline.none(), logits);
            speed[0] = ids.length * 1e9 / (System.nanoTime() - start);
            sequence.rewind(0);
            sequence.feed(ids, 0, 1, Deadline.none(), logits);
            start = System.nanoTime();
            for (int i = 1; i <= 32; i++) {
                sequence.step(ids[i], logits);
            }
            speed[1] = 32 * 1e9 / (System.nanoTime() - start);
        }
        return speed;
    }

    private static double[] theirs(Path binary, Path model) throws Exception {
        Process process = new ProcessBuilder(binary.toString(), "-m", model.toString(), "-p", "256", "-n", "32", "-t",
                String.valueOf(THREADS), "-r", "1", "-o", "json").redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        double[] speed = new double[2];
        JsonNode results = JsonMapper.builder().build().readTree(process.getInputStream().readAllBytes());
        for (JsonNode result : results.values()) {
            speed[result.get("n_gen").asInt() > 0 ? 1 : 0] = result.get("avg_ts").asDouble();
        }
        return speed;
    }
}
