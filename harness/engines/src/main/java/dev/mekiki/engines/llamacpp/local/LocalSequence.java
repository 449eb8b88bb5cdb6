package dev.mekiki.engines.llamacpp.local;

import dev.mekiki.engines.decoding.TokenSequence;
import dev.mekiki.engines.llamacpp.lib.LlamaException;
import dev.mekiki.engines.llamacpp.lib.Piece.Wanted;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sequence in a lane that it takes when it is first fed. */
final class LocalSequence implements TokenSequence {
    /** Bytes of logits that one call may leave behind. */
    private static final long MOST_LOGITS = 256L << 20;
    private static final int FEWEST_ROWS = 16;
    private static final Lane.Reader UNREAD = (context, row) -> {};
    private final LocalModel model;
    private @Nullable Lane lane;
    private int[] history = new int[64];
    private int position;
    /** Tokens that the lane still has; fewer than the position where it could not forget only some. */
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
        Lane open = opened(deadline);
        if (open == null || !restore(open, deadline)) {
            return false;
        }
        for (int next = from; next < to;) {
            if (deadline.passed()) {
                return false;
            }
            int end = Math.min(to, next + open.batch());
            if (end == to) {
                compute(open, ids, next, end, Wanted.LAST, (context, row) -> context.logits(row, logits));
            } else {
                compute(open, ids, next, end, Wanted.NONE, UNREAD);
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
        Lane open = opened(deadline);
        if (open == null || !restore(open, deadline)) {
            return false;
        }
        float[] logits = new float[model.vocabulary()];
        int most = Math.clamp(MOST_LOGITS / ((long) logits.length * Float.BYTES), FEWEST_ROWS, Integer.MAX_VALUE);
        for (int next = from; next < to;) {
            if (deadline.passed()) {
                return false;
            }
            int begin = next;
            int end = Math.min(to, begin + Math.min(most, open.batch()));
            compute(open, ids, begin, end, Wanted.ALL, (context, row) -> {
                for (int i = begin; i < end; i++) {
                    context.logits(row + i - begin, logits);
                    rows.row(i - from, logits);
                }
            });
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
        Lane open = lane;
        if (to == position) {
            return;
        }
        if (to < 0 || to > position || open == null) {
            throw new IllegalArgumentException("back to " + to + " from " + position);
        }
        if (to >= held || open.forget(to)) {
            held = Math.min(held, to);
        } else {
            open.clear();
            held = 0;
        }
        position = to;
    }

    private @Nullable Lane opened(Deadline deadline) throws EngineException {
        Lane open = lane;
        if (open == null) {
            try {
                open = model.take(deadline).orElse(null);
            } catch (LlamaException e) {
                throw new EngineException(String.valueOf(e.getMessage()), e);
            }
            lane = open;
        }
        return open;
    }

    private boolean restore(Lane open, Deadline deadline) throws EngineException {
        int[] again = Arrays.copyOf(history, position);
        int target = position;
        position = held;
        while (position < target) {
            if (deadline.passed()) {
                position = target;
                return false;
            }
            compute(open, again, position, Math.min(target, position + open.batch()), Wanted.NONE, UNREAD);
        }
        return true;
    }

    private void compute(Lane open, int[] ids, int from, int to, Wanted wanted, Lane.Reader reader)
            throws EngineException {
        try {
            open.compute(ids, from, to, position, wanted, reader);
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
        Lane open = lane;
        if (open != null) {
            lane = null;
            model.give(open);
        }
    }
}
