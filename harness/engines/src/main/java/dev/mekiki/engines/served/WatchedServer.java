package dev.mekiki.engines.served;

import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Workplace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A server that is started again when it ends by itself, within limits. Requests that it took down with it fail with its last words; later
 * ones wait until the new one is ready. Safe for use by several threads.
 */
final class WatchedServer implements AutoCloseable {
    private static final Duration ENDING = Duration.ofSeconds(3);

    private final Starter starter;
    private final String name;
    private final int restarts;
    private final Workplace workplace;
    private KeptServer server;
    private int endsInARow;
    private boolean closed;
    private @Nullable KeptServer counted;
    private String lastWords = "";

    WatchedServer(Starter starter, KeptServer server, String name, int restarts, Workplace workplace) {
        this.starter = starter;
        this.server = server;
        this.name = name;
        this.restarts = restarts;
        this.workplace = workplace;
    }

    /** A request, in whatever form. */
    @FunctionalInterface
    interface Call<R> {
        R run() throws EngineException;
    }

    /**
     * Asks the server.
     *
     * @param silent whether an answer is none at all, so that the server may hang
     * @throws EngineException with the server's last words if it ended meanwhile
     */
    <R> R ask(Call<R> call, Predicate<R> silent, Deadline deadline) throws EngineException {
        KeptServer used = ready(deadline);
        R answer;
        try {
            answer = call.run();
        } catch (EngineException e) {
            throw after(used, e);
        }
        if (silent.test(answer)) {
            hung(used);
        } else {
            succeeded();
        }
        return answer;
    }

    private EngineException after(KeptServer used, EngineException failure) {
        boolean answers = !used.ended() && starter.health().isPresent();
        Optional<Ending> ending = answers ? Optional.empty() : used.ending(ENDING);
        if (ending.isEmpty()) {
            return failure;
        }
        return new EngineException(count(used, ending.get().words()), failure);
    }

    /** A server that gave nothing until the deadline, and does not even say how it is, is ended. */
    private void hung(KeptServer used) {
        if (!used.ended() && !Thread.currentThread().isInterrupted() && starter.health().isEmpty()) {
            used.close();
            count(used, "did not answer any more, and was ended");
        }
    }

    private synchronized void succeeded() {
        endsInARow = 0;
    }

    private synchronized String count(KeptServer used, String words) {
        if (counted != used) {
            counted = used;
            endsInARow++;
            lastWords = "the server " + words;
            workplace.notes().accept(name + ": " + lastWords);
        }
        return lastWords;
    }

    /** The server, started again where it ended. */
    private KeptServer ready(Deadline deadline) throws EngineException {
        synchronized (this) {
            if (closed) {
                throw new EngineException("the server was stopped");
            }
            if (!server.ended()) {
                return server;
            }
            if (deadline.passed()) {
                throw new EngineException("the server ended, and the deadline passed before it could be started again");
            }
            count(server, server.ending(ENDING).map(Ending::words).orElse("ended"));
            if (endsInARow > restarts) {
                throw new EngineException(lastWords + " (it ended " + endsInARow
                        + " times without an answer between, and is not started again)");
            }
            try {
                server = starter.restart();
            } catch (EngineException e) {
                endsInARow++;
                lastWords = String.valueOf(e.getMessage());
                throw e;
            }
            workplace.notes().accept(name + ": the server was started again");
            return server;
        }
    }

    /** Of the server that runs. */
    synchronized KeptServer current() {
        return server;
    }

    @Override
    public synchronized void close() {
        closed = true;
        server.close();
        starter.close();
    }
}
