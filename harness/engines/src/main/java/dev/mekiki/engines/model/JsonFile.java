package dev.mekiki.engines.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON from files that nobody vouches for: bounded in size, depth and length of names and numbers. */
public final class JsonFile {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(64).maxNameLength(4096).maxNumberLength(400).build())
            .build()).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private JsonFile() {}

    /** @throws UnusableModel if the file is larger than {@code limit} bytes, or is no JSON object */
    public static JsonNode object(Path file, long limit) throws UnusableModel {
        return object(text(file, limit), String.valueOf(file.getFileName()));
    }

    /** @param name what messages call it */
    public static JsonNode object(String json, String name) throws UnusableModel {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new UnusableModel(name + " is not valid JSON: " + firstLine(e.getOriginalMessage()), e);
        }
        if (!node.isObject()) {
            throw new UnusableModel(name + " should hold a JSON object, not " + kind(node));
        }
        return node;
    }

    /** The whole file as UTF-8. */
    public static String text(Path file, long limit) throws UnusableModel {
        String name = String.valueOf(file.getFileName());
        try {
            long size = Files.size(file);
            if (size > limit) {
                throw new UnusableModel(name + " has " + size + " bytes; at most " + limit + " are read");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableModel("can't read " + name + ": " + e.getMessage(), e);
        }
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "nothing";
        };
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
