package dev.mekiki.run;

import dev.mekiki.domain.Choosing;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A task with choices as it is asked of a model that answers freely: in front of each question stand the choices, each with its letter, and
 * examples answer with a letter. Choices that are letters or numbers themselves are listed by the prompt already.
 */
record Listed(Choosing choosing) {
    private static final String LABEL = "[A-Za-zＡ-Ｚａ-ｚア-コ]|[0-9０-９]{1,2}";

    /** The task with its examples so shown; its items are not changed. */
    Task task(Task task) {
        return task.withShots(task.shots()
                .map(shots -> new dev.mekiki.domain.Shots(shots.pool().stream().map(this::item).toList(),
                        shots.count(), shots.pick())));
    }

    Item item(Item item) {
        if (item.choices().isEmpty() || item.choices().stream().allMatch(choice -> choice.strip().matches(LABEL))) {
            return item;
        }
        List<String> letters = IntStream.range(0, item.choices().size()).mapToObj(choosing.letters()::of).toList();
        String list = IntStream.range(0, letters.size())
                .mapToObj(i -> letters.get(i) + ". " + item.choices().get(i).strip())
                .collect(Collectors.joining("\n", choosing.request() + "\n", "\n\n"));
        return new Item(item.id(), item.cluster(), item.system(), list + item.prompt(), letters, item.right(),
                item.accepted(), item.instructions(), item.labels(), item.opening(), item.continuation(),
                item.rubric());
    }

    /** Why it cannot be asked so, if it can't. */
    Optional<String> obstacle(Task task) {
        int most = task.items().stream().mapToInt(item -> item.choices().size()).max().orElse(0);
        return most > choosing.letters().most()
                ? Optional.of("there are " + most + " choices and only " + choosing.letters().most() + " letters")
                : Optional.empty();
    }
}
