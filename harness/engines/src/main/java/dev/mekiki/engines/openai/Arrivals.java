package dev.mekiki.engines.openai;

import dev.mekiki.port.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response's body, piece by piece as it arrives, each with its time. Only a few pieces wait in memory: the server is slowed down to the
 * reader's pace.
 */
final class Arrivals implements BodySubscriber<Arrivals> {
    private static final int AHEAD = 8;

    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    private @Nullable Subscription subscription;
    private boolean cancelled;

    /** What came over the connection. */
    sealed interface Event {
        record End() implements Event {}

        record Broken(Throwable cause) implements Event {}
    }

    /** Some bytes, and when they arrived. */
    static final class Piece implements Event {
        private final byte[] bytes;
        private final long nanoTime;

        private Piece(byte[] bytes, long nanoTime) {
            this.bytes = bytes;
            this.nanoTime = nanoTime;
        }

        byte[] bytes() {
            return bytes;
        }

        long nanoTime() {
            return nanoTime;
        }
    }

    /**
     * The next piece.
     *
     * @return empty at the end
     * @throws IOException if the connection broke
     * @throws Late if nothing came before the deadline
     */
    Optional<Piece> next(Deadline deadline) throws IOException, Late {
        try {
            Event event = queue.poll();
            while (event == null) {
                if (deadline.passed()) {
                    throw new Late();
                }
                event = queue.poll(Math.max(1, deadline.nanoTime() - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
            return switch (event) {
                case Piece piece -> {
                    more();
                    yield Optional.of(piece);
                }
                case Event.End end -> {
                    queue.add(end);
                    yield Optional.empty();
                }
                case Event.Broken broken -> throw new IOException(broken.cause().getMessage(), broken.cause());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Late();
        }
    }

    /**
     * The whole body.
     *
     * @throws IOException if the connection broke, or the body has more than {@code limit} bytes
     */
    byte[] all(int limit, Deadline deadline) throws IOException, Late {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (Optional<Piece> piece = next(deadline); piece.isPresent(); piece = next(deadline)) {
            if (whole.size() + (long) piece.get().bytes.length > limit) {
                throw new IOException("the answer has more than " + limit + " bytes");
            }
            whole.writeBytes(piece.get().bytes);
        }
        return whole.toByteArray();
    }

    /** Wants no more: the connection is closed, which tells the server to stop. Without effect on a body that was read to its end. */
    synchronized void cancel() {
        cancelled = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private synchronized void more() {
        if (subscription != null) {
            subscription.request(1);
        }
    }

    @Override
    public synchronized void onSubscribe(Subscription given) {
        if (subscription != null || cancelled) {
            given.cancel();
            return;
        }
        subscription = given;
        given.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        long now = System.nanoTime();
        byte[] bytes = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
        int at = 0;
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            buffer.get(bytes, at, length);
            at += length;
        }
        queue.add(new Piece(bytes, now));
    }

    @Override
    public void onError(Throwable cause) {
        queue.add(new Event.Broken(cause));
    }

    @Override
    public void onComplete() {
        queue.add(new Event.End());
    }

    @Override
    public CompletionStage<Arrivals> getBody() {
        return CompletableFuture.completedFuture(this);
    }
}
