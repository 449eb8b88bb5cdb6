package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.decoding.TokenSequence;
import dev.mekiki.engines.sampling.LogSoftmax;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same sequences computed alone and together: prompts of different lengths, then token by token. */
record BatchingTrial(int sequences, int vocabulary, int context) {
    private static final int MOST = 8;
    private static final int PROMPT = 24;
    private static final int STEPS = 12;
    /** Nats. Kernels for many rows add in another order; F16 keys and values and flash attention round besides. */
    private static final double EXACT = 1e-3;
    private static final double ROUGH = 0.1;

    static BatchingTrial of(LocalModel model, int parallel) {
        return new BatchingTrial(Math.min(parallel, MOST), model.vocabulary(), model.context());
    }

    /** Log-probabilities of the given tokens, and the milliseconds that the steps took. */
    private record Heard(List<double[]> logprobs, double stepsMs) {}

    Batching run(LocalModel turns, LocalModel together, boolean exact) throws EngineException {
        Heard alone = alone(turns);
        Heard batched = together(together);
        double apart = 0;
        for (int i = 0; i < sequences; i++) {
            for (int j = 0; j < alone.logprobs().get(i).length; j++) {
                double difference = Math.abs(alone.logprobs().get(i)[j] - batched.logprobs().get(i)[j]);
                apart = Double.isNaN(difference) ? Double.MAX_VALUE : Math.max(apart, difference);
            }
        }
        return new Batching(sequences, apart, exact ? EXACT : ROUGH, alone.stepsMs() / STEPS,
                batched.stepsMs() / STEPS);
    }

    private Heard alone(LocalModel model) throws EngineException {
        List<double[]> all = new ArrayList<>();
        double ms = 0;
        for (int i = 0; i < sequences; i++) {
            Heard one = one(model, i, () -> 0);
            all.addAll(one.logprobs());
            ms += one.stepsMs();
        }
        return new Heard(all, ms);
    }

    private Heard together(LocalModel model) throws EngineException {
        CyclicBarrier begun = new CyclicBarrier(sequences);
        try (ExecutorService threads = Executors.newFixedThreadPool(sequences)) {
            List<Future<Heard>> futures = new ArrayList<>();
            for (int i = 0; i < sequences; i++) {
                int number = i;
                futures.add(threads.submit(() -> one(model, number, begun::await)));
            }
            List<double[]> all = new ArrayList<>();
            double ms = 0;
            for (Future<Heard> future : futures) {
                all.addAll(future.get().logprobs());
                ms = Math.max(ms, future.get().stepsMs());
            }
            return new Heard(all, ms);
        } catch (ExecutionException e) {
            throw new EngineException("sequences can't be computed together: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted", e);
        }
    }

    private Heard one(LocalModel model, int number, Callable<Integer> begun) throws EngineException {
        int steps = Math.min(STEPS, Math.max(1, context / 4));
        int[] ids = new int[Math.min(PROMPT + 3 * number, context - steps) + steps];
        Arrays.setAll(ids, i -> Math.floorMod(((i + 1) * (2_654_435_761L + 40_503L * number)) >> 7, vocabulary));
        double[] logprobs = new double[ids.length - 1];
        float[] logits = new float[vocabulary];
        int prompt = ids.length - steps;
        try (TokenSequence sequence = model.sequence()) {
            sequence.feedAll(ids, 0, prompt, Deadline.none(),
                    (row, next) -> logprobs[row] = LogSoftmax.of(next).logprob(next, ids[row + 1]));
            begun.call();
            long start = System.nanoTime();
            for (int i = prompt; i < ids.length - 1; i++) {
                sequence.step(ids[i], logits);
                logprobs[i] = LogSoftmax.of(logits).logprob(logits, ids[i + 1]);
            }
            return new Heard(List.of(logprobs), (System.nanoTime() - start) / 1e6);
        } catch (EngineException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new EngineException("the others did not come: " + e, e);
        }
    }
}
