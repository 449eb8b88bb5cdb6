package dev.mekiki.plan;

import java.util.OptionalInt;

/**
 * What the command line adds to a plan's file.
 *
 * @param limit most samples of a task, where the plan does not set a lower limit
 */
public record PlanOptions(OptionalInt limit) {
    public PlanOptions {
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }

    public static PlanOptions none() {
        return new PlanOptions(OptionalInt.empty());
    }
}
