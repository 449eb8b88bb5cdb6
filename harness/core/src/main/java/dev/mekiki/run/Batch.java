package dev.mekiki.run;

import dev.mekiki.domain.Item;
import dev.mekiki.domain.Plan.RunSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Samples that are asked of one model at once, on its threads, watched for those that never come back. */
final class Batch {
    /** How much longer than its deadline an engine may take. */
    static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration SLICE = Duration.ofMillis(100);

    private final RunSettings settings;
    private final Stop stop;
    private final Duration grace;

    Batch(RunSettings settings, Stop stop, Duration grace) {
        this.settings = settings;
        this.stop = stop;
        this.grace = grace;
    }

    /** A way of asking. */
    interface Asking {
        SampleRun.Result ask(Item item) throws InterruptedException;
    }

    /** Asks some samples at once, as many as there are workers, and hands over results as they come, together those that are there. */
    void ask(OpenCandidate candidate, SampleRun run, List<Item> items, Asking asking,
            Consumer<List<SampleRun.Result>> results) {
        CompletionService<SampleRun.Result> service = new ExecutorCompletionService<>(candidate.threads());
        IdentityHashMap<Future<SampleRun.Result>, Item> open = new IdentityHashMap<>();
        items.forEach(item -> open.put(service.submit(() -> asking.ask(item)), item));
        int rounds = (items.size() + settings.workers() - 1) / settings.workers();
        long longest = SampleRun.longest(settings).multipliedBy(rounds).plus(grace).toNanos();
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
                    candidate.hung("the engine does not stop at its deadline");
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
