/** Hugging Face's tokenizers, streamed text and stop strings. */
@NullMarked
package dev.mekiki.engines.tokenizer;

import org.jspecify.annotations.NullMarked;
