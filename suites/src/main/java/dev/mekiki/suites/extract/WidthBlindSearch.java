package dev.mekiki.suites.extract;

import java.text.Normalizer;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/** Finds a text whether it is written in full or half width: a model writes 「回答:」 where 「回答：」 was asked for. */
final class WidthBlindSearch {
    /** From the first character found to after the last one. */
    record Place(int from, int to) {}

    private WidthBlindSearch() {}

    static Optional<Place> find(String text, String sought) {
        return find(text, sought, String::indexOf);
    }

    static Optional<Place> findLast(String text, String sought) {
        return find(text, sought, String::lastIndexOf);
    }

    private static Optional<Place> find(String text, String sought, ToIntBiFunction<String, String> search) {
        int exact = search.applyAsInt(text, sought);
        StringBuilder folded = new StringBuilder();
        // for each folded character, where its source begins; one more for the end
        int[] source = new int[text.length() * 4 + 1];
        for (int at = 0; at < text.length();) {
            int point = text.codePointAt(at);
            String one = fold(Character.toString(point));
            if (folded.length() + one.length() >= source.length) {
                // nothing but long compatibility characters: the exact search has to do
                return exact < 0 ? Optional.empty() : Optional.of(new Place(exact, exact + sought.length()));
            }
            for (int i = 0; i < one.length(); i++) {
                source[folded.length() + i] = at;
            }
            folded.append(one);
            at += Character.charCount(point);
            source[folded.length()] = at;
        }
        String soughtFolded = fold(sought);
        int found = search.applyAsInt(folded.toString(), soughtFolded);
        return found < 0
                ? Optional.empty()
                : Optional.of(new Place(source[found], source[found + soughtFolded.length()]));
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder();
        text.codePoints()
                .forEach(point -> folded.append(Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC)));
        return folded.toString();
    }
}
