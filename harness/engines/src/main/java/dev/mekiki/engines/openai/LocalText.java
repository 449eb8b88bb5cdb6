package dev.mekiki.engines.openai;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.chat.JinjaChatTemplate;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Prompt;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tokenizer and a chat template that the plan names, and how the server takes what they make.
 *
 * @param takesIds whether the server takes tokens: it then reads exactly what was made here
 * @param addsBegin whether it puts the token that begins a text in front of a prompt's text
 */
record LocalText(HubTokenizer tokenizer, Optional<ChatTemplate> template, boolean takesIds, boolean addsBegin) {
    /** @param candidate for its settings of the chat template */
    static LocalText open(Path folder, Candidate candidate) throws EngineException {
        try {
            ModelFolder files = ModelFolder.of(folder.toString());
            Optional<ChatTemplate> template = JinjaChatTemplate.find(files, candidate);
            return new LocalText(HubTokenizer.open(files), template, false, false);
        } catch (UnusableModel e) {
            throw new EngineException("tokenizer: " + e.getMessage(), e);
        }
    }

    LocalText taken(boolean ids, boolean begin) {
        return new LocalText(tokenizer, template, ids, begin);
    }

    PairEncoder pairs() {
        return new PairEncoder(tokenizer, tokenizer.begin().isPresent() ? tokenizer.begin() : tokenizer.end());
    }

    /** The text to send, so that the server's own first token does not come twice. */
    String sent(Prompt prompt) {
        OptionalInt begin = tokenizer.begin();
        if (!prompt.templated() || !addsBegin || begin.isEmpty()) {
            return prompt.text();
        }
        String first = tokenizer.tokens(new int[]{begin.getAsInt()}).getFirst();
        return !first.isEmpty() && prompt.text().startsWith(first)
                ? prompt.text().substring(first.length())
                : prompt.text();
    }
}
