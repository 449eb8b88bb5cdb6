/** The engine in this process: jlama's kernels with our own weights loader, RoPE table, decoding loop and self-check. */
@NullMarked
package dev.mekiki.engines.jlama;

import org.jspecify.annotations.NullMarked;
