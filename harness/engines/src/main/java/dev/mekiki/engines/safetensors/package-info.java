/** Weight files: headers checked against the file's length before anything is believed, tensors mapped. */
@NullMarked
package dev.mekiki.engines.safetensors;

import org.jspecify.annotations.NullMarked;
