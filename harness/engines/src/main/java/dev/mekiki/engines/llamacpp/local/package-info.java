/** A GGUF model in this process: its tokenizer, sequences and what the file says of itself. */
@NullMarked
package dev.mekiki.engines.llamacpp.local;

import org.jspecify.annotations.NullMarked;
