package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A rule that matters for a usage, or may.
 *
 * @param contract with the licensor, in force or ended, where the rule alone would need one
 * @param effect after the contract
 */
record Applied(LicenseEntry entry, Rule rule, Decision decision, Optional<UsageProfile.Contract> contract,
        boolean settled, Verdict effect) {
    /** @return empty if the rule does not matter for this usage */
    static Optional<Applied> of(LicenseEntry entry, Rule rule, UsageProfile usage, Optional<Boolean> multimodal,
            LocalDate today) {
        Decision decision = Decision.of(rule.when(), usage, multimodal);
        Verdict effect = switch (decision.truth()) {
            case YES -> rule.effect();
            case OPEN -> rule.undecided();
            case NO -> Verdict.ALLOWED;
        };
        if (decision.truth() == Decision.Truth.NO) {
            return Optional.empty();
        }
        Optional<UsageProfile.Contract> contract = effect.compareTo(Verdict.CONDITIONAL) > 0
                ? Verdicts.contract(usage, List.of(entry.id()), entry.aliases())
                : Optional.empty();
        boolean settled = contract.filter(found -> !found.until().isBefore(today)).isPresent();
        return Optional.of(new Applied(entry, rule, decision, contract, settled,
                settled ? Verdict.CONDITIONAL : effect));
    }

    /** Whether the profile does not say enough to decide it. */
    boolean open() {
        return decision.truth() == Decision.Truth.OPEN;
    }
}
