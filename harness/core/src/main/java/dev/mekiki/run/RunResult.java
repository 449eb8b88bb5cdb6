package dev.mekiki.run;

import java.util.List;

/** @param missing parts of the plan that are not there, in words; empty when all was measured */
public record RunResult(List<String> missing) {
    public RunResult {
        missing = List.copyOf(missing);
    }

    /** Whether all of the plan was measured. */
    public boolean complete() {
        return missing.isEmpty();
    }
}
