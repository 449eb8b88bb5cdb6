package dev.mekiki.load.mock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the built-in server does, request by request: the same script gives the same answers.
 *
 * @param model its name
 * @param seed of drawn times
 * @param concurrent answers at once; more requests wait their turn; absent for any number
 * @param answers in turn, each as often as it says, then from the first again
 */
public record MockScript(String model, long seed, OptionalInt concurrent, List<Answer> answers) {
    public MockScript {
        answers = List.copyOf(answers);
    }

    /** Where tokens are counted for the client. */
    public enum Usage {
        EACH, LAST, NONE
    }

    /** How reasoning is told from the answer. */
    public enum ReasoningAs {
        FIELD, TAGS
    }

    /** What goes wrong. */
    public enum Fault {
        /** The request is read and never answered. */
        NEVER,
        /** The connection is closed at once. */
        RESET,
        /** The connection is closed after so many chunks. */
        CUT,
        /** The stream ends after so many chunks, in good order but without a reason or {@code [DONE]}. */
        NO_FINISH,
        /** After so many chunks an event says that something went wrong, under status 200. */
        ERROR_EVENT,
        /** After so many chunks an event is no JSON. */
        BAD_EVENT,
        /** After so many chunks an event begins that never ends. */
        LONG_EVENT,
        /** What comes is no HTTP. */
        GARBAGE,
        /** A web page. */
        HTML,
        /** A small compressed answer that would be huge. */
        GZIP_BOMB,
        /** Headers that never end. */
        ENDLESS_HEADERS,
        /** Tokens that never end. */
        ENDLESS,
        /** A byte of the headers now and then. */
        SLOW,
        /** An answer without a token. */
        EMPTY
    }

    /** A duration, or durations drawn about a mean. */
    public record Time(Duration mean, Duration spread, boolean exponential) {
        public static Time of(Duration duration) {
            return new Time(duration, Duration.ZERO, false);
        }
    }

    /**
     * One way to answer.
     *
     * @param times how many requests in a row
     * @param firstToken from the request's arrival, or from its turn where it had to wait
     * @param roleAfter when an event without a token is sent, if one is
     * @param tokens of the answer, reasoning included; absent for as many as the request allows
     * @param reasoning how many of these are reasoning
     * @param stallAfter chunks after which nothing comes for {@code stallFor}
     * @param pad bytes that each event is made longer by
     * @param splitUtf8 whether each event is sent in two pieces, cut within a character
     * @param status of HTTP; other than 200, nothing is generated
     * @param faultAfter chunks before the fault
     */
    public record Answer(int times, Time firstToken, Optional<Duration> roleAfter, Time interval, OptionalInt tokens,
            int tokensPerChunk, int reasoning, ReasoningAs reasoningAs, String text, int stallAfter, Duration stallFor,
            Usage usage, int pad, boolean splitUtf8, int status, Optional<Duration> retryAfter,
            Optional<Fault> fault, int faultAfter) {
        /** Tokens one by one, at once. */
        public static final Answer PLAIN = new Answer(1, Time.of(Duration.ZERO), Optional.empty(),
                Time.of(Duration.ZERO), OptionalInt.empty(), 1, 0, ReasoningAs.FIELD, "目利きは品物を見分けます。", 0,
                Duration.ZERO, Usage.EACH, 0, false, 200, Optional.empty(), Optional.empty(), 0);

        /** With other times. */
        public Answer paced(Duration first, Duration gap) {
            return new Answer(times, Time.of(first), roleAfter, Time.of(gap), tokens, tokensPerChunk, reasoning,
                    reasoningAs, text, stallAfter, stallFor, usage, pad, splitUtf8, status, retryAfter, fault,
                    faultAfter);
        }
    }

    /** One answer for all requests. */
    public static MockScript of(Answer answer) {
        return new MockScript("mock", 7, OptionalInt.empty(), List.of(answer));
    }

    /** The answer to the request that came so many before it. */
    Answer answer(long index) {
        long round = answers.stream().mapToLong(Answer::times).sum();
        long at = index % round;
        for (Answer answer : answers) {
            at -= answer.times();
            if (at < 0) {
                return answer;
            }
        }
        throw new IllegalStateException("a round has as many requests as all times together");
    }
}
