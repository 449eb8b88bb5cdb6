package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.lineage.Families.Detected;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a model's files say about its license.
 *
 * @param reasons doubts that arise from reading alone
 * @param conflicts statements that contradict each other
 * @param multimodal whether the model takes more than text; absent where its files don't say
 * @param unknownBases base models whose license isn't known here
 * @param files all that was read, in the order of reading
 * @param lines of sources that are a part of a file
 * @param detected whose model it looks like
 */
record Statements(List<Statement> all, List<Reason> reasons, List<String> conflicts, Optional<Boolean> multimodal,
        List<String> unknownBases, List<FileRead> files, Map<String, Integer> lines, Optional<Detected> detected) {
    Statements {
        all = List.copyOf(all);
        reasons = List.copyOf(reasons);
        conflicts = List.copyOf(conflicts);
        unknownBases = List.copyOf(unknownBases);
        files = List.copyOf(files);
        lines = Map.copyOf(lines);
    }

    /** Nothing could be read, and why. */
    static Statements none(String because) {
        return new Statements(List.of(), List.of(new Reason("–", Optional.empty(), because, Verdict.UNKNOWN)),
                List.of(), Optional.empty(), List.of(), List.of(), Map.of(), Optional.empty());
    }

    /** Only the model's name says it: its weights are had by contract alone. */
    static Statements named(LicenseEntry entry, String model) {
        return new Statements(
                List.of(new Statement(Statement.Kind.DECLARED, Optional.of(entry), model, "–", Optional.empty(),
                        Statement.OWN)),
                List.of(), List.of(), Optional.empty(), List.of(), List.of(), Map.of(), Optional.empty());
    }
}
