package dev.mekiki.load.http;

import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.LoadRequest.Counted;
import dev.mekiki.domain.LoadRequest.Result;
import dev.mekiki.domain.LoadRequest.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One request under way, and what has been seen of it. Times are {@link System#nanoTime()}; 0 stands for what has not happened. Belongs to one
 * lane's thread until it has ended.
 */
public final class Exchange {
    /** More events than any answer has tokens. */
    static final int MOST_CHUNKS = 1 << 20;

    private final int index;
    private final int session;
    private final int turn;
    private final int wantedTokens;
    private final byte[] body;
    private final long intended;
    private final boolean text;

    /** The share of requests that is given up: how long after sending; 0 for never. */
    long cancelAfter;
    long deadlineAfter;
    boolean retried;

    long sent;
    int status;
    long headers;
    long firstEvent;
    long firstToken;
    long firstAnswer;
    long end;
    long[] chunkNanos = new long[16];
    int[] chunkTokens = new int[16];
    int chunks;
    boolean counted = true;
    boolean reasoned;
    int characters;
    int promptTokens = -1;
    int completionTokens = -1;
    int reasoningTokens = -1;
    int cachedTokens = -1;
    /** Sums of chunks' way from a server on this machine, where it tells when it sent them. */
    long[] lagNanos = new long[0];
    int lags;
    String finish = "";
    Result result = Result.OK;
    String error = "";
    private final StringBuilder content = new StringBuilder();

    /**
     * @param intended when it should be sent
     * @param text whether the answer's text is kept, for the next turn or to count its tokens
     */
    public Exchange(int index, int session, int turn, int wantedTokens, byte[] body, long intended, boolean text) {
        this.index = index;
        this.session = session;
        this.turn = turn;
        this.wantedTokens = wantedTokens;
        this.body = body;
        this.intended = intended;
        this.text = text;
    }

    /** Ends the request this long after it was sent, in nanoseconds. */
    public Exchange within(long deadline, long cancel) {
        deadlineAfter = deadline;
        cancelAfter = cancel;
        return this;
    }

    public int index() {
        return index;
    }

    public int turn() {
        return turn;
    }

    public long intended() {
        return intended;
    }

    public long sentAt() {
        return sent;
    }

    public long endedAt() {
        return end;
    }

    public Result result() {
        return result;
    }

    public String error() {
        return error;
    }

    public int outputTokens() {
        return completionTokens >= 0 ? completionTokens : chunks;
    }

    /** NaN where no token came. */
    public double ttftMs() {
        return firstToken == 0 ? Double.NaN : (firstToken - sent) / 1e6;
    }

    /** How long chunks were on their way, in nanoseconds; empty where the server does not tell when it sent them. */
    public long[] lags() {
        return Arrays.copyOf(lagNanos, lags);
    }

    byte[] body() {
        return body;
    }

    boolean ended() {
        return end != 0;
    }

    /** Takes one event in. */
    void event(EventReader event, ThinkingMarks marks, long now) {
        if (firstEvent == 0) {
            firstEvent = now;
        }
        int before = Math.max(0, completionTokens);
        if (event.promptTokens >= 0) {
            promptTokens = event.promptTokens;
        }
        if (event.completionTokens >= 0) {
            completionTokens = event.completionTokens;
        }
        if (event.reasoningTokens >= 0) {
            reasoningTokens = event.reasoningTokens;
        }
        if (event.cachedTokens >= 0) {
            cachedTokens = event.cachedTokens;
        }
        if (event.finished) {
            finish = event.finish;
        }
        if (event.sentNanos > 0) {
            lag(now - event.sentNanos);
        }
        if (event.content || event.reasoning) {
            reasoned |= event.reasoning;
            if (firstToken == 0) {
                firstToken = now;
            }
            if (event.content && firstAnswer == 0
                    && (event.text.isEmpty() || marks.answer(event.text))) {
                firstAnswer = now;
            }
            characters += event.characters;
            int tokens = event.completionTokens - before;
            counted &= event.completionTokens >= 0 && tokens > 0;
            chunk(now, tokens);
            keep(event);
        }
    }

    /** Takes a whole answer in: it has no moments in between. */
    void whole(EventReader answer) {
        promptTokens = answer.promptTokens;
        completionTokens = answer.completionTokens;
        reasoningTokens = answer.reasoningTokens;
        cachedTokens = answer.cachedTokens;
        finish = answer.finish;
        characters = answer.characters;
        reasoned = answer.reasoning;
        if (completionTokens < 0 && (answer.content || answer.reasoning)) {
            completionTokens = 1;
        }
        keep(answer);
    }

    private void keep(EventReader event) {
        if (text && content.length() < EventSplitter.LONGEST_EVENT) {
            content.append(event.text);
        }
    }

    private void chunk(long now, int tokens) {
        if (chunks == chunkNanos.length) {
            chunkNanos = Arrays.copyOf(chunkNanos, 2 * chunks);
            chunkTokens = Arrays.copyOf(chunkTokens, 2 * chunks);
        }
        chunkNanos[chunks] = now;
        chunkTokens[chunks++] = tokens;
    }

    private void lag(long nanos) {
        if (lags == lagNanos.length) {
            lagNanos = Arrays.copyOf(lagNanos, Math.max(64, 2 * lags));
        }
        lagNanos[lags++] = nanos;
    }

    void failed(Result kind, String why) {
        if (result == Result.OK) {
            result = kind;
            error = why;
        }
    }

    /** The answer's text; empty where none was kept. */
    public String answer() {
        return content.toString();
    }

    /**
     * As the journal has it.
     *
     * @param start what times count from
     * @param counter tokens of a text, where the server does not count them
     */
    public LoadRequest request(long start, Optional<java.util.function.ToIntFunction<String>> counter) {
        boolean all = counted && chunks > 0;
        Counted by = completionTokens >= 0
                ? Counted.SERVER
                : counter.isPresent() && text ? Counted.TOKENIZER : Counted.CHUNKS;
        // reasoning's text is not kept
        int byTokenizer = text && counter.isPresent() && result == Result.OK && !reasoned
                ? counter.get().applyAsInt(answer())
                : -1;
        int output = by == Counted.TOKENIZER ? counter.orElseThrow().applyAsInt(answer()) : outputTokens();
        List<Double> times = Arrays.stream(chunkNanos, 0, chunks).mapToObj(nanos -> ms(nanos, start)).toList();
        List<Integer> tokens = all ? IntStream.of(chunkTokens).limit(chunks).boxed().toList() : List.of();
        return new LoadRequest(index, ms(intended, start), ms(sent == 0 ? intended : sent, start),
                some(firstToken, start),
                ms(end, start), Math.max(0, promptTokens), output, characters, times, tokens,
                finish.isEmpty() ? result == Result.OK ? "unknown" : "error" : finish,
                error.isEmpty() ? Optional.empty() : Optional.of(error),
                Optional.of(new Wire(result, status, some(headers, start), some(firstEvent, start),
                        some(firstAnswer, start), wantedTokens, by, some(reasoningTokens), some(cachedTokens), session,
                        turn, some(byTokenizer), retried ? OptionalInt.of(1) : OptionalInt.empty())));
    }

    private static OptionalInt some(int count) {
        return count < 0 ? OptionalInt.empty() : OptionalInt.of(count);
    }

    private static Optional<Double> some(long nanos, long start) {
        return nanos == 0 ? Optional.empty() : Optional.of(ms(nanos, start));
    }

    private static double ms(long nanos, long start) {
        return (nanos - start) / 1e6;
    }
}
