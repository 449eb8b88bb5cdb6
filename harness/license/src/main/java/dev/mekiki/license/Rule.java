package dev.mekiki.license;

import static java.util.Objects.requireNonNull;

import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.LicenseFinding.Wording;
import java.util.List;
import java.util.Optional;

/**
 * One thing a license says, and for which use it matters.
 *
 * @param effect of the rule where {@code when} holds
 * @param ifUnknown effect where the usage profile does not say enough to decide
 * @param quote the license's own words, short
 * @param because in plain words
 * @param duty what the user has to do then
 * @param wordings words that the duty asks for, ready to be pasted
 * @param source which of the license's sources says so: its key there
 */
public record Rule(String id, Attribute attribute, When when, Verdict effect, Optional<Verdict> ifUnknown,
        String clause,
        Optional<String> quote, Text because, Optional<Text> duty, List<Wording> wordings, String source) {
    public Rule {
        requireNonNull(id, "id");
        requireNonNull(attribute, "attribute");
        requireNonNull(when, "when");
        requireNonNull(effect, "effect");
        requireNonNull(clause, "clause");
        requireNonNull(because, "because");
        requireNonNull(source, "source");
        wordings = wordings == null ? List.of() : List.copyOf(wordings);
    }

    /** Where it stays open whether the rule holds: no worse than if it did, and never better than a person's review of a bar. */
    Verdict undecided() {
        return ifUnknown.orElse(effect.compareTo(Verdict.CONDITIONAL) > 0 ? Verdict.REVIEW : effect);
    }
}
