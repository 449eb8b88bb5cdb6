package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks the samples of all tasks, in small blocks that go from candidate to candidate: whatever slows the machine down for a while
 * slows all of them. Only one candidate works at a time.
 */
final class SampleStage {
    /** The part that is named when a candidate is given up. */
    static final String ALL_SAMPLES = "samples";
    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int WARMUP = 2;

    private final Plan plan;
    private final Done done;
    private final Stop stop;
    private final EventSink events;
    private final Duration grace;

    SampleStage(Plan plan, Done done, Stop stop, EventSink events) {
        this(plan, done, stop, events, GRACE);
    }

    SampleStage(Plan plan, Done done, Stop stop, EventSink events, Duration grace) {
        this.plan = plan;
        this.done = done;
        this.stop = stop;
        this.events = events;
        this.grace = grace;
    }

    /** A candidate at one task. */
    private record Asked(OpenCandidate candidate, SampleRun run) {}

    /** A way of asking. */
    private interface Asking {
        SampleRun.Result ask(Item item) throws InterruptedException;
    }

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
            block(asked, items, asked.run()::ask, _ -> {});
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
        String[] last = {""};
        block(asked, items, asked.run()::run, results -> {
            events.acceptAll(results.stream()
                    .<JournalEvent>map(result -> new JournalEvent.SampleDone(result.sampled())).toList());
            for (SampleRun.Result result : results) {
                if (result.sampled().outcome() instanceof Outcome.Failed failed) {
                    last[0] = failed.reason();
                }
                giveUp[0] |= candidate.count(result.broke(), last[0]);
            }
        });
        if (candidate.givenUp().isPresent()) {
            events.accept(
                    new JournalEvent.PartFailed(candidate.name(), ALL_SAMPLES, candidate.givenUp().get()));
            return false;
        }
        if (giveUp[0]) {
            events.accept(new JournalEvent.PartFailed(candidate.name(), task.path(),
                    "given up after " + OpenCandidate.MOST_FAILURES + " failures in a row; the last: " + last[0]));
        }
        return !giveUp[0];
    }

    /** Asks some samples at once, as many as there are workers, and hands over results as they come, together those that are there. */
    private void block(Asked asked, List<Item> items, Asking asking, Consumer<List<SampleRun.Result>> results) {
        SampleRun run = asked.run();
        CompletionService<SampleRun.Result> service = new ExecutorCompletionService<>(asked.candidate().threads());
        IdentityHashMap<Future<SampleRun.Result>, Item> open = new IdentityHashMap<>();
        items.forEach(item -> open.put(service.submit(() -> asking.ask(item)), item));
        int rounds = (items.size() + plan.run().workers() - 1) / plan.run().workers();
        long longest = SampleRun.longest(plan.run()).multipliedBy(rounds).plus(grace).toNanos();
        long start = System.nanoTime();
        while (!open.isEmpty()) {
            if (stop.asked()) {
                cancel(open.keySet());
                return;
            }
            try {
                Future<SampleRun.Result> next = service.poll(SLICE.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    List<SampleRun.Result> ready = new ArrayList<>();
                    for (Future<SampleRun.Result> each = next; each != null; each = service.poll()) {
                        open.remove(each);
                        ready.add(each.get());
                    }
                    results.accept(ready);
                } else if (System.nanoTime() - start > longest) {
                    cancel(open.keySet());
                    Duration after = Duration.ofNanos(System.nanoTime() - start);
                    results.accept(open.values().stream()
                            .map(item -> new SampleRun.Result(run.hung(item, after), false)).toList());
                    asked.candidate().hung("the engine does not stop at its deadline");
                    return;
                }
            } catch (InterruptedException _) {
                stop.ask();
            } catch (ExecutionException e) {
                cancel(open.keySet());
                throw new IllegalStateException("a sample ended as it never should", e.getCause());
            }
        }
    }

    private static void cancel(Set<Future<SampleRun.Result>> open) {
        open.forEach(future -> future.cancel(true));
    }
}
