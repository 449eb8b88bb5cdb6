package dev.mekiki.domain;

import java.util.List;

/** What came back for a sample. */
public sealed interface Outcome {
    /** A complete answer. */
    record Answered(Answer answer) implements Outcome {}

    /** The engine or its service declined to answer (a content filter). */
    record Refused(String reason) implements Outcome {}

    /** The answer was cut at the most tokens allowed. */
    record Truncated(String text, int maxTokens) implements Outcome {}

    /** The deadline passed. */
    record TimedOut(long afterMs) implements Outcome {}

    /** Something broke. */
    record Failed(String reason) implements Outcome {}

    /** An answer, by the way it was asked for. */
    sealed interface Answer {
        record Text(String text) implements Answer {}

        /**
         * One of the choices, which generation was constrained to.
         *
         * @param choice from 0
         */
        record Picked(int choice) implements Answer {}

        /** In the order of the item's choices. */
        record Ranked(List<ContinuationLogprob> logprobs) implements Answer {
            public Ranked {
                logprobs = List.copyOf(logprobs);
            }
        }
    }
}
