package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * The result of one check that an engine must pass before its answers are believed.
 *
 * @param detail what was expected and what came
 * @param blocks ways of answering that cannot be scored when this check failed
 */
public record Conformance(String check, boolean passed, String detail, Set<AnswerMode> blocks) {
    public Conformance {
        requireNonNull(check, "check");
        requireNonNull(detail, "detail");
        blocks = Set.copyOf(blocks);
    }
}
