package dev.mekiki.domain;

import java.text.MessageFormat;
import java.text.ParsePosition;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * Why a value is not given. Findings carry the English sentence; {@link #in} says the same in another language. The sentences are
 * in {@code withheld_*.properties}.
 */
public enum Withheld {
    /** Scored, planned, share, floor. */
    COVERAGE("coverage"),
    /** Planned. */
    NOTHING_SCORED("nothing-scored"),
    /** The failed check. */
    CONFORMANCE("conformance"),
    /** The metric. */
    UNKNOWN_METRIC("unknown-metric"),
    /** The metric, how the task is answered. */
    ANSWER_MODE("answer-mode"),
    /** The metric, the way of choosing. */
    WAY("way"),
    /** One way of choosing, the other. */
    OTHER_WAYS("other-ways"),
    /** Why the candidate was refused. */
    NOT_MEASURED("not-measured"),
    /** Tasks of the suite whose value is withheld. */
    INCOMPLETE("incomplete"),
    /** Labelled texts that the metric marks, of how many; others that it marks, of how many. */
    UNINFORMATIVE("uninformative");

    private static final String BUNDLE = "dev.mekiki.domain.withheld";
    private final String key;

    Withheld(String key) {
        this.key = key;
    }

    /** The English sentence; {@code parts} as each reason says. */
    public String because(Object... parts) {
        return new MessageFormat(pattern(Locale.ENGLISH), Locale.ROOT).format(parts);
    }

    /** The same reason in another language; an unknown sentence is returned as it is. */
    public static String in(Locale language, String english) {
        return Arrays.stream(values())
                .map(reason -> reason.translated(language, english))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(english);
    }

    private Optional<String> translated(Locale language, String english) {
        ParsePosition from = new ParsePosition(0);
        Object[] parts = new MessageFormat(pattern(Locale.ENGLISH), Locale.ROOT).parse(english, from);
        return parts == null || from.getIndex() < english.length()
                ? Optional.empty()
                : Optional.of(new MessageFormat(pattern(language), Locale.ROOT).format(parts));
    }

    private String pattern(Locale language) {
        return ResourceBundle.getBundle(BUNDLE, language).getString(key);
    }
}
