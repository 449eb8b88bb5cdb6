/** How much memory a model takes on which engine, by formulas; {@code docs/memory.md} gives their sources and what they leave out. */
@NullMarked
package dev.mekiki.license.memory;

import org.jspecify.annotations.NullMarked;
