package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * All that a model's files say about its license.
 *
 * @param reasons doubts that arise from reading alone
 * @param conflicts statements that contradict each other
 * @param multimodal whether the model takes more than text; absent where its files don't say
 * @param unknownBases base models whose license isn't known here
 */
record Statements(List<Statement> all, List<Reason> reasons, List<String> conflicts, Optional<Boolean> multimodal,
        List<String> unknownBases) {
    Statements {
        all = List.copyOf(all);
        reasons = List.copyOf(reasons);
        conflicts = List.copyOf(conflicts);
        unknownBases = List.copyOf(unknownBases);
    }

    /** Nothing could be read, and why. */
    static Statements none(String because) {
        return new Statements(List.of(), List.of(new Reason("–", Optional.empty(), because, Verdict.UNKNOWN)),
                List.of(), Optional.empty(), List.of());
    }
}
