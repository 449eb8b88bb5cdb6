package dev.mekiki.engines.jlama;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.chat.JinjaChatTemplate;
import dev.mekiki.engines.model.ConfigReader;
import dev.mekiki.engines.model.ModelConfig;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.SpecialTokens;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.safetensors.ModelTensors;
import dev.mekiki.engines.safetensors.ModelWeights;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.port.ChatTemplate;
import java.util.Optional;

/** All that can be told from a candidate's small files and its weights' headers. */
record Inspection(ModelFolder folder, ModelConfig config, ModelTensors tensors, SpecialTokens special,
        JlamaOptions options, int context, Optional<ChatTemplate> template) {
    /** @throws UnusableModel why jlama can't run it correctly */
    static Inspection of(Candidate candidate) throws UnusableModel {
        Optional<String> missing = JlamaRuntime.missing();
        if (missing.isPresent()) {
            throw new UnusableModel(missing.get());
        }
        JlamaOptions options = JlamaOptions.of(candidate.options());
        ModelFolder folder = ModelFolder.of(candidate.model());
        ModelConfig config = ConfigReader.read(folder);
        int context = options.contextFor(config);
        HubTokenizer.file(folder);
        Optional<ChatTemplate> template = JinjaChatTemplate.find(folder, candidate);
        SpecialTokens special = SpecialTokens.read(folder);
        ModelTensors tensors = ModelTensors.of(config, ModelWeights.read(folder));
        int threads = options.threads().orElse(JlamaRuntime.defaultThreads());
        for (int rows : new int[]{config.hidden(), config.intermediate(), config.attentionWidth(), config.kvWidth(),
                config.vocabulary()}) {
            if (!JlamaRuntime.reachesAll(rows, threads)) {
                throw new UnusableModel("jlama can't divide " + rows + " rows among " + threads
                        + " threads; set the option threads to a power of two");
            }
        }
        return new Inspection(folder, config, tensors, special, options, context, template);
    }
}
