package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.llamacpp.lib.Buffers;
import dev.mekiki.engines.llamacpp.lib.LlamaContext;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.Piece;
import dev.mekiki.engines.llamacpp.lib.Piece.Wanted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One context for all sequences, each with memory of its own in it: whatever is wanted at a time is computed in one call (continuous
 * batching), which reads the weights once for all of them.
 */
final class Together implements Lanes {
    /** Waiting for those who are about to ask takes at most this part of the last call's time. */
    private static final int PART = 8;
    private static final long LONGEST_NANOS = 2_000_000;
    private static final int FEWEST = 32;
    private final LlamaContext context;
    private final ConcurrentLinkedQueue<Integer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final ReentrantLock library = new ReentrantLock();
    private final Thread thread;
    private volatile boolean closed;
    private long lastNanos;

    /** @param context with as many sequences; closed with this */
    Together(LlamaContext context, int sequences) {
        this.context = context;
        for (int i = 0; i < sequences; i++) {
            free.add(i);
        }
        this.thread = Thread.ofPlatform().daemon().name("llama.cpp batches").start(this::run);
    }

    @Override
    public Lane take() {
        Integer sequence = free.poll();
        if (sequence == null) {
            throw new IllegalStateException("more sequences than there is room for");
        }
        taken.incrementAndGet();
        return new Shared(sequence);
    }

    @Override
    public Buffers buffers() {
        return context.buffers();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        context.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A piece that somebody waits for. Its row counts once it is computed; it is read before the next call. */
    private static final class Job {
        private final Piece piece;
        private final CountDownLatch computed = new CountDownLatch(1);
        private final CountDownLatch read = new CountDownLatch(1);
        private int row;
        private @Nullable LlamaException failure;

        Job(Piece piece) {
            this.piece = piece;
        }
    }

    private void run() {
        List<Job> waiting = new ArrayList<>();
        try {
            while (!closed) {
                if (waiting.isEmpty()) {
                    waiting.add(queue.take());
                }
                gather(waiting);
                compute(fitting(waiting));
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** Those who have just been given logits are about to ask for the next ones. */
    private void gather(List<Job> waiting) throws InterruptedException {
        queue.drainTo(waiting);
        long until = System.nanoTime() + Math.min(LONGEST_NANOS, lastNanos / PART);
        while (waiting.size() < taken.get()) {
            Job next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            waiting.add(next);
        }
    }

    /** The first ones in order that one call takes; at least one. */
    private List<Job> fitting(List<Job> waiting) {
        List<Job> together = new ArrayList<>();
        int left = context.batch();
        for (Iterator<Job> jobs = waiting.iterator(); jobs.hasNext();) {
            Job job = jobs.next();
            if (job.piece.count() <= left) {
                left -= job.piece.count();
                together.add(job);
                jobs.remove();
            }
        }
        return together;
    }

    private void compute(List<Job> jobs) throws InterruptedException {
        if (computed(jobs)) {
            tell(jobs);
        } else {
            for (Job job : jobs) {
                computed(List.of(job));
                tell(List.of(job));
            }
        }
    }

    /** @return false if one of several is to blame: the others must not suffer, so what was computed is forgotten, and each is tried alone */
    private boolean computed(List<Job> jobs) {
        library.lock();
        try {
            long start = System.nanoTime();
            context.decode(jobs.stream().map(job -> job.piece).toList());
            lastNanos = System.nanoTime() - start;
            return true;
        } catch (LlamaException | RuntimeException e) {
            jobs.forEach(job -> context.forget(job.piece.sequence(), job.piece.position()));
            if (jobs.size() > 1) {
                return false;
            }
            jobs.getFirst().failure = e instanceof LlamaException told
                    ? told
                    : new LlamaException("llama.cpp could not be called: " + e, e);
            return true;
        } finally {
            library.unlock();
        }
    }

    private static void tell(List<Job> jobs) throws InterruptedException {
        int row = 0;
        for (Job job : jobs) {
            job.row = row;
            row += job.piece.rows();
        }
        jobs.forEach(job -> job.computed.countDown());
        for (Job job : jobs) {
            job.read.await();
        }
    }

    private void ask(Piece piece, Lane.Reader reader) throws LlamaException {
        Job job = new Job(piece);
        queue.add(job);
        boolean interrupted = false;
        while (true) {
            try {
                job.computed.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the library may be at it: whoever asked looks at it when it is done
            }
        }
        try {
            if (job.failure != null) {
                throw job.failure;
            }
            reader.read(context, job.row);
        } finally {
            job.read.countDown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Shared implements Lane {
        private final int sequence;

        Shared(int sequence) {
            this.sequence = sequence;
        }

        /** A fair part, so that long prompts do not make others wait for their next token. */
        @Override
        public int batch() {
            int part = context.batch() / Math.max(1, taken.get());
            return Math.clamp(part, Math.min(FEWEST, context.batch()), context.batch());
        }

        @Override
        public void compute(int[] ids, int from, int to, int position, Wanted wanted, Reader reader)
                throws LlamaException {
            ask(new Piece(sequence, ids, from, to, position, wanted), reader);
        }

        @Override
        public boolean forget(int from) {
            library.lock();
            try {
                return context.forget(sequence, from);
            } finally {
                library.unlock();
            }
        }

        @Override
        public void clear() {
            library.lock();
            try {
                context.clear(sequence);
            } finally {
                library.unlock();
            }
        }

        @Override
        public void give() {
            clear();
            taken.decrementAndGet();
            free.add(sequence);
        }
    }
}
