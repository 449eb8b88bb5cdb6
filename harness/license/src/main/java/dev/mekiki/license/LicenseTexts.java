package dev.mekiki.license;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.port.Translator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Japanese for every English text that license findings carry: reasons, duties, conflicts, names and the disclaimer. */
public final class LicenseTexts implements Translator {
    /** Sentences may hold sentences; deeper than this nothing here nests. */
    private static final int DEEPEST = 4;
    private static final int LONGEST = 8_000;
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private final Map<String, String> fixed = new HashMap<>();
    private final List<Sentence> sentences;

    private record Sentence(Pattern english, List<Integer> order, String japanese, int literal) {}

    /** With the user's own licenses, where those can be read. */
    public LicenseTexts() {
        this(installed());
    }

    private static Catalogue installed() {
        try {
            return Catalogue.installed();
        } catch (InvalidInput e) {
            // who asks for a verdict is told; known texts are translated all the same
            return Catalogue.load();
        }
    }

    public LicenseTexts(Catalogue catalogue) {
        for (LicenseEntry entry : catalogue.all()) {
            fixed.put(entry.name(), entry.nameJa());
            for (Rule rule : entry.rules()) {
                fixed.put(rule.because().en(), rule.because().ja());
                rule.duty().ifPresent(duty -> fixed.put(duty.en(), duty.ja()));
            }
        }
        sentences = Arrays.stream(Message.values()).map(LicenseTexts::sentence)
                .sorted(Comparator.comparingInt(Sentence::literal).reversed()).toList();
    }

    /** @return empty if the text is not one of ours */
    public Optional<String> japanese(String english) {
        return japanese(english, 0);
    }

    @Override
    public Optional<String> translate(String text, String language) {
        return switch (Locale.forLanguageTag(language).getLanguage()) {
            case "ja" -> japanese(text);
            case "en" -> japanese(text).map(_ -> text);
            default -> Optional.empty();
        };
    }

    private Optional<String> japanese(String english, int depth) {
        String known = fixed.get(english);
        if (known != null || depth > DEEPEST || english.length() > LONGEST) {
            return Optional.ofNullable(known);
        }
        for (Sentence sentence : sentences) {
            Matcher matcher = sentence.english().matcher(english);
            if (matcher.matches()) {
                String[] arguments = new String[10];
                Arrays.fill(arguments, "");
                for (int group = 0; group < sentence.order().size(); group++) {
                    String argument = matcher.group(group + 1);
                    arguments[sentence.order().get(group)] = japanese(argument, depth + 1).orElse(argument);
                }
                return Optional.of(Message.fill(sentence.japanese(), arguments));
            }
        }
        return Optional.empty();
    }

    private static Sentence sentence(Message message) {
        String english = message.english();
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
        return new Sentence(Pattern.compile(pattern.toString(), Pattern.DOTALL), List.copyOf(order),
                message.japanese(), literal + english.length() - from);
    }
}
