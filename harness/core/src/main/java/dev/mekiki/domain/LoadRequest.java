package dev.mekiki.domain;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One request of a load profile. Times are milliseconds from the profile's start, on one monotonic clock.
 *
 * @param index of its prompt; below 0 for requests of the ramp, which are in no figure but those of the whole run
 * @param intendedSendMs when it should have been sent; in a closed loop equal to {@code sentMs}
 * @param firstTokenMs end of the first token; absent when none came
 * @param chunkMs when each chunk of output came
 * @param chunkTokens tokens of each chunk; empty where nobody counted them
 * @param characters code points of the output
 * @param error why it failed, where it did
 * @param wire what is known of a request that went over the network
 */
public record LoadRequest(int index, double intendedSendMs, double sentMs, Optional<Double> firstTokenMs, double endMs,
        int inputTokens, int outputTokens, int characters, List<Double> chunkMs, List<Integer> chunkTokens,
        String finish, Optional<String> error, Optional<Wire> wire) {
    /** Of an engine in this process. */
    public LoadRequest(int index, double intendedSendMs, double sentMs, Optional<Double> firstTokenMs, double endMs,
            int inputTokens, int outputTokens, int characters, List<Double> chunkMs, List<Integer> chunkTokens,
            String finish, Optional<String> error) {
        this(index, intendedSendMs, sentMs, firstTokenMs, endMs, inputTokens, outputTokens, characters, chunkMs,
                chunkTokens, finish, error, Optional.empty());
    }

    /** How a request ended. */
    public enum Result {
        OK, HTTP_ERROR, IN_BAND_ERROR, TIMEOUT, TRUNCATED, EMPTY, GARBAGE, BROKEN, CANCELLED
    }

    /** Who counted the output's tokens. */
    public enum Counted {
        SERVER, TOKENIZER, CHUNKS
    }

    /**
     * Details of a request over the network.
     *
     * @param status of HTTP; 0 where no response came
     * @param firstEventMs the first event of any kind, an empty one included
     * @param firstAnswerMs the first content that is no reasoning
     * @param wantedTokens output tokens asked for
     * @param cachedTokens of the prompt, as the server tells
     * @param session the conversation, where there are several turns
     * @param tokenizerTokens of the answer's text by the model's tokenizer, beside the server's own count
     * @param resent how often it was sent again, since the server closed the kept connection that it was sent on; absent where it was not
     */
    public record Wire(Result result, int status, Optional<Double> headersMs, Optional<Double> firstEventMs,
            Optional<Double> firstAnswerMs, int wantedTokens, Counted counted, OptionalInt reasoningTokens,
            OptionalInt cachedTokens, int session, int turn, OptionalInt tokenizerTokens, OptionalInt resent) {
        /** Sent once. */
        public Wire(Result result, int status, Optional<Double> headersMs, Optional<Double> firstEventMs,
                Optional<Double> firstAnswerMs, int wantedTokens, Counted counted, OptionalInt reasoningTokens,
                OptionalInt cachedTokens, int session, int turn, OptionalInt tokenizerTokens) {
            this(result, status, headersMs, firstEventMs, firstAnswerMs, wantedTokens, counted, reasoningTokens,
                    cachedTokens, session, turn, tokenizerTokens, OptionalInt.empty());
        }
    }

    /** Those that figures are of: without the ramp. */
    public static List<LoadRequest> measured(Collection<LoadRequest> requests) {
        return requests.stream().filter(request -> !request.ramp()).toList();
    }

    /** Whether it belongs to the load's rise, before anything is measured. */
    public boolean ramp() {
        return index < 0;
    }

    public LoadRequest {
        chunkMs = List.copyOf(chunkMs);
        chunkTokens = List.copyOf(chunkTokens);
    }
}
