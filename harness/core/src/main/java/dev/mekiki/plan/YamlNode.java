package dev.mekiki.plan;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of a YAML file that knows where it stands. */
sealed interface YamlNode {
    /** From 1. */
    int line();

    /** Where in the file, such as {@code candidates[0].engine}; empty for the whole file. */
    String key();

    /** What it is, in words for messages. */
    default String kind() {
        return switch (this) {
            case Text text -> "the text “" + shortened(text.text()) + "”";
            case Numeral number -> "the number " + shortened(number.text());
            case Flag flag -> String.valueOf(flag.value());
            case Nothing _ -> "nothing";
            case Items _ -> "a list";
            case Fields _ -> "a mapping";
        };
    }

    record Text(int line, String key, String text) implements YamlNode {}

    /** @param text as written */
    record Numeral(int line, String key, String text, BigDecimal value) implements YamlNode {}

    record Flag(int line, String key, boolean value) implements YamlNode {}

    record Nothing(int line, String key) implements YamlNode {}

    record Items(int line, String key, List<YamlNode> items) implements YamlNode {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** @param keyLines where each key itself stands */
    record Fields(int line, String key, Map<String, YamlNode> fields, Map<String, Integer> keyLines)
            implements
                YamlNode {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            keyLines = Map.copyOf(keyLines);
        }

        /** The path of one of its keys. */
        String path(String name) {
            return key.isEmpty() ? name : key + "." + name;
        }
    }

    /** A scalar as it was written; empty for lists, mappings and nothing. */
    default Optional<String> written() {
        return switch (this) {
            case Text text -> Optional.of(text.text());
            case Numeral number -> Optional.of(number.text());
            case Flag flag -> Optional.of(String.valueOf(flag.value()));
            case Nothing _,Items _,Fields _ -> Optional.empty();
        };
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }
}
