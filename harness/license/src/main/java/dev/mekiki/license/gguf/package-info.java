/** Headers of GGUF files: metadata and tensor table, bounded, never the weights. */
@NullMarked
package dev.mekiki.license.gguf;

import org.jspecify.annotations.NullMarked;
