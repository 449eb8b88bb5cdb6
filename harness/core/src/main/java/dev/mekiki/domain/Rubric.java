package dev.mekiki.domain;

import java.util.List;

/**
 * What a judge is asked about one sample, without the answer that it is to judge.
 *
 * @param around the text before, between and after the places where the answer stands; at least two parts
 */
public record Rubric(List<String> around) {
    public Rubric {
        around = List.copyOf(around);
        if (around.size() < 2) {
            throw new IllegalArgumentException("there is no place for the answer");
        }
    }

    /** The whole prompt about this answer. */
    public String about(String answer) {
        return String.join(answer, around);
    }
}
