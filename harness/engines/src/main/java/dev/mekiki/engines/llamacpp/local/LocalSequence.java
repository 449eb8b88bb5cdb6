package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.decoding.TokenSequence;
import dev.mekiki.engines.llamacpp.lib.LlamaContext;
import dev.mekiki.engines.llamacpp.lib.LlamaContext.Wanted;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sequence in a context that it takes when it is first fed. */
final class LocalSequence implements TokenSequence {
    /** Bytes of logits that one call may leave behind. */
    private static final long MOST_LOGITS = 256L << 20;
    private static final int FEWEST_ROWS = 16;
    private final LocalModel model;
    private @Nullable LlamaContext context;
    private int[] history = new int[64];
    private int position;
    /** Tokens that the context still has; fewer than the position where it could not forget only some. */
    private int held;
    private int forwarded;

    LocalSequence(LocalModel model) {
        this.model = model;
    }

    @Override
    public int forwarded() {
        return forwarded;
    }

    @Override
    public boolean feed(int[] ids, int from, int to, Deadline deadline, float[] logits) throws EngineException {
        LlamaContext open = opened(deadline);
        if (open == null || !restore(open, deadline)) {
            return false;
        }
        for (int next = from; next < to;) {
            if (deadline.passed()) {
                return false;
            }
            int end = Math.min(to, next + open.batch());
            model.turn().lock();
            try {
                compute(open, ids, next, end, end == to ? Wanted.LAST : Wanted.NONE);
                if (end == to) {
                    open.logits(0, logits);
                }
            } finally {
                model.turn().unlock();
            }
            next = end;
        }
        return true;
    }

    @Override
    public boolean feedAll(int[] ids, int from, int to, Deadline deadline, Rows rows) throws EngineException {
        if (from == to) {
            return true;
        }
        LlamaContext open = opened(deadline);
        if (open == null || !restore(open, deadline)) {
            return false;
        }
        float[] row = new float[model.vocabulary()];
        int most = Math.clamp(MOST_LOGITS / ((long) row.length * Float.BYTES), FEWEST_ROWS, open.batch());
        for (int next = from; next < to;) {
            if (deadline.passed()) {
                return false;
            }
            int end = Math.min(to, next + Math.min(most, open.batch()));
            model.turn().lock();
            try {
                compute(open, ids, next, end, Wanted.ALL);
                for (int i = 0; i < end - next; i++) {
                    open.logits(i, row);
                    rows.row(next - from + i, row);
                }
            } finally {
                model.turn().unlock();
            }
            next = end;
        }
        return true;
    }

    @Override
    public void step(int id, float[] logits) throws EngineException {
        if (!feed(new int[]{id}, 0, 1, Deadline.none(), logits)) {
            throw new EngineException("interrupted");
        }
    }

    /** A model that can't forget only the last tokens forgets all, and is fed the first ones again. */
    @Override
    public void rewind(int to) throws EngineException {
        LlamaContext open = context;
        if (to == position) {
            return;
        }
        if (to < 0 || to > position || open == null) {
            throw new IllegalArgumentException("back to " + to + " from " + position);
        }
        model.turn().lock();
        try {
            if (to >= held || open.forget(to)) {
                held = Math.min(held, to);
            } else {
                open.clear();
                held = 0;
            }
        } finally {
            model.turn().unlock();
        }
        position = to;
    }

    private @Nullable LlamaContext opened(Deadline deadline) throws EngineException {
        LlamaContext open = context;
        if (open == null) {
            try {
                open = model.take(deadline).orElse(null);
            } catch (LlamaException e) {
                throw new EngineException(String.valueOf(e.getMessage()), e);
            }
            context = open;
        }
        return open;
    }

    private boolean restore(LlamaContext open, Deadline deadline) throws EngineException {
        int[] again = Arrays.copyOf(history, position);
        int target = position;
        position = held;
        while (position < target) {
            if (deadline.passed()) {
                position = target;
                return false;
            }
            int end = Math.min(target, position + open.batch());
            model.turn().lock();
            try {
                compute(open, again, position, end, Wanted.NONE);
            } finally {
                model.turn().unlock();
            }
        }
        return true;
    }

    private void compute(LlamaContext open, int[] ids, int from, int to, Wanted wanted) throws EngineException {
        try {
            open.decode(ids, from, to, position, wanted);
        } catch (LlamaException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
        int count = to - from;
        if (position + count > history.length) {
            history = Arrays.copyOf(history, Math.max(2 * history.length, position + count));
        }
        System.arraycopy(ids, from, history, position, count);
        position += count;
        held = position;
        forwarded += count;
    }

    @Override
    public void close() {
        LlamaContext open = context;
        if (open != null) {
            context = null;
            model.turn().lock();
            try {
                model.give(open);
            } finally {
                model.turn().unlock();
            }
        }
    }
}
