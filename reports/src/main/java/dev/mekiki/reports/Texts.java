package dev.mekiki.reports;

import dev.mekiki.domain.ReasonText;
import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.domain.Withheld;
import dev.mekiki.port.Translator;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;

/** Sentences of one language, from the message bundles. */
public final class Texts {
    /** Languages that there are bundles for. */
    static final List<String> LANGUAGES = List.of("ja", "en");
    private final String language;
    private final Properties messages;
    private final Translator translator;

    private Texts(String language, Properties messages, Translator translator) {
        this.language = language;
        this.messages = messages;
        this.translator = translator;
    }

    static Texts of(String language, Translator translator) {
        return new Texts(language, bundle("/dev/mekiki/reports/messages_" + language + ".properties"), translator);
    }

    /** All translators that ServiceLoader finds, asked in turn; texts that none knows are shown as they came. */
    static Translator installed() {
        List<Translator> translators = ServiceLoader.load(Translator.class).stream().map(ServiceLoader.Provider::get)
                .toList();
        return (text, language) -> translators.stream()
                .flatMap(translator -> translator.translate(text, language).stream()).findFirst();
    }

    /** Empty where there is no such bundle: what it would have said is then shown in its given words. */
    private static Properties bundle(String resource) {
        Properties properties = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return properties;
    }

    /** Which of the asked languages a report is written in, in that order; both when none of them is known. */
    static List<String> languages(List<String> asked) {
        List<String> known = asked.stream().map(tag -> Locale.forLanguageTag(tag).getLanguage())
                .filter(LANGUAGES::contains).distinct().toList();
        return known.isEmpty() ? LANGUAGES : known;
    }

    public String language() {
        return language;
    }

    boolean japanese() {
        return language.equals("ja");
    }

    /** @throws IllegalArgumentException if the bundle has no such sentence: a mistake of ours */
    public String say(String key, Object... arguments) {
        return find(key, arguments).orElseThrow(() -> new IllegalArgumentException("no message " + key));
    }

    Optional<String> find(String key, Object... arguments) {
        return Optional.ofNullable(messages.getProperty(key)).map(pattern -> format(pattern, arguments));
    }

    /** A reason in this language, or in its own words. */
    String reason(Reason reason) {
        try {
            return ReasonText.in(Locale.forLanguageTag(language), reason);
        } catch (MissingResourceException | IllegalArgumentException unreadable) {
            return translated(reason.text());
        }
    }

    /** A text that came with the findings, in this language where somebody can say it. */
    public String translated(String text) {
        return translator.translate(text, language)
                .orElseGet(() -> Withheld.in(Locale.forLanguageTag(language), text));
    }

    private String format(String pattern, Object... arguments) {
        return new MessageFormat(pattern, Locale.forLanguageTag(language)).format(arguments);
    }
}
