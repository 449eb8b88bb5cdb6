package dev.mekiki.plan;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML into nodes that know their lines. Strict and bounded: no anchors or aliases (what YAML bombs are made of), no
 * repeated keys, one document, at most {@value #MOST_BYTES} bytes, {@value #MOST_NODES} nodes and {@value #MOST_DEPTH} levels.
 */
final class YamlFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_NODES = 50_000;
    private static final int MOST_DEPTH = 32;
    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH * 2).build()).build())
            .build();

    private final String file;
    private int nodes;

    private YamlFile(String file) {
        this.file = file;
    }

    /** @throws InvalidInput if it is missing, not readable, not UTF-8, not YAML, or over the bounds */
    static YamlNode read(Path path) throws InvalidInput {
        String file = path.toString();
        try {
            if (Files.isDirectory(path)) {
                throw new InvalidInput(Problem.in(file, "is a folder; a YAML file is expected"));
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new InvalidInput(Problem.in(file, "is larger than " + MOST_BYTES + " bytes"));
            }
            return parse(file, decode(file, Files.readAllBytes(path)));
        } catch (NoSuchFileException _) {
            throw new InvalidInput(Problem.in(file, "does not exist"));
        } catch (IOException e) {
            throw new InvalidInput(Problem.in(file, "cannot be read: " + e.getMessage()));
        }
    }

    static YamlNode parse(String file, String text) throws InvalidInput {
        return new YamlFile(file).document(text);
    }

    private static String decode(String file, byte[] bytes) throws InvalidInput {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            throw new InvalidInput(Problem.in(file, "is not UTF-8 text"));
        }
    }

    private YamlNode document(String text) throws InvalidInput {
        try (YAMLParser parser = (YAMLParser) MAPPER.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new InvalidInput(Problem.in(file, "is empty"));
            }
            YamlNode root = node(parser, first, "", 0);
            if (parser.nextToken() != null) {
                throw refused(parser, "", "a second document begins here; one is expected");
            }
            return root;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidInput(new Problem(Optional.of(file), line > 0 ? OptionalInt.of(line) : OptionalInt.empty(),
                    Optional.empty(), "is not valid YAML: " + firstCause(e.getOriginalMessage()), Optional.empty()));
        }
    }

    /** The parser's message quotes lines of the file between its sentences; the last sentence is the cause. */
    private static String firstCause(String message) {
        List<String> sentences = message.lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("in reader") && !line.contains("^")).toList();
        return sentences.isEmpty()
                ? "unknown cause"
                : sentences.size() == 1
                        ? sentences.getFirst()
                        : sentences.stream().filter(line -> line.startsWith("expected") || line.startsWith("found")
                                || line.startsWith("could not") || line.startsWith("mapping values")).findFirst()
                                .orElse(sentences.getFirst());
    }

    private YamlNode node(YAMLParser parser, JsonToken token, String key, int depth) throws InvalidInput {
        if (++nodes > MOST_NODES || depth > MOST_DEPTH) {
            throw refused(parser, key, "more than " + MOST_NODES + " values, or " + MOST_DEPTH + " levels");
        }
        if (parser.isCurrentAlias() || (parser.getObjectId() != null && token != JsonToken.PROPERTY_NAME)) {
            throw refused(parser, key, "anchors (&) and aliases (*) are not read here; write the value out");
        }
        int line = parser.currentTokenLocation().getLineNr();
        return switch (token) {
            case START_OBJECT -> fields(parser, line, key, depth);
            case START_ARRAY -> items(parser, line, key, depth);
            case VALUE_STRING -> new YamlNode.Text(line, key, parser.getString());
            case VALUE_TRUE -> new YamlNode.Flag(line, key, true);
            case VALUE_FALSE -> new YamlNode.Flag(line, key, false);
            case VALUE_NULL -> new YamlNode.Nothing(line, key);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(line, key, parser.getString());
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw refused(parser, key, "a value is expected here");
        };
    }

    /** {@code .nan} and {@code .inf} are numbers to YAML, but none that a bound or a weight can be: they stay text. */
    private static YamlNode number(int line, String key, String text) {
        try {
            return new YamlNode.Numeral(line, key, text, new BigDecimal(text));
        } catch (NumberFormatException _) {
            return new YamlNode.Text(line, key, text);
        }
    }

    private YamlNode fields(YAMLParser parser, int line, String key, int depth) throws InvalidInput {
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (JsonToken token = next(parser); token != JsonToken.END_OBJECT; token = next(parser)) {
            String name = parser.currentName();
            String path = key.isEmpty() ? name : key + "." + name;
            if (lines.putIfAbsent(name, parser.currentTokenLocation().getLineNr()) != null) {
                throw refused(parser, path, "stands twice; first in line " + lines.get(name));
            }
            fields.put(name, node(parser, next(parser), path, depth + 1));
        }
        return new YamlNode.Fields(line, key, fields, lines);
    }

    private YamlNode items(YAMLParser parser, int line, String key, int depth) throws InvalidInput {
        List<YamlNode> items = new ArrayList<>();
        for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
            items.add(node(parser, token, key + "[" + items.size() + "]", depth + 1));
        }
        return new YamlNode.Items(line, key, items);
    }

    private JsonToken next(YAMLParser parser) throws InvalidInput {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw refused(parser, "", "ends in the middle of a value");
        }
        return token;
    }

    private InvalidInput refused(YAMLParser parser, String key, String message) {
        return new InvalidInput(new Problem(Optional.of(file),
                OptionalInt.of(Math.max(1, parser.currentTokenLocation().getLineNr())),
                key.isEmpty() ? Optional.empty() : Optional.of(key), message, Optional.empty()));
    }
}
