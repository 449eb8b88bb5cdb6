package dev.mekiki.license;

import static java.util.Objects.requireNonNull;

import dev.mekiki.domain.LicenseFinding.Verdict;
import java.util.Optional;

/**
 * One thing a license says, and for which use it matters.
 *
 * @param effect of the rule where {@code when} holds
 * @param ifUnknown effect where the usage profile does not say enough to decide; {@code REVIEW} if absent
 * @param quote the license's own words, short
 * @param because in plain words
 * @param duty what the user has to do then
 * @param source which of the license's sources says so: its key there
 */
public record Rule(String id, When when, Verdict effect, Optional<Verdict> ifUnknown, String clause,
        Optional<String> quote, Text because, Optional<Text> duty, String source) {
    public Rule {
        requireNonNull(id, "id");
        requireNonNull(when, "when");
        requireNonNull(effect, "effect");
        requireNonNull(clause, "clause");
        requireNonNull(because, "because");
        requireNonNull(source, "source");
    }
}
