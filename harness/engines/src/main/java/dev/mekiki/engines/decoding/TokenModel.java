package dev.mekiki.engines.decoding;

/** A model that gives the logits of the next token. Safe for use by several threads. */
public interface TokenModel {
    /** Tokens there are. */
    int vocabulary();

    /** Tokens that a sequence may have. */
    int context();

    /** An empty sequence. */
    TokenSequence sequence();
}
