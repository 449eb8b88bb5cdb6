package dev.mekiki.license.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence with places for arguments, {@code {0}} and so on, in two languages: what was filled in in one is found again and filled in
 * in the other.
 *
 * @param order which argument stands at each place of the English one
 * @param literal how much of the English one is no place: the more, the surer it is told from others
 */
public record Sentence(Pattern english, List<Integer> order, String japanese, int literal) {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private static final int MOST_ARGUMENTS = 10;

    public Sentence {
        order = List.copyOf(order);
    }

    public static Sentence of(String english, String japanese) {
        Matcher place = PLACE.matcher(english);
        StringBuilder pattern = new StringBuilder();
        List<Integer> order = new ArrayList<>();
        int from = 0;
        int literal = 0;
        while (place.find()) {
            pattern.append(Pattern.quote(english.substring(from, place.start()))).append("(.*?)");
            literal += place.start() - from;
            order.add(Integer.parseInt(place.group(1)));
            from = place.end();
        }
        pattern.append(Pattern.quote(english.substring(from)));
        return new Sentence(Pattern.compile(pattern.toString(), Pattern.DOTALL), order, japanese,
                literal + english.length() - from);
    }

    /** @return empty if the text is not this sentence */
    public Optional<String> translate(String text, UnaryOperator<String> argument) {
        Matcher matcher = english.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String[] arguments = new String[MOST_ARGUMENTS];
        Arrays.fill(arguments, "");
        for (int group = 0; group < order.size(); group++) {
            arguments[order.get(group)] = argument.apply(matcher.group(group + 1));
        }
        return Optional.of(fill(japanese, arguments));
    }

    public static String fill(String pattern, String... arguments) {
        return PLACE.matcher(pattern).replaceAll(
                place -> Matcher.quoteReplacement(arguments[Integer.parseInt(place.group(1))]));
    }
}
