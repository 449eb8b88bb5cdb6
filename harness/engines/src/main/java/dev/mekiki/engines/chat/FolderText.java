package dev.mekiki.engines.chat;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Tokenizer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Tokenizer and chat template of a folder in Hugging Face layout, each read when it is first asked for. */
public final class FolderText implements ModelText {
    private final ModelFolder folder;
    private @Nullable HubTokenizer tokenizer;

    private final Optional<Candidate> candidate;

    private FolderText(ModelFolder folder, Optional<Candidate> candidate) {
        this.folder = folder;
        this.candidate = candidate;
    }

    public static FolderText of(ModelFolder folder) {
        return new FolderText(folder, Optional.empty());
    }

    /** With the chat template as the candidate sets it. */
    public static FolderText of(ModelFolder folder, Candidate candidate) {
        return new FolderText(folder, Optional.of(candidate));
    }

    @Override
    public Tokenizer tokenizer() throws EngineException {
        return opened();
    }

    @Override
    public OptionalInt beginToken() throws EngineException {
        return opened().begin();
    }

    private HubTokenizer opened() throws EngineException {
        HubTokenizer open = tokenizer;
        if (open == null) {
            try {
                open = HubTokenizer.open(folder);
            } catch (UnusableModel e) {
                throw new EngineException(String.valueOf(e.getMessage()), e);
            }
            tokenizer = open;
        }
        return open;
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() throws EngineException {
        try {
            Optional<TemplateFile> file = TemplateFile.find(folder);
            Map<String, @Nullable Object> preset = candidate.isEmpty()
                    ? Map.of()
                    : TemplateSwitches.of(candidate.get(), file);
            return file.map(found -> JinjaChatTemplate.of(found, preset));
        } catch (UnusableModel e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
