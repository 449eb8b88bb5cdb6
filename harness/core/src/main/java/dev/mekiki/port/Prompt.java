package dev.mekiki.port;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Text for an engine.
 *
 * @param templated whether a chat template made it: special tokens are then written out in it, and none is added
 * @param sample which sample it asks; absent for load, checks and benchmarks. No engine may answer by it but one that gives recorded
 *     answers.
 * @param messages what the text was made of, for an engine whose server applies the chat template itself; the text is then only how the
 *     messages are shown and recorded. Empty where the text is what the model reads.
 */
public record Prompt(String text, boolean templated, Optional<SampleName> sample, List<Message> messages) {
    /**
     * A sample's name.
     *
     * @param task {@code suite/task}
     * @param id unique in the task
     */
    public record SampleName(String task, String id) {
        public SampleName {
            requireNonNull(task, "task");
            requireNonNull(id, "id");
        }
    }

    public Prompt {
        requireNonNull(text, "text");
        requireNonNull(sample, "sample");
        messages = List.copyOf(messages);
    }

    /** Of no sample. */
    public Prompt(String text, boolean templated) {
        this(text, templated, Optional.empty(), List.of());
    }

    public static Prompt plain(String text) {
        return new Prompt(text, false);
    }

    /** The same text, asking this sample. */
    public Prompt of(String task, String id) {
        return new Prompt(text, templated, Optional.of(new SampleName(task, id)), messages);
    }
}
