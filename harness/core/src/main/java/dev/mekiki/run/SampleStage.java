package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the samples of all tasks, in small blocks that go from candidate to candidate: whatever slows the machine down for a while
 * slows all of them. Only one candidate works at a time.
 */
final class SampleStage {
    /** The part that is named when a candidate is given up. */
    static final String ALL_SAMPLES = "samples";
    private static final int WARMUP = 2;

    private final Plan plan;
    private final Done done;
    private final Stop stop;
    private final EventSink events;
    private final Batch batch;

    SampleStage(Plan plan, Done done, Stop stop, EventSink events) {
        this(plan, done, stop, events, Batch.GRACE);
    }

    SampleStage(Plan plan, Done done, Stop stop, EventSink events, Duration grace) {
        this.plan = plan;
        this.done = done;
        this.stop = stop;
        this.events = events;
        this.batch = new Batch(plan.run(), stop, grace);
    }

    /** A candidate at one task. */
    private record Asked(OpenCandidate candidate, SampleRun run) {}

    void run(List<OpenCandidate> candidates) {
        Set<OpenCandidate> warm = new HashSet<>();
        for (Task task : plan.tasks()) {
            List<Asked> able = new ArrayList<>();
            for (OpenCandidate candidate : candidates) {
                if (!pending(candidate, task, task.items()).isEmpty() && !stop.asked()) {
                    able(candidate, task).ifPresent(able::add);
                }
            }
            for (Asked one : able) {
                if (warm.add(one.candidate())) {
                    warmUp(one, task.items().subList(0, Math.min(WARMUP, task.items().size())));
                }
            }
            task(task, able);
        }
    }

    /** Nothing is to be measured where answers come from the cache; where they do not, the first ones must not be asked cold. */
    private void warmUp(Asked asked, List<Item> items) {
        if (!items.stream().allMatch(asked.run()::isCached)) {
            batch.ask(asked.candidate(), asked.run(), items, asked.run()::ask, _ -> {});
        }
    }

    private Optional<Asked> able(OpenCandidate candidate, Task task) {
        Ways ways = task.answer() == AnswerMode.CHOICE
                ? Ways.of(candidate, task, plan.run().seed(), done.way(candidate.name(), task.path()))
                : new Ways(Optional.empty(), candidate.blocked(task.answer()).stream().toList());
        SampleRun run = new SampleRun(candidate.name(), candidate.engine(), task, plan.run(), candidate.cache(),
                ways.chosen());
        Optional<String> obstacle = Optional.of(String.join("; ", ways.passedOver()))
                .filter(reasons -> ways.chosen().isEmpty() && !reasons.isEmpty()).or(run::obstacle);
        if (obstacle.isPresent()) {
            events.accept(new JournalEvent.PartFailed(candidate.name(), task.path(), obstacle.get()));
            return Optional.empty();
        }
        if (!ways.passedOver().isEmpty()) {
            events.accept(new JournalEvent.WayChosen(candidate.name(), task.path(), ways.chosen().orElseThrow(),
                    ways.passedOver()));
        }
        candidate.beginTask();
        return candidate.givenUp().isPresent() ? Optional.empty() : Optional.of(new Asked(candidate, run));
    }

    private List<Item> pending(OpenCandidate candidate, Task task, List<Item> items) {
        return items.stream().filter(item -> !done.hasSample(candidate.name(), task.path(), item.id())).toList();
    }

    private void task(Task task, List<Asked> able) {
        boolean[] over = new boolean[able.size()];
        int size = plan.run().workers() == 1 ? 1 : plan.run().workers() * 4;
        int turn = able.isEmpty()
                ? 0
                : (int) Long.remainderUnsigned(Seeds.of(plan.run().seed(), task.path()), able.size());
        for (int from = 0; from < task.items().size(); from += size, turn++) {
            List<Item> items = task.items().subList(from, Math.min(from + size, task.items().size()));
            for (int i = 0; i < able.size() && !stop.asked(); i++) {
                // whoever comes first in a block finds caches cold: it is another one each time
                int whose = (i + turn) % able.size();
                Asked one = able.get(whose);
                over[whose] = over[whose] || !ask(one, task, pending(one.candidate(), task, items));
            }
        }
    }

    /** @return whether this candidate is to be asked more of this task */
    private boolean ask(Asked asked, Task task, List<Item> items) {
        OpenCandidate candidate = asked.candidate();
        boolean[] giveUp = new boolean[1];
        batch.ask(candidate, asked.run(), items, asked.run()::run, results -> {
            events.acceptAll(results.stream()
                    .<JournalEvent>map(result -> new JournalEvent.SampleDone(result.sampled())).toList());
            giveUp[0] |= candidate.count(results);
        });
        if (candidate.givenUp().isPresent()) {
            events.accept(
                    new JournalEvent.PartFailed(candidate.name(), ALL_SAMPLES, candidate.givenUp().get()));
            return false;
        }
        if (giveUp[0]) {
            events.accept(new JournalEvent.PartFailed(candidate.name(), task.path(), candidate.taskGivenUp()));
        }
        return !giveUp[0];
    }
}
