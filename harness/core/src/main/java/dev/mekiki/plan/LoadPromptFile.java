package dev.mekiki.plan;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prompts of a load profile: lines of JSON, each a string or an object with {@code prompt}. */
public final class LoadPromptFile {
    private static final long MOST_BYTES = 64L << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LoadPromptFile() {}

    /** @throws InvalidInput if it is not what it should be */
    public static List<String> read(Path path) throws InvalidInput {
        List<String> prompts = new ArrayList<>();
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw wrong(path + " is larger than " + (MOST_BYTES >> 20) + " MiB");
            }
            List<String> lines = Files.readAllLines(path);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    int line = i + 1;
                    prompts.add(prompt(lines.get(i)).orElseThrow(() -> wrong(path + ", line " + line
                            + ": a JSON string, or an object with a text “prompt”, is expected")));
                }
            }
        } catch (NoSuchFileException _) {
            throw wrong("no such file: " + path);
        } catch (MalformedInputException _) {
            throw wrong(path + " is not UTF-8 text");
        } catch (IOException e) {
            throw wrong(path + " cannot be read: " + e.getMessage());
        }
        if (prompts.isEmpty()) {
            throw wrong(path + " has no prompts");
        }
        return prompts;
    }

    private static InvalidInput wrong(String message) {
        return new InvalidInput(Problem.of(message));
    }

    private static Optional<String> prompt(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            JsonNode text = json.isObject() ? json.path("prompt") : json;
            return text.isString() && !text.stringValue().isEmpty()
                    ? Optional.of(text.stringValue())
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
