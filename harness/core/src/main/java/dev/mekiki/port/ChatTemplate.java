package dev.mekiki.port;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** A model's chat template. */
public interface ChatTemplate {
    /**
     * Exactly what the template makes of it: nothing is added.
     *
     * @throws EngineException with the template's own words
     */
    String render(ChatRequest request) throws EngineException;

    /** As {@link #render(ChatRequest)}, of messages that are to be answered. */
    default String render(List<Message> messages) throws EngineException {
        return render(ChatRequest.of(messages));
    }

    /** Where it stands, such as {@code chat_template.jinja}. */
    String source();

    /**
     * What the template makes of the messages up to the end of the last one's text, for an answer that goes on from there
     * (transformers: {@code continue_final_message}).
     *
     * @throws EngineException with the template's own words, or if it does not print the last message
     */
    default String renderOpen(List<Message> messages) throws EngineException {
        throw new EngineException("this chat template can't leave an answer open");
    }

    /** {@code sha256:…} */
    String digest();

    /** How the model marks its reasoning, where the template tells. */
    default Optional<ReasoningMarks> reasoning() {
        return Optional.empty();
    }

    /** Names that the template reads and nothing else gives, such as {@code enable_thinking}: what can be switched in it. */
    default SortedSet<String> switches() {
        return Collections.emptySortedSet();
    }
}
