package dev.mekiki.port;

import java.util.List;

/** The candidate's own tokenizer. */
public interface Tokenizer {
    /** @param special whether tokens such as BOS are added as the tokenizer's files say */
    int[] encode(String text, boolean special);

    String decode(int[] ids);

    /** Each token as it stands in the vocabulary or as text. */
    List<String> tokens(int[] ids);
}
