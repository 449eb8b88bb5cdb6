package dev.mekiki.jinja;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads test data with the order of keys, 1.0 apart from 1, and integers of any size. */
final class JsonFiles {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private JsonFiles() {}

    static Map<String, Object> read(Path file) {
        return MAPPER.readerFor(OBJECT).without(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readValue(file.toFile());
    }

    static Map<String, Object> resource(String name) {
        InputStream stream = Objects.requireNonNull(JsonFiles.class.getResourceAsStream(name), name);
        return MAPPER.readerFor(OBJECT).readValue(stream);
    }

    @SuppressWarnings("unchecked") // JSON objects have string keys
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    static List<Map<String, Object>> objects(Object value) {
        return ((List<?>) value).stream().map(item -> object(Objects.requireNonNull(item))).toList();
    }
}
