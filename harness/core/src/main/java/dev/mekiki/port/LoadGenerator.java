package dev.mekiki.port;

import dev.mekiki.domain.LoadClient;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/** Sends load over the network and stamps what comes back. */
public interface LoadGenerator {
    /**
     * Sends all conversations as the profile says. What goes wrong with a request is in its result.
     *
     * @param order runs on a thread of the caller's, which an interrupt ends early
     */
    Result run(Order order, Watch watch);

    /**
     * What is sent.
     *
     * @param conversations in the order of their beginning; with a duration they are begun again from the first when all were begun
     * @param deadline for one request, from its sending
     * @param counter tokens of an answer, by the model's tokenizer
     */
    record Order(LoadTarget target, LoadProfile profile, List<Conversation> conversations, Duration deadline,
            long seed, Optional<ToIntFunction<String>> counter) {
        /** Without the model's tokenizer. */
        public Order(LoadTarget target, LoadProfile profile, List<Conversation> conversations, Duration deadline,
                long seed) {
            this(target, profile, conversations, deadline, seed, Optional.empty());
        }

        public Order {
            conversations = List.copyOf(conversations);
        }
    }

    /** One or several requests, each begun when the last one was answered. */
    record Conversation(List<Turn> turns) {
        public Conversation {
            turns = List.copyOf(turns);
        }
    }

    /** @param text what the user says; after the first, what was said before goes along with it */
    record Turn(String text, int outputTokens) {}

    /**
     * What came of it.
     *
     * @param pending requests under way when the profile's duration was over
     * @param trouble why it ended early, where it did
     */
    record Result(List<LoadRequest> requests, OptionalInt pending, LoadClient client, Optional<String> trouble) {
        public Result {
            requests = List.copyOf(requests);
        }
    }

    /** Told of progress several times a second, on the caller's thread. */
    @FunctionalInterface
    interface Watch {
        /** @return whether to go on */
        boolean see(Seen seen);

        /** All that warms up is over, and the first measured request is about to be sent. */
        default void began() {
            // most watchers look at progress only
        }

        /** The last measured request has ended; not told where the measurement was broken off. */
        default void ended() {
            // as above
        }
    }

    /**
     * How far it is.
     *
     * @param done requests that ended
     * @param recentTtftMs median of the requests that ended lately; NaN where none did
     * @param lastError of the latest failure; empty without one
     */
    record Seen(int sent, int done, int failed, int running, double elapsedMs, double requestsPerS,
            double outputTokensPerS, double recentTtftMs, String lastError) {}
}
