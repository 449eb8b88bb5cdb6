package dev.mekiki.engines.decoding;

/** What may come next in an answer that is held to a format. Not safe for use by several threads. */
public interface TokenFilter extends AutoCloseable {
    /** Whether this token may come next; one that ends a text, whether the answer is whole. */
    boolean allows(int id);

    /** Sets the logits of tokens that may not come next to minus infinity. */
    void mask(float[] logits);

    /** Told of the token that came, unless it ends the text. */
    void accept(int id);

    @Override
    void close();
}
