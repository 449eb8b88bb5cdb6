package dev.mekiki.engines.conformance;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Checks of an engine with log-probabilities, made on a short text.
 *
 * @param distribution log-probabilities of the whole vocabulary after some tokens
 */
public record Checks(Engine engine, PairEncoder pairs, Function<int[], double[]> distribution, Allowed allowed) {
    /**
     * Nats by which log-probabilities of the same may differ.
     *
     * @param reuse with a shared context and without
     * @param together at the same time as others and alone; where it is more than {@link #ROUNDING}, sampled answers may differ as well
     */
    public record Allowed(double reuse, double together) {
        /** Vector sums may be added in another order once the JVM has compiled them. */
        public static final double ROUNDING = 1e-4;
        /** Of an engine that computes in F32. */
        public static final Allowed F32 = new Allowed(1e-3, ROUNDING);
    }

    private static final String CONTEXT = "質問：日本の首都はどこですか。\n回答：";
    private static final List<String> CHOICES = List.of("東京です", "大阪", "Kyoto");
    private static final Set<AnswerMode> SCORED = Set.of(AnswerMode.CHOICE, AnswerMode.LIKELIHOOD, AnswerMode.ROLLING);
    private static final Set<AnswerMode> ALL = Set.of(AnswerMode.values());
    private static final int LENGTH = 24;
    private static final int WORKERS = 3;

    /** Runs all of them. */
    public List<Conformance> run() {
        List<Conformance> results = new ArrayList<>(new TokenizerChecks(pairs.tokenizer()).run());
        results.add(guarded("bos-count", ALL, this::bosCount));
        results.add(guarded("logprobs-sum-to-1", ALL, this::sumToOne));
        results.add(guarded("prefix-reuse", SCORED, this::prefixReuse));
        results.add(guarded("greedy-determinism", Set.of(AnswerMode.GENERATE), () -> repeated(0, 7, 7)));
        results.add(guarded("seed-determinism", Set.of(AnswerMode.GENERATE), () -> repeated(1, 7, 7)));
        results.add(guarded("concurrency-invariance", ALL, this::concurrency));
        results.add(guarded("stop-string", Set.of(AnswerMode.GENERATE), this::stopString));
        return results;
    }

    /** A check that everything depends on. */
    public static Conformance everything(String check, boolean passed, String detail) {
        return new Conformance(check, passed, detail, ALL);
    }

    private record Result(boolean passed, String detail) {}

    @FunctionalInterface
    private interface Check {
        Result run() throws EngineException;
    }

    private static Conformance guarded(String name, Set<AnswerMode> blocks, Check check) {
        try {
            Result result = check.run();
            return new Conformance(name, result.passed(), result.detail(), blocks);
        } catch (EngineException | RuntimeException e) {
            return new Conformance(name, false, "could not be checked: " + e.getMessage(), blocks);
        }
    }

    private Result bosCount() throws EngineException {
        Tokenizer tokenizer = pairs.tokenizer();
        int[] ids = pairs.prompt(Prompt.plain(CONTEXT));
        int added = ids.length - tokenizer.encode(CONTEXT, false).length;
        if (pairs.start().isEmpty()) {
            return new Result(true, "the tokenizer names no token that begins a text; " + added + " are added");
        }
        int begin = pairs.start().getAsInt();
        int count = 0;
        for (int id : ids) {
            count += id == begin ? 1 : 0;
        }
        int[] templated = pairs.prompt(new Prompt(tokenizer.tokens(new int[]{begin}).getFirst() + CONTEXT, true));
        int again = 0;
        for (int id : templated) {
            again += id == begin ? 1 : 0;
        }
        return new Result(count <= 1 && again <= 1, "token " + begin + " stands " + count
                + " times before plain text, " + again + " times in a templated text that has it");
    }

    private Result sumToOne() throws EngineException {
        double sum = 0;
        for (double logprob : distribution.apply(pairs.prompt(Prompt.plain(CONTEXT)))) {
            sum += Math.exp(logprob);
        }
        return new Result(Math.abs(sum - 1) < 1e-6,
                String.format(Locale.ROOT, "probabilities of the vocabulary sum to 1 %+.1e", sum - 1));
    }

    private Result prefixReuse() throws EngineException {
        LogprobScorer scorer = scorer();
        Prompt context = Prompt.plain(CONTEXT);
        List<ContinuationLogprob> shared = scorer.score(context, CHOICES, Deadline.none());
        int[] before = pairs.context(context);
        double worst = 0;
        for (int i = 0; i < CHOICES.size(); i++) {
            int[] rest = pairs.continuation(context, before, CHOICES.get(i));
            int[] whole = new int[before.length + rest.length];
            System.arraycopy(before, 0, whole, 0, before.length);
            System.arraycopy(rest, 0, whole, before.length, rest.length);
            double alone = scorer.score(whole).subList(before.length - 1, whole.length - 1).stream()
                    .mapToDouble(LogprobScorer.TokenLogprob::logprob).sum();
            worst = Math.max(worst, Math.abs(alone - shared.get(i).logprob()));
        }
        return new Result(worst <= allowed.reuse(), String.format(Locale.ROOT,
                "%d continuations with a shared context and without: at most %.1e nats apart (%s allowed)",
                CHOICES.size(),
                worst, allowed.reuse()));
    }

    private Result repeated(double temperature, long seed, long again) throws EngineException {
        String first = generate(temperature, seed, List.of()).text();
        String second = generate(temperature, again, List.of()).text();
        return new Result(first.equals(second), first.equals(second)
                ? LENGTH + " tokens came out the same twice"
                : "the same request gave “" + first + "” and “" + second + "”");
    }

    private Result concurrency() throws EngineException {
        List<Answer> alone = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            alone.add(answer(i));
        }
        List<Answer> together = new ArrayList<>();
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<Answer>> futures = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int seed = i;
                futures.add(workers.submit(() -> answer(seed)));
            }
            for (Future<Answer> future : futures) {
                together.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new EngineException("an answer among several failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        }
        boolean equal = true;
        double worst = 0;
        for (int i = 0; i < WORKERS; i++) {
            equal &= alone.get(i).text().equals(together.get(i).text());
            worst = Math.max(worst, Math.abs(alone.get(i).logprob() - together.get(i).logprob()));
        }
        return new Result((equal || allowed.together() > Allowed.ROUNDING) && worst <= allowed.together(),
                String.format(Locale.ROOT, "%d requests alone and at the same time: answers %s, log-probabilities"
                        + " at most %.1e nats apart (%s allowed)", WORKERS, equal ? "equal" : "different", worst,
                        allowed.together()));
    }

    /** A sampled answer and the log-probability of a choice. */
    private record Answer(String text, double logprob) {}

    private Answer answer(int seed) throws EngineException {
        double logprob = scorer().score(Prompt.plain(CONTEXT), List.of(CHOICES.get(seed)), Deadline.none()).getFirst()
                .logprob();
        return new Answer(generate(1, seed, List.of()).text(), logprob);
    }

    /** Takes two characters of what the model says, over a token's border where it can, and asks to stop there. */
    private Result stopString() throws EngineException {
        String text = generate(0, 0, List.of()).text();
        int characters = text.codePointCount(0, text.length());
        if (characters < 3) {
            return new Result(true, "the model says too little to stop it: “" + text + "”");
        }
        int from = text.offsetByCodePoints(0, characters / 2 - 1);
        String stop = text.substring(from, text.offsetByCodePoints(from, 2));
        Generation stopped = generate(0, 0, List.of(stop));
        String expected = text.substring(0, text.indexOf(stop));
        boolean passed = stopped.finish() == Generation.Finish.STOP_STRING && stopped.text().equals(expected);
        return new Result(passed, passed
                ? "stopped before “" + stop + "”"
                : "asked to stop at “" + stop + "” of “" + text + "”, it said “" + stopped.text() + "”");
    }

    private Generation generate(double temperature, long seed, List<String> stop) throws EngineException {
        return engine.generate(Prompt.plain(CONTEXT), new GenerationSettings(LENGTH, stop, temperature, 1, 0), seed,
                Deadline.none(), GenerationListener.NONE);
    }

    private LogprobScorer scorer() throws EngineException {
        return engine.logprobs().orElseThrow(() -> new EngineException("the engine gives no log-probabilities"));
    }
}
