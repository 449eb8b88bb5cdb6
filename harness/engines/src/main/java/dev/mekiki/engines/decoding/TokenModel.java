package dev.mekiki.engines.decoding;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.port.EngineException;

/** A model that gives the logits of the next token. Safe for use by several threads. */
public interface TokenModel {
    /** Tokens there are. */
    int vocabulary();

    /** Tokens that a sequence may have. */
    int context();

    /** An empty sequence. */
    TokenSequence sequence();

    /**
     * Holds an answer to a format.
     *
     * @throws EngineException why it can't
     */
    default TokenFilter filter(AnswerFormat format) throws EngineException {
        throw new EngineException("this engine cannot hold an answer to a " + format.kind().words());
    }
}
