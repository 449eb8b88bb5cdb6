package dev.mekiki.engines.llamacpp;

import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.OpenedModel;
import dev.mekiki.engines.llamacpp.worker.ModelService;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Tokenizer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A GGUF file's tokenizer and chat template, by a worker without the weights. */
record GgufText(ModelService service, Map<String, String> variables) implements ModelText {
    static GgufText open(LoadSettings settings) throws EngineException {
        return new GgufText(ModelService.open(settings), settings.chatTemplate());
    }

    @Override
    public Tokenizer tokenizer() {
        return new RemoteTokenizer(service);
    }

    @Override
    public OptionalInt beginToken() {
        return service.facts().begin();
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() throws EngineException {
        try {
            return OpenedModel.template(service.facts().templates(), service.facts().specialTokens(), variables);
        } catch (UnusableModel e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
