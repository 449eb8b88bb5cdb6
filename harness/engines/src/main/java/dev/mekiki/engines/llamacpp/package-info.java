/** The engine llama.cpp: GGUF files, on whatever the installed build of llama.cpp computes on. */
@NullMarked
package dev.mekiki.engines.llamacpp;

import org.jspecify.annotations.NullMarked;
