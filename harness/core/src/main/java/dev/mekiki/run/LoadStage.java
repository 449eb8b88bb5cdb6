package dev.mekiki.run;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.MachineUse;
import dev.mekiki.domain.Plan.RunSettings;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures a load profile on one candidate: a closed loop of as many threads as there are users. Nothing else may run meanwhile. */
final class LoadStage {
    private static final int MOST_FAILURES = 10;
    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final String candidate;
    private final Engine engine;
    private final RunSettings settings;
    private final Stop stop;
    private final MachineWatch watch;
    private final Consumer<JournalEvent> events;

    LoadStage(String candidate, Engine engine, RunSettings settings, Stop stop, MachineWatch watch,
            Consumer<JournalEvent> events) {
        this.candidate = candidate;
        this.engine = engine;
        this.settings = settings;
        this.stop = stop;
        this.watch = watch;
        this.events = events;
    }

    /** @return whether the engine still answers */
    boolean run(LoadProfile profile) {
        Optional<String> obstacle = obstacle(profile);
        if (obstacle.isPresent()) {
            failed(profile, obstacle.get());
            return true;
        }
        events.accept(new JournalEvent.LoadStarted(candidate, profile));
        // prompts are made before the clock starts: finding their lengths is work of the processor that is to be
        // measured
        List<Prompt> prompts = prompts(profile);
        Loop warmup = new Loop(profile, prompts.subList(0, profile.warmup()));
        if (!warmup.run()) {
            return warmup.failed();
        }
        Loop measured = new Loop(profile, prompts.subList(profile.warmup(), prompts.size()));
        OptionalLong peak;
        MachineUse use;
        try (ResidentMemory memory = ResidentMemory.watched(); MachineWatch.Running running = watch.begin()) {
            if (!measured.run()) {
                return measured.failed();
            }
            peak = memory.peak();
            use = running.end();
        }
        // only now: writing to the disk during the measurement would be measured with it
        measured.requests.forEach(
                request -> events.accept(new JournalEvent.LoadRequestDone(candidate, profile.name(), request)));
        if (!use.saysNothing()) {
            events.accept(new JournalEvent.MachineWatched(candidate, profile.name(), use));
        }
        double first = measured.requests.stream().mapToDouble(LoadRequest::sentMs).min().orElse(0);
        double last = measured.requests.stream().mapToDouble(LoadRequest::endMs).max().orElse(0);
        events.accept(new JournalEvent.LoadDone(candidate, profile.name(), last - first, peak));
        return true;
    }

    private void failed(LoadProfile profile, String reason) {
        events.accept(new JournalEvent.PartFailed(candidate, "load/" + profile.name(), reason));
    }

    private Optional<String> obstacle(LoadProfile profile) {
        if (!(profile.input() instanceof Input.Tokens tokens)) {
            return Optional.empty();
        }
        if (engine.tokenizer().isEmpty()) {
            return Optional.of("prompts of a given number of tokens need the candidate's tokenizer");
        }
        int most = tokens.mean() + tokens.spread() + profile.output();
        var context = engine.description().contextTokens();
        return context.isPresent() && most > context.getAsInt()
                ? Optional.of("prompts of up to " + (tokens.mean() + tokens.spread()) + " tokens and answers of "
                        + profile.output() + " do not fit its context of " + context.getAsInt() + " tokens")
                : Optional.empty();
    }

    private List<Prompt> prompts(LoadProfile profile) {
        int count = profile.warmup() + profile.requests();
        List<Prompt> prompts = new ArrayList<>(count);
        switch (profile.input()) {
            case Input.Prompts given -> {
                for (int i = 0; i < count; i++) {
                    prompts.add(Prompt.plain(given.prompts().get(i % given.prompts().size())));
                }
            }
            case Input.Tokens tokens -> {
                Tokenizer tokenizer = engine.tokenizer().orElseThrow();
                LoadText text = new LoadText(tokenizer, Seeds.of(settings.seed(), profile.name()));
                for (int i = 0; i < count; i++) {
                    prompts.add(Prompt.plain(text.prompt(i, length(profile, tokens, i))));
                }
            }
        }
        return prompts;
    }

    /** The same lengths for every candidate. */
    private int length(LoadProfile profile, Input.Tokens tokens, int index) {
        long random = Seeds.of(settings.seed(), "load length", profile.name(), Integer.toString(index));
        return tokens.mean() - tokens.spread() + (int) Long.remainderUnsigned(random, 2L * tokens.spread() + 1);
    }

    /** Users that each send their next request when the last one ended. */
    private final class Loop {
        private final LoadProfile profile;
        private final List<Prompt> prompts;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final BlockingQueue<LoadRequest> results = new LinkedBlockingQueue<>();
        private final List<LoadRequest> requests = new ArrayList<>();
        private @Nullable String trouble;
        private boolean hung;

        Loop(LoadProfile profile, List<Prompt> prompts) {
            this.profile = profile;
            this.prompts = prompts;
        }

        /** @return whether all requests came to an end */
        boolean run() {
            long start = System.nanoTime();
            List<Thread> users = new ArrayList<>();
            for (int i = 0; i < Math.min(profile.concurrency(), prompts.size()); i++) {
                users.add(Thread.ofPlatform().daemon().name("load-" + candidate + "-" + i).start(() -> user(start)));
            }
            int failures = 0;
            long lastEnd = start;
            while (requests.size() < prompts.size() && trouble == null && !stop.asked()) {
                try {
                    LoadRequest request = results.poll(SLICE.toMillis(), TimeUnit.MILLISECONDS);
                    if (request != null) {
                        lastEnd = System.nanoTime();
                        requests.add(request);
                        failures = request.error().isPresent() ? failures + 1 : 0;
                        if (failures >= MOST_FAILURES) {
                            trouble = failures + " requests in a row failed; the last: " + request.error().orElse("");
                        }
                    } else if (System.nanoTime() - lastEnd > settings.deadline().plus(GRACE).toNanos()) {
                        trouble = "the engine does not stop at its deadline";
                        hung = true;
                    }
                } catch (InterruptedException _) {
                    stop.ask();
                }
            }
            boolean complete = requests.size() == prompts.size() && trouble == null;
            ended.set(true);
            if (!complete) {
                users.forEach(Thread::interrupt);
            }
            hung |= !joined(users);
            requests.sort(java.util.Comparator.comparingInt(LoadRequest::index));
            return complete;
        }

        /** Tells the journal what went wrong, unless the run was stopped. */
        boolean failed() {
            if (trouble != null) {
                LoadStage.this.failed(profile, trouble);
            }
            return !hung;
        }

        private static boolean joined(List<Thread> users) {
            long until = System.nanoTime() + GRACE.toNanos();
            for (Thread user : users) {
                try {
                    if (!user.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
                        return false;
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }

        private void user(long start) {
            while (!ended.get()) {
                int index = next.getAndIncrement();
                if (index >= prompts.size()) {
                    return;
                }
                results.add(request(index, start));
            }
        }

        private LoadRequest request(int index, long start) {
            List<Double> chunkMs = new ArrayList<>();
            List<Integer> chunkTokens = new ArrayList<>();
            double sent = ms(start, System.nanoTime());
            try {
                Generation generation = engine.generate(prompts.get(index),
                        GenerationSettings.greedy(profile.output(), List.of()).ignoringEnd(),
                        Seeds.of(settings.seed(), profile.name()),
                        Deadline.after(settings.deadline()), (_, tokens, nanoTime) -> {
                            chunkMs.add(ms(start, nanoTime));
                            chunkTokens.add(tokens);
                        });
                double end = ms(start, System.nanoTime());
                boolean late = generation.finish() == Generation.Finish.DEADLINE;
                return new LoadRequest(index, sent, sent, first(chunkMs, chunkTokens), end, generation.inputTokens(),
                        generation.outputTokens(), generation.text().codePointCount(0, generation.text().length()),
                        chunkMs, chunkTokens, generation.finish().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        late
                                ? Optional.of("the deadline of " + settings.deadline().toMillis() + " ms passed")
                                : Optional.empty());
            } catch (EngineException | RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
                return new LoadRequest(index, sent, sent, first(chunkMs, chunkTokens), ms(start, System.nanoTime()), 0,
                        chunkTokens.stream().mapToInt(Integer::intValue).sum(), 0, chunkMs, chunkTokens, "error",
                        Optional.of(Broken.inWords(e)));
            }
        }

        private static Optional<Double> first(List<Double> chunkMs, List<Integer> chunkTokens) {
            for (int i = 0; i < chunkMs.size(); i++) {
                if (chunkTokens.get(i) > 0) {
                    return Optional.of(chunkMs.get(i));
                }
            }
            return Optional.empty();
        }

        private static double ms(long start, long nanoTime) {
            return (nanoTime - start) / 1e6;
        }
    }
}
