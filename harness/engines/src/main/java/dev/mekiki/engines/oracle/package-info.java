/** A plain double-precision forward pass that jlama is held against. */
@NullMarked
package dev.mekiki.engines.oracle;

import org.jspecify.annotations.NullMarked;
