/** Tells by tokenizer and architecture whose model a folder holds, whatever its card says. */
@NullMarked
package dev.mekiki.license.lineage;

import org.jspecify.annotations.NullMarked;
