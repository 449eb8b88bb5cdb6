package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.llamacpp.lib.Buffers;
import dev.mekiki.engines.llamacpp.lib.LlamaException;

/** Where sequences are computed. Safe for use by several threads. */
interface Lanes extends AutoCloseable {
    /** An empty one; never asked for more than there are. */
    Lane take() throws LlamaException;

    /** What all of them take of memory, those included that are made when they are wanted. */
    Buffers buffers();

    /** Not while one is in use. */
    @Override
    void close();
}
