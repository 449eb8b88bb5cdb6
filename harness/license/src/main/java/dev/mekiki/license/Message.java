package dev.mekiki.license;

import dev.mekiki.license.text.Sentence;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** Sentences of our own; {@code {0}} stands for the first argument. They are kept in {@code messages_en} and {@code messages_ja}. */
enum Message {
    DISCLAIMER, NOTHING_FOUND, NO_FILES, UNREADABLE, FRONT_MATTER, NOT_IN_CATALOGUE, NAMES_NOTHING, DIFFERS, DIFFERS_VENDOR, UNKNOWN_TEXT, TOO_LARGE, NOT_TEXT, POINTER, CONFLICT_TEXT, CONFLICT_DIFFERS, CONFLICT_NAME, CONFLICT_LINK, CONTRADICTION, CONTRACT, CONTRACT_OTHER, CONTRACT_DUTY, CONTRACT_ENDED, UNDECIDED, FACT, FACT_EXCHANGE, FACT_GROUP, FACT_MONTH, FACT_COMPANY, SECONDARY, UNVERIFIED, OWN_LICENSES, BASE_UNKNOWN, BASE_DUTY, ADDED, MISSING, ADDED_AND_MISSING, SEAMS, INCOMPLETE, FILES_UNREADABLE,
    // what a model was made of
    OF_BASE, DAMAGED_GGUF, CONFLICT_DECLARED, NOT_OWN, CODE_ONLY, TEACHER_UNKNOWN, TEACHER_TERMS, TEACHER_FORBIDS, TEACHER_NAMING, UNDECLARED_BASE, UNDECLARED_TOKENIZER;

    private static final Properties ENGLISH = load("en");
    private static final Properties JAPANESE = load("ja");

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String english() {
        return Objects.requireNonNull(ENGLISH.getProperty(key()), key());
    }

    String japanese() {
        return Objects.requireNonNull(JAPANESE.getProperty(key()), key());
    }

    /** In English. */
    String with(String... arguments) {
        return Sentence.fill(english(), arguments);
    }

    private static Properties load(String language) {
        Properties properties = new Properties();
        try (InputStream in = Objects
                .requireNonNull(Message.class.getResourceAsStream("messages_" + language + ".properties"));
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
