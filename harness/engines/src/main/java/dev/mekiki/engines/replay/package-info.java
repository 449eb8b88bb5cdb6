/** Answers that were recorded earlier. */
@NullMarked
package dev.mekiki.engines.replay;

import org.jspecify.annotations.NullMarked;
