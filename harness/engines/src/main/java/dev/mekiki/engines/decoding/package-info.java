/** Scoring and generation token by token: the same for every engine that computes the next token's logits itself. */
@NullMarked
package dev.mekiki.engines.decoding;

import org.jspecify.annotations.NullMarked;
