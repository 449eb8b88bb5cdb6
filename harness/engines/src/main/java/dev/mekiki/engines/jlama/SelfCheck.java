package dev.mekiki.engines.jlama;

import dev.mekiki.engines.model.ModelConfig;
import dev.mekiki.engines.oracle.Oracle;
import dev.mekiki.engines.sampling.LogSoftmax;
import dev.mekiki.port.Deadline;
import java.util.Locale;

/**
 * Holds a freshly loaded model against itself (a batch of positions against one position at a time) and against the
 * double-precision oracle. What jlama gets silently wrong on some shape, processor or number of threads shows here.
 *
 * @param batchError greatest difference of a log-probability, in nats
 * @param oracleError likewise, over the whole vocabulary
 * @param layers of the model that were held against the oracle
 */
record SelfCheck(double batchError, double oracleError, int layers, int positions) {
    /** Nats. */
    static final double TOLERANCE = 1e-3;
    private static final int MOST_POSITIONS = 17;
    private static final int FEWEST_POSITIONS = 5;
    /** Multiplications that the oracle may take: about two seconds. */
    private static final double WORK = 2e9;

    static SelfCheck of(LoadedModel model) {
        ModelConfig config = model.config();
        double layer = 2.0 * config.hidden() * (config.attentionWidth() + config.kvWidth())
                + 3.0 * config.hidden() * config.intermediate();
        int positions = (int) Math.clamp(WORK / (layer * config.layers()), FEWEST_POSITIONS,
                Math.min(MOST_POSITIONS, model.context()));
        int layers = (int) Math.clamp(WORK / (layer * positions), 1, config.layers());
        int[] ids = ids(positions, config.vocabulary());
        return new SelfCheck(batchError(model, ids), oracleError(model, ids, layers), layers, positions);
    }

    boolean batchPassed() {
        return batchError <= TOLERANCE;
    }

    boolean oraclePassed() {
        return oracleError <= TOLERANCE;
    }

    String batchDetail() {
        return String.format(Locale.ROOT,
                "%d positions at once against one at a time: at most %.2g nats apart (%.0e allowed)",
                positions, batchError, TOLERANCE);
    }

    String oracleDetail() {
        return String.format(Locale.ROOT,
                "%d layers, %d positions against double precision: at most %.2g nats apart over the"
                        + " vocabulary (%.0e allowed)",
                layers, positions, oracleError, TOLERANCE);
    }

    /** Spread over the vocabulary, the same for every run. */
    private static int[] ids(int count, int vocabulary) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = (int) ((i * 2_654_435_761L + 12_345) % vocabulary);
        }
        return ids;
    }

    private static double batchError(LoadedModel model, int[] ids) {
        float[][] batch = new float[ids.length][];
        try (Sequence sequence = model.sequence()) {
            sequence.feedAll(ids, 0, ids.length, Deadline.none(), (row, logits) -> batch[row] = logits.clone());
        }
        double worst = 0;
        try (Sequence sequence = model.sequence()) {
            float[] single = new float[model.config().vocabulary()];
            for (int i = 0; i < ids.length; i++) {
                sequence.step(ids[i], single);
                double[] expected = LogSoftmax.logprobs(single);
                worst = worse(worst, difference(LogSoftmax.logprobs(batch[i]), expected));
            }
        }
        return worst;
    }

    private static double oracleError(LoadedModel model, int[] ids, int layers) {
        double[] expected = new Oracle(model.config(), model.tensors()).lastLogprobs(ids, layers);
        return difference(LogSoftmax.logprobs(model.truncated(layers, ids)), expected);
    }

    private static double difference(double[] a, double[] b) {
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = worse(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }

    /** Not a number is the worst. */
    private static double worse(double a, double b) {
        return Double.isNaN(b) || b > a ? b : a;
    }
}
