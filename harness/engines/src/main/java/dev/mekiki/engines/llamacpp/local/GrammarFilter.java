package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.decoding.TokenFilter;
import dev.mekiki.engines.llamacpp.lib.LlamaGrammar;

/** llama.cpp's grammar sampler, which only filters here: our own sampler picks. */
record GrammarFilter(LlamaGrammar grammar) implements TokenFilter {
    @Override
    public boolean allows(int id) {
        return grammar.allows(id);
    }

    @Override
    public void mask(float[] logits) {
        grammar.mask(logits);
    }

    @Override
    public void accept(int id) {
        grammar.accept(id);
    }

    @Override
    public void close() {
        grammar.close();
    }
}
