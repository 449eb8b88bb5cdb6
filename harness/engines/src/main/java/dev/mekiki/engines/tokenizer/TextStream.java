package dev.mekiki.engines.tokenizer;

import java.util.function.IntFunction;

/**
 * Turns tokens into text as they come, never giving out part of a character: the bytes of one may lie in several tokens. Not
 * safe for use by several threads.
 */
public sealed interface TextStream permits ByteText, WindowedText {
    /** @return the text that became certain, often empty */
    String add(int id);

    /** @return what was held back */
    String end();

    /** A stream of its own for each answer. */
    static TextStream of(HubTokenizer tokenizer) {
        return tokenizer.bytes().<TextStream>map(bytes -> new ByteText(bytes::of))
                .orElseGet(() -> new WindowedText(tokenizer));
    }

    /** A stream of tokens that each stand for bytes of their own. */
    static TextStream of(IntFunction<byte[]> bytes) {
        return new ByteText(bytes);
    }
}
