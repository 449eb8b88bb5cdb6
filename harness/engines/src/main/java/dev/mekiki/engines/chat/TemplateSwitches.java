package dev.mekiki.engines.chat;

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
    static Map<String, @Nullable Object> of(Map<String, String> variables, Optional<TemplateFile> file)
            throws UnusableModel {
        if (variables.isEmpty()) {
            return Map.of();
        }
        if (file.isEmpty()) {
            throw new UnusableModel("the plan sets " + String.join(", ", variables.keySet())
                    + " of the chat template, and the model has no chat template");
        }
        SortedSet<String> known = JinjaChatTemplate.switches(file.get());
        for (String name : variables.keySet()) {
            if (!known.contains(name)) {
                throw new UnusableModel(
                        "the chat template of " + file.get().file() + " knows no variable " + name + "; "
                                + (known.isEmpty() ? "it has none to set" : "it has " + String.join(", ", known)));
            }
        }
        return values(variables);
    }

    private static Map<String, @Nullable Object> values(Map<String, String> variables) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        variables.forEach((name, json) -> values.put(name, value(json)));
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
