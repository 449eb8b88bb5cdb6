package dev.mekiki.license.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** A YAML document with the lines its values stand on; anchors, aliases and tags are refused, so nothing multiplies or is instantiated. */
public sealed interface Yaml {
    /** From 1. */
    int line();

    /** @param plain whether YAML reads it as a number, boolean or null rather than text */
    record Scalar(String text, boolean plain, int line) implements Yaml {}

    record Sequence(List<Yaml> items, int line) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Mapping(Map<String, Yaml> entries, Map<String, Integer> lines, int line) implements Yaml {}

    /** Why a document is refused. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;

        Refused(int line, String message) {
            super(message);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    /** The first document of the text; an empty one is an empty mapping. */
    static Yaml read(String text) throws Refused {
        StreamReadConstraints bounds = StreamReadConstraints.builder().maxNestingDepth(32).maxTokenCount(100_000)
                .maxStringLength(300_000).maxNameLength(1_000).maxNumberLength(1_000).maxDocumentLength(2_000_000)
                .build();
        YAMLFactory factory = YAMLFactory.builder().streamReadConstraints(bounds)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (YAMLParser parser = (YAMLParser) factory.createParser(ObjectReadContext.empty(), text)) {
            return parser.nextToken() == null ? new Mapping(Map.of(), Map.of(), 1) : value(parser);
        } catch (JacksonException e) {
            throw new Refused(Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                    firstLine(e.getOriginalMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // the scanner beneath throws exceptions of its own
            throw new Refused(1, firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static Yaml value(YAMLParser parser) throws Refused {
        int line = parser.currentTokenLocation().getLineNr();
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw new Refused(line, "anchors and aliases (& and *) are not read here");
        }
        if (parser.getTypeId() != null) {
            throw new Refused(line, "tags (!) are not read here");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Yaml> entries = new LinkedHashMap<>();
            Map<String, Integer> lines = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                int at = parser.currentTokenLocation().getLineNr();
                if (parser.isCurrentAlias()) {
                    throw new Refused(at, "anchors and aliases (& and *) are not read here");
                }
                parser.nextToken();
                lines.put(name, at);
                entries.put(name, value(parser));
            }
            return new Mapping(entries, lines, line);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Yaml> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser));
            }
            return new Sequence(items, line);
        }
        String text = token == JsonToken.VALUE_NULL ? "" : parser.getString();
        return new Scalar(text == null ? "" : text, token != JsonToken.VALUE_STRING, line);
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("not YAML");
        return line.length() > 200 ? line.substring(0, 200) : line;
    }
}
