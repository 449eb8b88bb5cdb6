package dev.mekiki.engines.chat;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.model.UnusableModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A candidate's settings of its chat template, such as {@code enable_thinking: false}. */
final class TemplateSwitches {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private TemplateSwitches() {}

    /** @throws UnusableModel if there is no template, or it knows no such variable; the message names those that it knows */
    static Map<String, @Nullable Object> of(Candidate candidate, Optional<TemplateFile> file)
            throws UnusableModel {
        if (candidate.chatTemplate().isEmpty()) {
            return Map.of();
        }
        if (file.isEmpty()) {
            throw new UnusableModel("the plan sets " + String.join(", ", candidate.chatTemplate().keySet())
                    + " of the chat template, and the model has no chat template");
        }
        SortedSet<String> known = JinjaChatTemplate.switches(file.get());
        for (String name : candidate.chatTemplate().keySet()) {
            if (!known.contains(name)) {
                throw new UnusableModel(
                        "the chat template of " + file.get().file() + " knows no variable " + name + "; "
                                + (known.isEmpty() ? "it has none to set" : "it has " + String.join(", ", known)));
            }
        }
        return values(candidate);
    }

    private static Map<String, @Nullable Object> values(Candidate candidate) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        candidate.chatTemplate().forEach((name, json) -> values.put(name, value(json)));
        return values;
    }

    private static @Nullable Object value(String json) {
        try {
            return MAPPER.readValue(json, Object.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("“" + json + "” is no JSON value", e);
        }
    }
}
