package dev.mekiki.license;

import static java.util.Objects.requireNonNull;

/** A sentence for users, in both languages of the reports. */
public record Text(String en, String ja) {
    public Text {
        requireNonNull(en, "en");
        requireNonNull(ja, "ja");
    }
}
