package dev.mekiki.license.files;

import dev.mekiki.license.text.Sentence;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** What a reader of a model's dossier should know; {@code {0}} stands for the first argument. */
public enum Warning {
    PICKLED, PACKED, UNUSED_BYTES, FRONT_MATTER, REMOTE_CODE, LINK_OUT, CLAIM, DIFFUSION, TRUNCATED, PART_TENSORS, BIG_ENDIAN;

    private static final Properties ENGLISH = load("en");
    private static final Properties JAPANESE = load("ja");
    private static final List<Sentence> SENTENCES = Arrays.stream(values())
            .map(warning -> Sentence.of(warning.said(ENGLISH), warning.said(JAPANESE))).toList();

    /** In English. */
    public String with(Object... arguments) {
        return Sentence.fill(said(ENGLISH), Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    }

    /** @return empty if the text is none of these */
    public static Optional<String> japanese(String english) {
        return SENTENCES.stream().flatMap(sentence -> sentence.translate(english, argument -> argument).stream())
                .findFirst();
    }

    private String said(Properties properties) {
        String key = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Objects.requireNonNull(properties.getProperty(key), key);
    }

    private static Properties load(String language) {
        Properties properties = new Properties();
        try (InputStream in = Objects
                .requireNonNull(Warning.class.getResourceAsStream("warnings_" + language + ".properties"));
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
