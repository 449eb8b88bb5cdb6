package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Outcome;
import dev.mekiki.port.Engine;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A loaded candidate with its threads, and whether it still deserves to be asked. Used by the run's own thread only. */
final class OpenCandidate implements AutoCloseable {
    /** Failures in a row after which a task is given up for this candidate. */
    private static final int MOST_FAILURES = 10;
    /** Tasks given up in a row, with no answer between, after which the candidate is. */
    private static final int MOST_TASKS = 2;

    private final Candidate candidate;
    private final Engine engine;
    private final Optional<CandidateCache> cache;
    private final ExecutorService threads;
    private final Map<AnswerMode, String> blocked = new EnumMap<>(AnswerMode.class);
    private int failures;
    private int tasksGivenUp;
    private String lastFailure = "";
    private boolean hung;
    private Optional<String> givenUp = Optional.empty();

    OpenCandidate(Candidate candidate, Engine engine, Optional<CandidateCache> cache, int workers) {
        this.candidate = candidate;
        this.engine = engine;
        this.cache = cache;
        this.threads = Executors.newFixedThreadPool(workers,
                Thread.ofPlatform().daemon().name("sample-" + candidate.name() + "-", 0).factory());
    }

    Candidate candidate() {
        return candidate;
    }

    String name() {
        return candidate.name();
    }

    Engine engine() {
        return engine;
    }

    Optional<CandidateCache> cache() {
        return cache;
    }

    ExecutorService threads() {
        return threads;
    }

    void block(AnswerMode mode, String reason) {
        blocked.putIfAbsent(mode, reason);
    }

    Optional<String> blocked(AnswerMode mode) {
        return Optional.ofNullable(blocked.get(mode));
    }

    Optional<String> givenUp() {
        return givenUp;
    }

    void beginTask() {
        failures = 0;
    }

    /** @return whether the current task is now given up */
    boolean count(List<SampleRun.Result> results) {
        boolean over = false;
        for (SampleRun.Result result : results) {
            if (result.sampled().outcome() instanceof Outcome.Failed failed) {
                lastFailure = failed.reason();
            }
            over |= count(result.broke());
        }
        return over;
    }

    private boolean count(boolean broke) {
        if (!broke) {
            failures = 0;
            tasksGivenUp = 0;
            return false;
        }
        if (++failures < MOST_FAILURES) {
            return false;
        }
        if (++tasksGivenUp >= MOST_TASKS) {
            giveUp("given up after " + tasksGivenUp + " tasks with " + MOST_FAILURES
                    + " failures in a row; the last: " + lastFailure);
        }
        return true;
    }

    /** Why the current task is, in words. */
    String taskGivenUp() {
        return "given up after " + MOST_FAILURES + " failures in a row; the last: " + lastFailure;
    }

    void giveUp(String reason) {
        givenUp = givenUp.or(() -> Optional.of(reason));
    }

    /** A thread of the engine does not come back: nothing more can be asked, and closing would pull its memory away. */
    void hung(String reason) {
        hung = true;
        giveUp(reason);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        if (!hung) {
            engine.close();
        }
    }
}
