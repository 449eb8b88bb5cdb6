package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One sample of a task, its templates already rendered.
 *
 * @param id unique in the task; the position from 0 where the suite names none
 * @param cluster what items share that makes them dependent (a passage), for clustered intervals
 * @param system system message; needs a chat template
 * @param prompt the user's text, before the chat template
 * @param choices for {@link AnswerMode#CHOICE}; the one text that is scored for {@link AnswerMode#LIKELIHOOD} and {@link AnswerMode#ROLLING}
 * @param right indices into {@code choices}
 * @param accepted right answers, for {@link AnswerMode#GENERATE}
 * @param instructions what an answer has to keep to, for the metrics that check instructions
 * @param labels further facts about the item, such as a category, by which results can be broken down
 * @param opening how the assistant's answer begins
 * @param continuation where it is there, each choice is a prompt of its own, and this text is scored behind each
 * @param rubric what a judge is asked about the answer
 */
public record Item(String id, Optional<String> cluster, Optional<String> system, String prompt, List<String> choices,
        List<Integer> right, List<String> accepted, List<Instruction> instructions, Map<String, String> labels,
        Optional<String> opening, Optional<String> continuation, Optional<Rubric> rubric) {
    public Item {
        requireNonNull(id, "id");
        requireNonNull(cluster, "cluster");
        requireNonNull(system, "system");
        requireNonNull(prompt, "prompt");
        choices = List.copyOf(choices);
        right = List.copyOf(right);
        accepted = List.copyOf(accepted);
        instructions = List.copyOf(instructions);
        labels = Map.copyOf(labels);
        requireNonNull(opening, "opening");
        requireNonNull(continuation, "continuation");
        requireNonNull(rubric, "rubric");
    }

    /** An item whose choices continue its prompt, and whose answer begins as the model likes. */
    public Item(String id, Optional<String> cluster, Optional<String> system, String prompt, List<String> choices,
            List<Integer> right, List<String> accepted, Map<String, String> labels) {
        this(id, cluster, system, prompt, choices, right, accepted, List.of(), labels);
    }

    /** With instructions. */
    public Item(String id, Optional<String> cluster, Optional<String> system, String prompt, List<String> choices,
            List<Integer> right, List<String> accepted, List<Instruction> instructions, Map<String, String> labels) {
        this(id, cluster, system, prompt, choices, right, accepted, instructions, labels, Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    /** With an opening or a continuation. */
    public Item(String id, Optional<String> cluster, Optional<String> system, String prompt, List<String> choices,
            List<Integer> right, List<String> accepted, Map<String, String> labels, Optional<String> opening,
            Optional<String> continuation) {
        this(id, cluster, system, prompt, choices, right, accepted, List.of(), labels, opening, continuation,
                Optional.empty());
    }

    public Item with(Rubric judged) {
        return new Item(id, cluster, system, prompt, choices, right, accepted, instructions, labels, opening,
                continuation, Optional.of(judged));
    }
}
