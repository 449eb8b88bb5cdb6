package dev.mekiki.port;

import java.util.List;

/** A model's chat template. */
public interface ChatTemplate {
    /**
     * Exactly what the template makes of the messages, with the generation prompt at the end.
     *
     * @throws EngineException with the template's own words
     */
    String render(List<Message> messages) throws EngineException;

    /** {@code sha256:…} */
    String digest();
}
