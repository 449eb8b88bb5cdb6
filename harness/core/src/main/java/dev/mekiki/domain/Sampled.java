package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One sample answered by one candidate: what was asked, what was expected, what came back. Enough to score it again at any time.
 *
 * @param prompt the exact text that the engine was given
 * @param instructions what the answer has to keep to; absent in journals of versions that knew none
 * @param attempts tries, the last one included; 0 where it was not asked
 * @param cached when the answer was given, where it is one of an earlier run: its latency is then no timing of this one
 * @param course how the answer came about, as far as there is something to tell
 */
public record Sampled(String candidate, String suite, String task, String sample, Optional<String> cluster,
        String prompt, List<String> choices, List<Integer> right, List<String> accepted, List<Instruction> instructions,
        Map<String, String> labels, Outcome outcome, double latencyMs, OptionalInt inputTokens,
        OptionalInt outputTokens, int attempts, Optional<Instant> cached, Optional<Course> course) {
    public Sampled {
        requireNonNull(candidate, "candidate");
        requireNonNull(suite, "suite");
        requireNonNull(task, "task");
        requireNonNull(sample, "sample");
        requireNonNull(cluster, "cluster");
        requireNonNull(prompt, "prompt");
        choices = List.copyOf(choices);
        right = List.copyOf(right);
        accepted = List.copyOf(accepted);
        instructions = instructions == null ? List.of() : List.copyOf(instructions);
        labels = Map.copyOf(labels);
        requireNonNull(outcome, "outcome");
        requireNonNull(cached, "cached");
        requireNonNull(course, "course");
    }

    /** Without instructions, of an answer given in this run. */
    public Sampled(String candidate, String suite, String task, String sample, Optional<String> cluster, String prompt,
            List<String> choices, List<Integer> right, List<String> accepted, Map<String, String> labels,
            Outcome outcome, double latencyMs, OptionalInt inputTokens, OptionalInt outputTokens, int attempts) {
        this(candidate, suite, task, sample, cluster, prompt, choices, right, accepted, List.of(), labels, outcome,
                latencyMs, inputTokens, outputTokens, attempts, Optional.empty(), Optional.empty());
    }

    /** With instructions, of an answer given in this run. */
    public Sampled(String candidate, String suite, String task, String sample, Optional<String> cluster, String prompt,
            List<String> choices, List<Integer> right, List<String> accepted, List<Instruction> instructions,
            Map<String, String> labels, Outcome outcome, double latencyMs, OptionalInt inputTokens,
            OptionalInt outputTokens, int attempts) {
        this(candidate, suite, task, sample, cluster, prompt, choices, right, accepted, instructions, labels, outcome,
                latencyMs, inputTokens, outputTokens, attempts, Optional.empty(), Optional.empty());
    }

    /** What the model thought before it answered, where that is known. */
    public Optional<Course.Thought> thought() {
        return course.flatMap(Course::thought);
    }

    /** How it was made to choose, where the task has choices and the journal tells. */
    public Optional<ChoiceWay> way() {
        return course.flatMap(Course::way);
    }

    /** Whether the model never came to its answer because its reasoning did not end. */
    public boolean unclosed() {
        return thought().filter(thought -> !thought.closed()).isPresent();
    }

    public Sampled withSample(String other) {
        return new Sampled(candidate, suite, task, other, cluster, prompt, choices, right, accepted, instructions,
                labels, outcome, latencyMs, inputTokens, outputTokens, attempts, cached, course);
    }

    public Sampled with(Course other) {
        return new Sampled(candidate, suite, task, sample, cluster, prompt, choices, right, accepted, instructions,
                labels, outcome, latencyMs, inputTokens, outputTokens, attempts, cached, Optional.of(other));
    }
}
