package dev.mekiki.cli;

import dev.mekiki.analysis.UpgradeComparer.Compared;
import dev.mekiki.domain.Selection.State;
import dev.mekiki.domain.UpgradeVerdict;
import dev.mekiki.select.UpgradeGate;
import java.util.Optional;

/** How a gate ended, and by what. */
record GateOutcome(GateInput input, Compared compared, UpgradeVerdict verdict, Optional<Saved> saved) {
    /** How many samples were measured, of how many that could have been. */
    record Saved(int measured, int of) {
        int percent() {
            return of == 0 ? 0 : (int) Math.round(100.0 * (of - measured) / of);
        }
    }

    static GateOutcome of(GateInput input, Compared compared) {
        return new GateOutcome(input, compared, UpgradeGate.judge(input.policy(), compared.evidence()),
                Optional.empty());
    }

    static GateOutcome of(GateInput input, Compared compared, Saved saved) {
        return new GateOutcome(input, compared, UpgradeGate.judge(input.policy(), compared.evidence()),
                Optional.of(saved));
    }

    /** What failed has failed, whatever is missing; what is missing is to be measured before anything else can be said. */
    ExitCode exitCode() {
        if (verdict.state() == State.FAILED) {
            return ExitCode.FINDING;
        }
        if (!compared.evidence().missing().isEmpty()) {
            return ExitCode.INCOMPLETE;
        }
        return verdict.state() == State.PASSED ? ExitCode.DONE : ExitCode.UNDECIDED;
    }

    /** In messages: {@code passed}, {@code failed}, {@code undecided}, {@code incomplete}. */
    String word() {
        return switch (exitCode()) {
            case DONE -> "passed";
            case FINDING -> "failed";
            case INCOMPLETE -> "incomplete";
            case UNDECIDED, USAGE, BUG -> "undecided";
        };
    }
}
