package dev.mekiki.load;

import dev.mekiki.domain.LoadRequest.Result;
import dev.mekiki.load.http.Exchange;
import dev.mekiki.port.LoadGenerator.Seen;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts for the eye, while requests run; results are computed from the requests themselves. */
final class Tally {
    private static final int RECENT = 200;

    private final LongAdder sent = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder due = new LongAdder();
    private final AtomicInteger failuresInRow = new AtomicInteger();
    private final ConcurrentLinkedQueue<Double> ttft = new ConcurrentLinkedQueue<>();
    private final long start = System.nanoTime();
    private volatile String lastError = "";

    void sent() {
        sent.increment();
    }

    void due() {
        due.increment();
    }

    void undue() {
        due.decrement();
    }

    void ended(Exchange exchange) {
        done.increment();
        if (exchange.result() == Result.OK) {
            tokens.add(exchange.outputTokens());
            failuresInRow.set(0);
            if (!Double.isNaN(exchange.ttftMs())) {
                ttft.add(exchange.ttftMs());
            }
        } else if (exchange.result() != Result.CANCELLED) {
            failed.increment();
            failuresInRow.incrementAndGet();
            lastError = exchange.error();
        }
    }

    /** The client itself broke. */
    void broke(Throwable cause) {
        lastError = "the client broke: " + cause;
        failuresInRow.set(Integer.MAX_VALUE / 2);
    }

    int running() {
        return (int) (sent.sum() - done.sum() + due.sum());
    }

    int failuresInRow() {
        return failuresInRow.get();
    }

    String lastError() {
        return lastError;
    }

    Seen seen() {
        while (ttft.size() > RECENT) {
            ttft.poll();
        }
        double[] recent = ttft.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double elapsed = (System.nanoTime() - start) / 1e6;
        return new Seen(sent.intValue(), done.intValue(), failed.intValue(), running(), elapsed,
                1000 * done.sum() / elapsed, 1000 * tokens.sum() / elapsed,
                recent.length == 0 ? Double.NaN : Arrays.stream(recent).skip(recent.length / 2).findFirst().orElse(0),
                lastError);
    }
}
