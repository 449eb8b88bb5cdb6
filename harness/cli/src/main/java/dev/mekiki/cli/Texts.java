package dev.mekiki.cli;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The command line's sentences in the user's language. */
final class Texts {
    private final ResourceBundle bundle;
    private final Locale locale;

    private Texts(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle("dev.mekiki.cli.messages", locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    /** @throws Failure if the option {@code --lang} names a language that there are no texts in */
    static void check(List<String> languages) throws Failure {
        if (!List.of("ja", "en").containsAll(languages)) {
            throw new Failure(ExitCode.USAGE, "--lang takes ja and en, not " + String.join(",", languages), "");
        }
    }

    /** Japanese where the environment asks for it (LC_ALL, LC_MESSAGES, LANG), else English. */
    static Texts ofEnvironment() {
        return of(Locale.getDefault(Locale.Category.DISPLAY));
    }

    static Texts of(Locale locale) {
        return new Texts(locale.getLanguage().equals("ja") ? Locale.JAPANESE : Locale.ENGLISH);
    }

    /** Those named; or all, the environment's first. */
    static List<Texts> chosen(List<String> languages) {
        if (!languages.isEmpty()) {
            return languages.stream().map(tag -> of(Locale.of(tag))).toList();
        }
        Texts first = ofEnvironment();
        return List.of(first, of(first.locale().equals(Locale.JAPANESE) ? Locale.ENGLISH : Locale.JAPANESE));
    }

    Locale locale() {
        return locale;
    }

    String get(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }
}
