package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.llamacpp.lib.Buffers;
import dev.mekiki.engines.llamacpp.lib.ContextSettings;
import dev.mekiki.engines.llamacpp.lib.LlamaContext;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.LlamaModel;
import dev.mekiki.engines.llamacpp.lib.Piece;
import dev.mekiki.engines.llamacpp.lib.Piece.Wanted;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/** A context for each sequence. They take turns, one call each: numbers computed with others' tokens would not be those computed alone. */
final class Turns implements Lanes {
    private final LlamaModel model;
    private final ContextSettings settings;
    private final ConcurrentLinkedQueue<LlamaContext> free = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Buffers buffers;

    /** @throws LlamaException if there is no memory for even one context */
    Turns(LlamaModel model, ContextSettings settings, int parallel) throws LlamaException {
        this.model = model;
        this.settings = settings;
        LlamaContext first = model.context(settings);
        free.add(first);
        this.buffers = first.buffers().times(parallel);
    }

    @Override
    public Buffers buffers() {
        return buffers;
    }

    @Override
    public Lane take() throws LlamaException {
        LlamaContext waiting = free.poll();
        if (waiting != null) {
            return new Own(waiting);
        }
        turn.lock();
        try {
            return new Own(model.context(settings));
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        free.forEach(LlamaContext::close);
        free.clear();
    }

    private final class Own implements Lane {
        private final LlamaContext context;

        Own(LlamaContext context) {
            this.context = context;
        }

        @Override
        public int batch() {
            return context.batch();
        }

        @Override
        public void compute(int[] ids, int from, int to, int position, Wanted wanted, Reader reader)
                throws LlamaException {
            turn.lock();
            try {
                context.decode(List.of(new Piece(0, ids, from, to, position, wanted)));
                reader.read(context, 0);
            } finally {
                turn.unlock();
            }
        }

        @Override
        public boolean forget(int from) {
            turn.lock();
            try {
                return context.forget(0, from);
            } finally {
                turn.unlock();
            }
        }

        @Override
        public void clear() {
            turn.lock();
            try {
                context.clear(0);
            } finally {
                turn.unlock();
            }
        }

        @Override
        public void give() {
            clear();
            free.add(context);
        }
    }
}
