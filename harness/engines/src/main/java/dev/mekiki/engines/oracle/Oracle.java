package dev.mekiki.engines.oracle;

import dev.mekiki.engines.model.Architecture;
import dev.mekiki.engines.model.ModelConfig;
import dev.mekiki.engines.model.ModelConfig.Activation;
import dev.mekiki.engines.safetensors.ModelTensors;
import java.util.OptionalDouble;

/**
 * A forward pass in double precision, as plainly as the papers have it: no cache, no batches, no tricks. Written from
 * transformers' modelling code and sharing nothing with jlama but the files, so that an error in one shows.
 */
public final class Oracle {
    private final ModelConfig config;
    private final Weights weights;
    private final double[] frequencies;

    public Oracle(ModelConfig config, ModelTensors tensors) {
        this.config = config;
        this.weights = new Weights(tensors);
        this.frequencies = config.ropeScaling().frequencies(config.headSize(), config.ropeTheta());
    }

    /** Log-probabilities of every token after each position: {@code [ids.length][vocabulary]}. */
    public double[][] logprobs(int[] ids) {
        double[][] hidden = hidden(ids, config.layers());
        double[][] logprobs = new double[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            logprobs[i] = logSoftmax(logits(hidden[i]));
        }
        return logprobs;
    }

    /** Log-probabilities after the last position when only the first layers are run. */
    public double[] lastLogprobs(int[] ids, int layers) {
        return logSoftmax(logits(hidden(ids, layers)[ids.length - 1]));
    }

    private double[][] hidden(int[] ids, int layers) {
        double[][] x = new double[ids.length][];
        for (int p = 0; p < ids.length; p++) {
            x[p] = embed(ids[p], p);
        }
        for (int layer = 0; layer < layers; layer++) {
            if (config.architecture() == Architecture.GPT2) {
                gpt2Block("h." + layer + ".", x);
            } else {
                block("model.layers." + layer + ".", x);
            }
        }
        return x;
    }

    private double[] embed(int id, int position) {
        if (config.architecture() == Architecture.GPT2) {
            return sum(weights.row("wte.weight", id), weights.row("wpe.weight", position), 1);
        }
        double[] row = weights.row("model.embed_tokens.weight", id);
        return scaled(row, config.embeddingScale());
    }

    private double[] logits(double[] hidden) {
        boolean gpt2 = config.architecture() == Architecture.GPT2;
        double[] normed = gpt2 ? layerNorm("ln_f", hidden) : rmsNorm("model.norm.weight", hidden);
        String matrix = gpt2 ? "wte.weight" : config.tied() ? "model.embed_tokens.weight" : "lm_head.weight";
        double[] logits = scaled(weights.times(matrix, normed), 1 / config.logitScale());
        return capped(logits, config.finalSoftCap());
    }

    /** Llama and its kin; Gemma 2 has norms behind attention and feed-forward too. */
    private void block(String name, double[][] x) {
        boolean gemma2 = config.architecture() == Architecture.GEMMA2;
        double[][] normed = each(x, row -> rmsNorm(name + "input_layernorm.weight", row));
        double[][] attended = selfAttention(name + "self_attn.", normed);
        for (int p = 0; p < x.length; p++) {
            double[] added = gemma2 ? rmsNorm(name + "post_attention_layernorm.weight", attended[p]) : attended[p];
            x[p] = sum(x[p], added, config.residualScale());
            String before = gemma2 ? "pre_feedforward_layernorm.weight" : "post_attention_layernorm.weight";
            double[] fed = feedForward(name + "mlp.", rmsNorm(name + before, x[p]));
            double[] last = gemma2 ? rmsNorm(name + "post_feedforward_layernorm.weight", fed) : fed;
            x[p] = sum(x[p], last, config.residualScale());
        }
    }

    private double[] feedForward(String name, double[] x) {
        double[] gate = weights.times(name + "gate_proj.weight", x);
        double[] up = weights.times(name + "up_proj.weight", x);
        for (int i = 0; i < gate.length; i++) {
            gate[i] = activate(gate[i]) * up[i];
        }
        return weights.times(name + "down_proj.weight", gate);
    }

    private double[][] selfAttention(String name, double[][] x) {
        double[][] q = projected(name + "q_proj", x);
        double[][] k = projected(name + "k_proj", x);
        double[][] v = projected(name + "v_proj", x);
        for (int p = 0; p < x.length; p++) {
            rotate(q[p], p);
            rotate(k[p], p);
        }
        return each(attend(q, k, v), row -> weights.times(name + "o_proj.weight", row));
    }

    private double[][] projected(String name, double[][] x) {
        boolean biased = weights.has(name + ".bias");
        return each(x, row -> {
            double[] y = weights.times(name + ".weight", row);
            return biased ? sum(y, weights.row(name + ".bias", 0), 1) : y;
        });
    }

    /** Softmax over all earlier positions and this one, each head for itself. */
    private double[][] attend(double[][] q, double[][] k, double[][] v) {
        int size = config.headSize();
        int sharing = config.heads() / config.kvHeads();
        double[][] out = new double[q.length][config.heads() * size];
        for (int p = 0; p < q.length; p++) {
            for (int head = 0; head < config.heads(); head++) {
                int at = head * size;
                int kv = head / sharing * size;
                double[] scores = new double[p + 1];
                for (int s = 0; s <= p; s++) {
                    for (int i = 0; i < size; i++) {
                        scores[s] += q[p][at + i] * k[s][kv + i];
                    }
                    scores[s] *= config.attentionScale();
                }
                double[] shares = logSoftmax(capped(scores, config.attentionSoftCap()));
                for (int s = 0; s <= p; s++) {
                    double share = Math.exp(shares[s]);
                    for (int i = 0; i < size; i++) {
                        out[p][at + i] += share * v[s][kv + i];
                    }
                }
            }
        }
        return out;
    }

    /** Dimension i of a head turns with dimension i + half, as in Hugging Face's layout. */
    private void rotate(double[] x, int position) {
        int half = frequencies.length;
        for (int head = 0; head < x.length; head += 2 * half) {
            for (int i = 0; i < half; i++) {
                double cos = Math.cos(position * frequencies[i]);
                double sin = Math.sin(position * frequencies[i]);
                double a = x[head + i];
                double b = x[head + half + i];
                x[head + i] = a * cos - b * sin;
                x[head + half + i] = b * cos + a * sin;
            }
        }
    }

    private void gpt2Block(String name, double[][] x) {
        int width = config.hidden();
        double[][] joined = each(x, row -> affine(name + "attn.c_attn", layerNorm(name + "ln_1", row)));
        double[][] attended = attend(part(joined, 0, width), part(joined, width, width),
                part(joined, 2 * width, width));
        for (int p = 0; p < x.length; p++) {
            x[p] = sum(x[p], affine(name + "attn.c_proj", attended[p]), 1);
            double[] inner = affine(name + "mlp.c_fc", layerNorm(name + "ln_2", x[p]));
            for (int i = 0; i < inner.length; i++) {
                inner[i] = activate(inner[i]);
            }
            x[p] = sum(x[p], affine(name + "mlp.c_proj", inner), 1);
        }
    }

    private double[] affine(String name, double[] x) {
        return sum(weights.transposedTimes(name + ".weight", x), weights.row(name + ".bias", 0), 1);
    }

    private double activate(double x) {
        return config.activation() == Activation.SILU
                ? x / (1 + Math.exp(-x))
                : 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private double[] rmsNorm(String name, double[] x) {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double factor = 1 / Math.sqrt(squares / x.length + config.normEpsilon());
        double[] weight = weights.row(name, 0);
        double offset = config.architecture().gemmaLike() ? 1 : 0;
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * factor * (offset + weight[i]);
        }
        return y;
    }

    private double[] layerNorm(String name, double[] x) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double factor = 1 / Math.sqrt(variance + config.normEpsilon());
        double[] weight = weights.row(name + ".weight", 0);
        double[] y = weights.row(name + ".bias", 0);
        for (int i = 0; i < x.length; i++) {
            y[i] += (x[i] - mean) * factor * weight[i];
        }
        return y;
    }

    private static double[] capped(double[] values, OptionalDouble cap) {
        if (cap.isPresent()) {
            for (int i = 0; i < values.length; i++) {
                values[i] = cap.getAsDouble() * Math.tanh(values[i] / cap.getAsDouble());
            }
        }
        return values;
    }

    private static double[] logSoftmax(double[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            most = Math.max(most, logit);
        }
        double total = 0;
        for (double logit : logits) {
            total += Math.exp(logit - most);
        }
        double shift = most + Math.log(total);
        double[] y = new double[logits.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = logits[i] - shift;
        }
        return y;
    }

    private static double[][] each(double[][] rows, java.util.function.UnaryOperator<double[]> function) {
        double[][] y = new double[rows.length][];
        for (int p = 0; p < rows.length; p++) {
            y[p] = function.apply(rows[p]);
        }
        return y;
    }

    private static double[][] part(double[][] rows, int from, int width) {
        return each(rows, row -> java.util.Arrays.copyOfRange(row, from, from + width));
    }

    private static double[] sum(double[] a, double[] b, double factor) {
        double[] y = a.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += factor * b[i];
        }
        return y;
    }

    private static double[] scaled(double[] x, double factor) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] *= factor;
        }
        return y;
    }
}
