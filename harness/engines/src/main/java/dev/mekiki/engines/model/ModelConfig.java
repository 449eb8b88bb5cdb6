package dev.mekiki.engines.model;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What config.json says of a model, whichever version of transformers wrote it.
 *
 * @param maxPositions the longest sequence it was made for, in tokens
 * @param slidingWindow tokens that a position of some layer can look back on, itself included; empty where all can
 * @param tied whether the output layer is the embedding matrix; empty where config.json leaves it to the weights
 * @param embeddingScale what embeddings are multiplied with
 * @param residualScale what each block's output is multiplied with before it is added
 * @param attentionScale what products of queries and keys are multiplied with
 * @param logitScale what logits are divided by
 */
public record ModelConfig(Architecture architecture, int hidden, int intermediate, int layers, int heads, int kvHeads,
        int headSize, int vocabulary, int maxPositions, double normEpsilon, Activation activation, double ropeTheta,
        RopeScaling ropeScaling, OptionalInt slidingWindow, boolean tied, double embeddingScale, double residualScale,
        double attentionScale, double logitScale, OptionalDouble attentionSoftCap, OptionalDouble finalSoftCap) {
    /** Of the feed-forward blocks. */
    public enum Activation {
        SILU, GELU_TANH
    }

    /** Width of all query heads together. */
    public int attentionWidth() {
        return heads * headSize;
    }

    /** Width of all key heads together. */
    public int kvWidth() {
        return kvHeads * headSize;
    }
}
