/**
 * Servers that Mekiki starts on this machine's devices, watches and stops: llama-server and vLLM. Requests go through the engine {@code openai}.
 */
@NullMarked
package dev.mekiki.engines.served;

import org.jspecify.annotations.NullMarked;
