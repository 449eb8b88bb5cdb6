package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What an answer is held to while it is generated: of the tokens, only those are taken that can become an answer of this form.
 *
 * @param text the schema, or the grammar
 */
public record AnswerFormat(Kind kind, String text) {
    /** How a format is written. */
    public enum Kind {
        /** A JSON Schema. */
        JSON_SCHEMA,
        /** A grammar as llama.cpp reads it (GBNF), from its rule {@code root}. */
        GRAMMAR;

        /** For messages. */
        public String words() {
            return switch (this) {
                case JSON_SCHEMA -> "JSON Schema";
                case GRAMMAR -> "grammar";
            };
        }

        /** As suites write it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public AnswerFormat {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
    }
}
