package dev.mekiki.run;

import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Task;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.ReasoningMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first of a task's ways of choosing that a candidate can go.
 *
 * @param passedOver why it could not go those before, one for each, beginning with its name
 */
record Ways(Optional<ChoiceWay> chosen, List<String> passedOver) {
    Ways {
        passedOver = List.copyOf(passedOver);
    }

    /** @param before the way that this run went before it was interrupted: no other is then gone */
    static Ways of(OpenCandidate candidate, Task task, long seed, Optional<ChoiceWay> before) {
        List<String> passedOver = new ArrayList<>();
        for (ChoiceWay way : before.map(List::of).orElse(task.choosing().ways())) {
            boolean only = task.choosing().ways().size() == 1;
            Optional<String> obstacle = candidate.blocked(way.needs())
                    .or(() -> obstacle(candidate.engine(), task, way, seed, only));
            if (obstacle.isEmpty()) {
                return new Ways(Optional.of(way), passedOver);
            }
            passedOver.add(only ? obstacle.get() : way.id() + ": " + obstacle.get());
        }
        return new Ways(Optional.empty(), passedOver);
    }

    private static Optional<String> obstacle(Engine engine, Task task, ChoiceWay way, long seed, boolean only) {
        String name = engine.description().engine();
        return switch (way) {
            case LOGLIKELIHOOD -> engine.logprobs().isEmpty()
                    ? Optional.of("the engine " + name + " cannot score continuations")
                    : only ? Optional.empty() : opensReasoning(engine, task, seed);
            case CONSTRAINED -> engine.constrained().isEmpty()
                    ? Optional.of("the engine " + name + " cannot constrain an answer to given texts")
                    : promptsOfTheirOwn(task);
            case GENERATED -> promptsOfTheirOwn(task).or(() -> new Listed(task.choosing()).obstacle(task));
        };
    }

    private static Optional<String> promptsOfTheirOwn(Task task) {
        return task.items().stream().anyMatch(item -> item.continuation().isPresent())
                ? Optional.of("each choice is a prompt of its own")
                : Optional.empty();
    }

    /** What a model would choose is then decided behind its reasoning, and the likelihood before it tells nothing. */
    private static Optional<String> opensReasoning(Engine engine, Task task, long seed) {
        Optional<ReasoningMarks> marks = engine.chatTemplate().flatMap(ChatTemplate::reasoning);
        if (marks.isEmpty() || task.items().isEmpty()) {
            return Optional.empty();
        }
        try {
            Item first = task.items().getFirst();
            Prompt prompt = new PromptMaker(task, engine.chatTemplate(), seed).make(first);
            return marks.get().opened(prompt)
                    ? Optional.of("the chat template begins the model's reasoning, before which nothing is chosen yet")
                    : Optional.empty();
        } catch (EngineException _) {
            return Optional.empty(); // said when it is asked
        }
    }
}
