package dev.mekiki.engines.sampling;

/**
 * Log-probabilities from float logits, in double precision.
 *
 * @param shift log of the sum of the exponentials of all logits
 * @param best index of the greatest logit, the first among equals
 */
public record LogSoftmax(double shift, int best) {
    public static LogSoftmax of(float[] logits) {
        int best = argmax(logits);
        double most = logits[best];
        double total = 0;
        for (float logit : logits) {
            total += Math.exp(logit - most);
        }
        return new LogSoftmax(most + Math.log(total), best);
    }

    /** Natural logarithms of all tokens' probabilities. */
    public static double[] logprobs(float[] logits) {
        double shift = of(logits).shift();
        double[] logprobs = new double[logits.length];
        for (int i = 0; i < logprobs.length; i++) {
            logprobs[i] = logits[i] - shift;
        }
        return logprobs;
    }

    /** Natural logarithm of the token's probability. */
    public double logprob(float[] logits, int token) {
        return logits[token] - shift;
    }

    /** Index of the greatest value, the first among equals. */
    public static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
