package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.llamacpp.lib.LlamaContext;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.Piece.Wanted;

/** Room for one sequence in a context. One thread at a time. */
interface Lane {
    /** Reads the logits that were wanted, the first of them in this row. */
    @FunctionalInterface
    interface Reader {
        void read(LlamaContext context, int row);
    }

    /** Most tokens of one call, as things are. */
    int batch();

    /** Computes tokens {@code from} to {@code to} behind those before. */
    void compute(int[] ids, int from, int to, int position, Wanted wanted, Reader reader) throws LlamaException;

    /** @return false if the model can't forget the tokens from this position on alone */
    boolean forget(int from);

    void clear();

    /** Others may have it. */
    void give();
}
