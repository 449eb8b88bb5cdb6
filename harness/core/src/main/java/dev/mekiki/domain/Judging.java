package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How a task's answers are judged by a model. What the judge is asked about each sample is the sample's {@link Rubric}; how a score is read out
 * of what it says is the metric's affair.
 *
 * @param system system message for the judge; needs a chat template
 * @param generation of the judge's words
 * @param labelled texts that people have judged: the judge is asked about them too, so that its errors are known
 */
public record Judging(Optional<String> system, GenerationSettings generation, List<Labelled> labelled) {
    public Judging {
        requireNonNull(system, "system");
        requireNonNull(generation, "generation");
        labelled = List.copyOf(labelled);
    }

    /**
     * @param prompt the whole prompt about the text
     * @param value what people gave it, on the judge's scale
     */
    public record Labelled(String id, String prompt, double value) {}
}
