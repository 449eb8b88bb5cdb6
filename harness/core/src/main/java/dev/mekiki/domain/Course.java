package dev.mekiki.domain;

import static java.util.Objects.requireNonNullElse;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an answer came about; absent in journals of versions that did not tell.
 *
 * @param way for tasks with choices
 * @param thought what the model thought before it answered
 * @param forwardedTokens tokens that the model computed for this sample, as far as the engine tells
 */
public record Course(Optional<ChoiceWay> way, Optional<Thought> thought, OptionalInt forwardedTokens) {
    /** Nothing to tell. */
    public static final Course PLAIN = new Course(Optional.empty(), Optional.empty(), OptionalInt.empty());

    public Course {
        way = requireNonNullElse(way, Optional.<ChoiceWay>empty());
        thought = requireNonNullElse(thought, Optional.<Thought>empty());
        forwardedTokens = requireNonNullElse(forwardedTokens, OptionalInt.empty());
    }

    public Course withWay(ChoiceWay other) {
        return new Course(Optional.of(other), thought, forwardedTokens);
    }

    /**
     * Reasoning, which is never scored as the answer.
     *
     * @param tokens as the engine counts them, or else the candidate's tokenizer
     * @param closed whether it came to its end; where it did not, there is no answer
     */
    public record Thought(String text, OptionalInt tokens, boolean closed) {
        public Thought {
            tokens = requireNonNullElse(tokens, OptionalInt.empty());
        }

        /** Code points. */
        public int characters() {
            return text.codePointCount(0, text.length());
        }
    }
}
