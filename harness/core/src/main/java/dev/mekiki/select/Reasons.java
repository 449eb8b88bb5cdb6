package dev.mekiki.select;

import dev.mekiki.domain.Selection.Reason;
import dev.mekiki.domain.Withheld;
import java.math.BigDecimal;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** Reasons in words. The sentences are in {@code reasons_*.properties}, one key each, so that any of its languages can say them. */
public final class Reasons {
    private static final String BUNDLE = "dev.mekiki.select.reasons";

    private Reasons() {}

    static Reason of(String key, String... arguments) {
        List<String> parts = Arrays.asList(arguments);
        return new Reason(key, parts, sentence(key, parts, Locale.ENGLISH));
    }

    /** The reason's sentence in a language that has a bundle. */
    public static String in(Locale language, Reason reason) {
        return sentence(reason.key(),
                reason.arguments().stream().map(argument -> Withheld.in(language, argument)).toList(), language);
    }

    private static String sentence(String key, List<String> arguments, Locale language) {
        String pattern = ResourceBundle.getBundle(BUNDLE, language).getString(key);
        return new MessageFormat(pattern, Locale.ROOT).format(arguments.toArray());
    }

    /** A number for reading: three decimals below ten, one below a thousand, none above. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size < 10 ? "%.3f" : size < 1000 ? "%.1f" : "%,.0f", value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** A confidence level, such as {@code 97.5 %}. */
    static String level(double confidence) {
        return plain(Math.round(confidence * 1e8) / 1e6) + " %";
    }

    /** A number as a user would write it. */
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
