package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.Vocabulary;
import dev.mekiki.port.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** The tokenizer of a GGUF file, as llama.cpp has it. */
record GgufTokenizer(Vocabulary vocabulary, OptionalInt begin) implements Tokenizer {
    @Override
    public int[] encode(String text, boolean special) {
        int[] ids;
        try {
            ids = vocabulary.encode(text);
        } catch (LlamaException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (!special || begin.isEmpty() || !vocabulary.addsBegin()
                || (ids.length > 0 && ids[0] == begin.getAsInt())) {
            return ids;
        }
        int[] all = new int[ids.length + 1];
        all[0] = begin.getAsInt();
        System.arraycopy(ids, 0, all, 1, ids.length);
        return all;
    }

    @Override
    public String decode(int[] ids) {
        return vocabulary.decode(ids);
    }

    @Override
    public List<String> tokens(int[] ids) {
        return Arrays.stream(ids).mapToObj(id -> new String(vocabulary.piece(id, true), StandardCharsets.UTF_8))
                .toList();
    }
}
