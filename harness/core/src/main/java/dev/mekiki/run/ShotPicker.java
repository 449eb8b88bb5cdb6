package dev.mekiki.run;

import dev.mekiki.domain.Item;
import dev.mekiki.domain.Shots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws the examples of each sample of one task. An example never has the sample's own prompt, so a pool that holds the sample itself
 * cannot give its answer away; examples without an answer are left out.
 *
 * <p>
 * Seeded: each example of the pool gets a number from (seed, task, sample id, the example itself) alone, and the smallest are taken.
 * Neither the pool's order, nor a limit, nor other samples, nor workers change what a sample is shown.
 */
public final class ShotPicker {
    private final Shots shots;
    private final long seed;
    private final String task;
    private final List<Example> pool = new ArrayList<>();

    private record Example(Item item, String prompt, long number) {}

    /** @param task the task's path */
    public ShotPicker(Shots shots, long seed, String task) {
        this.shots = shots;
        this.seed = seed;
        this.task = task;
        for (Item item : shots.pool()) {
            if (!item.right().isEmpty() || !item.accepted().isEmpty()) {
                pool.add(new Example(item, item.prompt().strip(), Seeds.of(0, item.id(), item.prompt())));
            }
        }
    }

    /** @return the examples in the order they are shown; fewer than asked for if the pool has no more */
    public List<Item> pick(Item sample) {
        String own = sample.prompt().strip();
        List<Example> others = pool.stream().filter(example -> !example.prompt().equals(own)).toList();
        return switch (shots.pick()) {
            case FIRST -> others.stream().limit(shots.count()).map(Example::item).toList();
            case SEEDED -> {
                long own64 = Seeds.of(seed, task, sample.id());
                yield others.stream()
                        .sorted(Comparator.<Example>comparingLong(example -> Seeds.mix(own64 ^ example.number()))
                                .thenComparing(Example::prompt))
                        .limit(shots.count()).map(Example::item).toList();
            }
        };
    }
}
