package dev.mekiki.license;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.license.files.Warning;
import dev.mekiki.license.text.Sentence;
import dev.mekiki.port.Translator;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Japanese for every English text that license findings carry (reasons, duties, conflicts, names, the disclaimer) and for dossiers' warnings. */
public final class LicenseTexts implements Translator {
    /** Sentences may hold sentences; deeper than this nothing here nests. */
    private static final int DEEPEST = 4;
    private static final int LONGEST = 8_000;
    private final Map<String, String> fixed = new HashMap<>();
    private final List<Sentence> sentences;

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
        sentences = Arrays.stream(Message.values()).map(message -> Sentence.of(message.english(), message.japanese()))
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
            Optional<String> said = sentence.translate(english,
                    argument -> japanese(argument, depth + 1).orElse(argument));
            if (said.isPresent()) {
                return said;
            }
        }
        return depth == 0 ? Warning.japanese(english) : Optional.empty();
    }
}
