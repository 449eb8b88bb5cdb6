package dev.mekiki.engines.openai;

import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How a server keeps to what it is asked. None of these blocks anything: answers are cut at stop strings here as well, and that servers
 * compute differently from request to request is for the reader to know.
 */
record EndpointChecks(Engine engine) {
    private static final Prompt QUESTION = Prompt.plain("質問：日本の首都はどこですか。\n回答：");
    private static final int LENGTH = 24;
    private static final int TOGETHER = 4;

    /** Runs all of them. */
    List<Conformance> run() {
        return List.of(guarded("greedy-determinism", () -> repeated(0)), guarded("seed-determinism", () -> repeated(1)),
                guarded("concurrency-invariance", this::together), guarded("stop-string", this::stopString),
                guarded("max-tokens", this::maxTokens));
    }

    private record Result(boolean passed, String detail) {}

    @FunctionalInterface
    private interface Check {
        Result run() throws EngineException;
    }

    private static Conformance guarded(String name, Check check) {
        try {
            Result result = check.run();
            return new Conformance(name, result.passed(), result.detail(), Set.of());
        } catch (EngineException | RuntimeException e) {
            return new Conformance(name, false, "could not be checked: " + e.getMessage(), Set.of());
        }
    }

    private Result repeated(double temperature) throws EngineException {
        String first = said(generate(temperature, LENGTH, List.of()));
        String second = said(generate(temperature, LENGTH, List.of()));
        return new Result(first.equals(second), first.equals(second)
                ? "the same request gave the same answer twice"
                : "the same request gave “" + ServerJson.shown(first) + "” and “" + ServerJson.shown(second) + "”");
    }

    private Result together() throws EngineException {
        String alone = said(generate(0, LENGTH, List.of()));
        List<String> others = new ArrayList<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Generation>> futures = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                futures.add(workers.submit(() -> generate(0, LENGTH, List.of())));
            }
            for (Future<Generation> future : futures) {
                others.add(said(future.get()));
            }
        } catch (ExecutionException e) {
            throw new EngineException("an answer among several failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        }
        long equal = others.stream().filter(alone::equals).count();
        return new Result(equal == TOGETHER,
                equal + " of " + TOGETHER + " answers asked for at the same time are the one given alone");
    }

    private Result stopString() throws EngineException {
        String text = generate(0, LENGTH, List.of()).text();
        int characters = text.codePointCount(0, text.length());
        if (characters < 3) {
            return new Result(true, "the model says too little to stop it: “" + ServerJson.shown(text) + "”");
        }
        int from = text.offsetByCodePoints(0, characters / 2 - 1);
        String stop = text.substring(from, text.offsetByCodePoints(from, 2));
        Generation stopped = generate(0, LENGTH, List.of(stop));
        String expected = text.substring(0, text.indexOf(stop));
        return new Result(stopped.text().equals(expected), stopped.text().equals(expected)
                ? "stopped before “" + stop + "”"
                : "asked to stop at “" + stop + "” of “" + ServerJson.shown(text) + "”, it said “"
                        + ServerJson.shown(stopped.text()) + "”");
    }

    private Result maxTokens() throws EngineException {
        Generation generation = generate(0, 2, List.of());
        if (generation.outputTokens() == 0) {
            return new Result(false, "the server counts no tokens");
        }
        return new Result(generation.outputTokens() <= 2,
                "asked for at most 2 tokens, it gave " + generation.outputTokens());
    }

    private static String said(Generation generation) {
        return generation.reasoning().orElse("") + generation.text();
    }

    private Generation generate(double temperature, int length, List<String> stop) throws EngineException {
        return engine.generate(QUESTION, new GenerationSettings(length, stop, temperature, 1, 0), 7,
                Probe.patience(), GenerationListener.NONE);
    }
}
