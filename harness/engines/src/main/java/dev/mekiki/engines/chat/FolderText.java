package dev.mekiki.engines.chat;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Tokenizer;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Tokenizer and chat template of a folder in Hugging Face layout, each read when it is first asked for. */
public final class FolderText implements ModelText {
    private final ModelFolder folder;
    private final Candidate candidate;
    private @Nullable HubTokenizer tokenizer;

    private FolderText(ModelFolder folder, Candidate candidate) {
        this.folder = folder;
        this.candidate = candidate;
    }

    /** With the chat template as the candidate sets it. */
    public static FolderText of(ModelFolder folder, Candidate candidate) {
        return new FolderText(folder, candidate);
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
            return JinjaChatTemplate.find(folder, candidate);
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
