package dev.mekiki.engines.llamacpp.worker;

import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.ModelFacts;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A model in a worker, which is started again where it died: what it was computing then has failed, what comes next has not. A model
 * that kills its worker time after time is given up.
 */
public final class ModelService implements AutoCloseable {
    /** For the largest model from the slowest disk. */
    private static final Duration LOADING = Duration.ofHours(1);
    private static final int DEATHS_IN_A_ROW = 3;
    private static final int DEATHS = 20;
    private final LoadSettings settings;
    private final ModelFacts facts;
    private final AtomicInteger busy = new AtomicInteger();
    private @Nullable Worker worker;
    private int row;
    private int deaths;

    private ModelService(LoadSettings settings, Worker worker, ModelFacts facts) {
        this.settings = settings;
        this.worker = worker;
        this.facts = facts;
    }

    /** @throws EngineException if the model can't be loaded, with llama.cpp's words */
    public static ModelService open(LoadSettings settings) throws EngineException {
        Worker worker = Worker.start(settings.environment());
        return new ModelService(settings, worker, load(worker, settings));
    }

    private static ModelFacts load(Worker worker, LoadSettings settings) throws EngineException {
        try {
            return worker.ask(new Request.Open(settings), Deadline.after(LOADING), GenerationListener.NONE);
        } catch (Worker.Gone e) {
            throw new EngineException(e.words(), e);
        } catch (EngineException e) {
            worker.close();
            throw e;
        }
    }

    public ModelFacts facts() {
        return facts;
    }

    /** The worker's process id, while there is one. */
    public synchronized OptionalLong worker() {
        return worker == null ? OptionalLong.empty() : OptionalLong.of(worker.pid());
    }

    /** Requests under way. */
    public int busy() {
        return busy.get();
    }

    /**
     * Asks the worker, starting another one first if it died.
     *
     * @throws EngineException if it can't, or dies of it
     */
    public <R> R ask(Request<R> request, Deadline deadline, GenerationListener listener) throws EngineException {
        Worker asked = alive();
        busy.incrementAndGet();
        try {
            R answer = asked.ask(request, deadline, listener);
            answered();
            return answer;
        } catch (Worker.Gone e) {
            died(asked);
            throw new EngineException(e.words(), e);
        } finally {
            busy.decrementAndGet();
        }
    }

    private synchronized void answered() {
        row = 0;
    }

    /** Counted once, however many requests it took with it. */
    private synchronized void died(Worker dead) {
        if (worker == dead) {
            worker = null;
            row++;
            deaths++;
            dead.close();
        }
    }

    private synchronized Worker alive() throws EngineException {
        Worker open = worker;
        if (open != null && open.alive()) {
            return open;
        }
        if (open != null) {
            died(open);
        }
        if (row >= DEATHS_IN_A_ROW || deaths >= DEATHS) {
            throw new EngineException("llama.cpp's process ended " + deaths + " times, " + row
                    + " of them in a row; it is not started again");
        }
        Worker fresh = Worker.start(settings.environment());
        try {
            load(fresh, settings);
        } catch (EngineException e) {
            row++;
            deaths++;
            throw e;
        }
        worker = fresh;
        return fresh;
    }

    @Override
    public synchronized void close() {
        Worker open = worker;
        worker = null;
        row = DEATHS_IN_A_ROW;
        if (open != null) {
            open.close();
        }
    }
}
