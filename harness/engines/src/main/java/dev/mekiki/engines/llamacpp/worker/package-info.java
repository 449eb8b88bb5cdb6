/**
 * llama.cpp in a process of its own, since an assertion in it, a lack of memory or a hostile file ends the process it is in. The two talk
 * over pipes in frames that begin with their length.
 */
@NullMarked
package dev.mekiki.engines.llamacpp.worker;

import org.jspecify.annotations.NullMarked;
