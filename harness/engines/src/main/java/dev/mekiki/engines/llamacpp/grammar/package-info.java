/** JSON Schemas as grammars that llama.cpp reads. */
@NullMarked
package dev.mekiki.engines.llamacpp.grammar;

import org.jspecify.annotations.NullMarked;
