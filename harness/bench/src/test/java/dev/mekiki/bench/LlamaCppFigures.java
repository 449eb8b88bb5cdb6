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
 * protocol LIB MODEL.gguf TOKENS        what the worker's process adds to a token, with pieces sent and without
 * llama-bench LIB MODEL.gguf BINARY     prefill and decode against llama.cpp's own benchmark
 * </pre>
 */
public final class LlamaCppFigures {
    private static final int ROUNDS = 5;
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

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
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
                    "in turns takes %.2f times the processor at scoring, %.2f times at writing (medians of %d rounds)%n",
                    median(scoring), median(writing), ROUNDS);
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
                System.out.printf(Locale.ROOT, "after %d cycles: %s%n", i + 1,
                        Files.readAllLines(Path.of("/proc/self/status")).stream()
                                .filter(line -> line.startsWith("VmRSS")).findFirst().orElse("memory is not told"));
            }
        }
    }

    private static void protocol(Path lib, Path model, int tokens) throws Exception {
        GenerationSettings settings = GenerationSettings.greedy(tokens, List.of()).ignoringEnd();
        Prompt prompt = Prompt.plain("日本の首都は");
        GenerationListener heard = (text, count, ready) -> {};
        try (Engine worker = engine(lib, model); OpenedModel here = OpenedModel.of(settings(lib, model, true))) {
            List<Double> plain = new ArrayList<>();
            List<Double> streamed = new ArrayList<>();
            double own = 0;
            for (int round = 0; round < 2 * ROUNDS + 1; round++) {
                double[] micros = new double[3];
                for (int i = 0; i < 3; i++) {
                    int which = (i + round) % 3;
                    long start = System.nanoTime();
                    if (which == 0) {
                        here.decoder().generate(prompt, settings, 0, Deadline.none(), GenerationListener.NONE);
                    } else {
                        worker.generate(prompt, settings, 0, Deadline.none(),
                                which == 1 ? GenerationListener.NONE : heard);
                    }
                    micros[which] = (System.nanoTime() - start) / 1e3 / tokens;
                }
                if (round > 0) {
                    plain.add(micros[1] - micros[0]);
                    streamed.add(micros[2] - micros[0]);
                    own = micros[0];
                }
            }
            System.out.printf(Locale.ROOT,
                    "%.0f µs a token in this process; the worker adds %.1f µs, and %.1f µs where pieces are sent%n",
                    own,
                    median(plain), median(streamed));
        }
    }

    private static void llamaBench(Path lib, Path model, Path binary) throws Exception {
        try (OpenedModel here = OpenedModel.of(settings(lib, model, false))) {
            List<Double> prefill = new ArrayList<>();
            List<Double> decode = new ArrayList<>();
            for (int round = 0; round <= ROUNDS; round++) {
                boolean first = round % 2 == 0;
                double[] ours = first ? ours(here) : new double[2];
                double[] theirs = theirs(binary, model);
                ours = first ? ours : ours(here);
                System.out.printf(Locale.ROOT,
                        "prefill of 256 %.1f against %.1f tokens/s, decode of 32 %.2f against %.2f%n", ours[0],
                        theirs[0],
                        ours[1], theirs[1]);
                if (round > 0) {
                    prefill.add(ours[0] / theirs[0]);
                    decode.add(ours[1] / theirs[1]);
                }
            }
            System.out.printf(Locale.ROOT, "of llama-bench's speed: prefill %.3f, decode %.3f (medians of %d rounds)%n",
                    median(prefill),
                    median(decode), ROUNDS);
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
