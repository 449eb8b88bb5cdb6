package dev.mekiki.port;

import java.util.Optional;

/** Knows in other languages what findings say in English. */
public interface Translator {
    /**
     * @param text as it stands in a finding
     * @param language BCP 47, such as {@code ja}
     * @return empty if the text or the language is not this translator's
     */
    Optional<String> translate(String text, String language);
}
