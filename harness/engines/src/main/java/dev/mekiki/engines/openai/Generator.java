package dev.mekiki.engines.openai;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Dialect;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.GenerationListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks for one answer, whole or piece by piece. Learns from refusals what the server takes. */
final class Generator {
    static final String CHAT = "/chat/completions";
    static final String COMPLETIONS = "/completions";

    private static final int MOST_AFTER_END = 1 << 16;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Endpoint endpoint;
    private final EndpointOptions options;
    private final Bodies bodies;
    private final AtomicReference<Dialect> dialect = new AtomicReference<>(Dialect.USUAL);

    Generator(Endpoint endpoint, EndpointOptions options, Bodies bodies) {
        this.endpoint = endpoint;
        this.options = options;
        this.bodies = bodies;
    }

    Dialect dialect() {
        return dialect.get();
    }

    /** The server refused a request. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refusal(int status, String said) {
            super(said);
            this.status = status;
        }

        int status() {
            return status;
        }

        String said() {
            return String.valueOf(getMessage());
        }

        /** For the services that filter before the model sees anything. */
        boolean ofContent() {
            return status == 400 && said().toLowerCase(java.util.Locale.ROOT)
                    .matches(".*(content[_ ]filter|content management policy|responsibleaipolicy).*");
        }
    }

    /** @param asked the body without settings */
    Generation generate(String path, ObjectNode asked, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException {
        try {
            return answer(path, asked, settings, seed, deadline, listener);
        } catch (Refusal refusal) {
            EngineException failure = endpoint.failure(refusal.said());
            if (refusal.ofContent()) {
                return new Generation(String.valueOf(failure.getMessage()), Finish.REFUSED, 0, 0);
            }
            throw failure;
        }
    }

    /** @throws Refusal if the server refuses the request, in whatever way it is put */
    Generation answer(String path, ObjectNode asked, GenerationSettings settings, long seed, Deadline deadline,
            GenerationListener listener) throws EngineException, Refusal {
        boolean stream = switch (options.stream()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> !listener.equals(GenerationListener.NONE);
        };
        while (true) {
            Dialect used = dialect.get();
            Heard heard = new Heard(settings);
            ObjectNode body = asked.deepCopy();
            bodies.settings(body, settings, seed, used, stream);
            try {
                listen(accepted(path, bodies.finished(body), deadline), heard, deadline, listener);
            } catch (Late _) {
                return checked(heard.late());
            } catch (Refusal refusal) {
                Dialect other = used.after(refusal.said(), settings.stop().size(), stream)
                        .orElseThrow(() -> refusal);
                dialect.compareAndSet(used, other);
                continue;
            }
            if (!heard.stoppedInThought() || used.mostStops() == 0) {
                return checked(heard.end(rest -> listener.chunk(rest, 0, System.nanoTime())));
            }
            // servers look for stop strings in what a model thinks, too
            dialect.compareAndSet(used, used.withoutStops());
        }
    }

    /** @throws Refusal if the server answers with any other status than 200 */
    Endpoint.Reply accepted(String path, byte[] body, Deadline deadline) throws EngineException, Late, Refusal {
        Endpoint.Reply reply = endpoint.post(path, body, deadline);
        if (reply.status() != 200) {
            Endpoint.Whole error = endpoint.error(reply, deadline);
            throw new Refusal(error.status(),
                    "status " + error.status() + ": " + ServerJson.error(error.body()));
        }
        return reply;
    }

    private Generation checked(Generation generation) throws EngineException {
        options.secrets().checked(generation.text());
        options.secrets().checked(generation.reasoning().orElse(""));
        return generation;
    }

    private void listen(Endpoint.Reply reply, Heard heard, Deadline deadline, GenerationListener listener)
            throws EngineException, Late {
        if (reply.isStream()) {
            stream(reply, heard, deadline, listener);
            return;
        }
        JsonNode root = ServerJson.object(endpoint.body(reply, deadline));
        Heard.Fresh fresh;
        try {
            fresh = heard.add(root);
        } catch (EngineException e) {
            throw endpoint.failure(String.valueOf(e.getMessage()));
        }
        if (root.path("choices").isEmpty()) {
            throw endpoint.failure("the server's answer has no choices: " + ServerJson.shown(root.toString()));
        }
        listener.chunk(fresh.text(), fresh.tokens(), System.nanoTime());
    }

    private void stream(Endpoint.Reply reply, Heard heard, Deadline deadline, GenerationListener listener)
            throws EngineException, Late {
        ServerSentEvents events = new ServerSentEvents(Endpoint.MOST_EVENT_BYTES);
        long bytes = 0;
        try {
            for (Optional<Arrivals.Piece> piece = reply.body().next(deadline); piece.isPresent(); piece = reply.body()
                    .next(deadline)) {
                bytes += piece.get().bytes().length;
                if (bytes > Endpoint.MOST_BYTES) {
                    throw endpoint.failure("the server's stream has more than " + Endpoint.MOST_BYTES + " bytes");
                }
                if (take(events.add(piece.get().bytes()), heard, piece.get().nanoTime(), listener)) {
                    if (!heard.stopped()) {
                        readToEnd(reply.body());
                    }
                    return;
                }
            }
            if (!take(events.end(), heard, System.nanoTime(), listener) && !heard.finished()) {
                throw endpoint.failure("the server's stream was cut short");
            }
        } catch (IOException e) {
            if (!heard.finished()) {
                throw endpoint.failure("the server's stream was cut short: " + e.getMessage());
            }
        } finally {
            reply.body().cancel();
        }
    }

    /** What follows the last event is the end, unless the server forgets it: the connection can then be used again. */
    private static void readToEnd(Arrivals body) throws IOException {
        try {
            body.all(MOST_AFTER_END, Deadline.after(PATIENCE));
        } catch (Late _) {
            // the connection is closed instead
        }
    }

    /** @return whether the answer is complete */
    private boolean take(List<String> events, Heard heard, long nanoTime, GenerationListener listener)
            throws EngineException {
        for (String event : events) {
            if (event.strip().equals("[DONE]")) {
                return true;
            }
            Heard.Fresh fresh;
            try {
                fresh = heard.add(ServerJson.object(event));
            } catch (EngineException e) {
                throw endpoint.failure(String.valueOf(e.getMessage()));
            }
            if (!fresh.text().isEmpty() || fresh.tokens() > 0) {
                listener.chunk(fresh.text(), fresh.tokens(), nanoTime);
            }
            if (heard.stopped()) {
                return true;
            }
        }
        return false;
    }
}
