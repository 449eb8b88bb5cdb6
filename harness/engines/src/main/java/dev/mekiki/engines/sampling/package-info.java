/** From logits to log-probabilities and to the next token. */
@NullMarked
package dev.mekiki.engines.sampling;

import org.jspecify.annotations.NullMarked;
