/** Models behind an endpoint that speaks OpenAI's protocol: vLLM, llama-server, SGLang, Ollama, LM Studio, gateways, clouds. */
@NullMarked
package dev.mekiki.engines.openai;

import org.jspecify.annotations.NullMarked;
