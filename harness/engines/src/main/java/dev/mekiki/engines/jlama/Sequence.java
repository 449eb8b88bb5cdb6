package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.math.VectorMath;
import com.github.tjake.jlama.model.functions.SampleOutput;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import dev.mekiki.engines.decoding.TokenSequence;
import dev.mekiki.engines.model.ModelConfig;
import dev.mekiki.port.Deadline;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalDouble;

/** One sequence of tokens and its KV cache. Not safe for use by several threads. */
final class Sequence implements TokenSequence {
    private static final int HEAD_BATCH = 12;
    private final LoadedModel model;
    private final KvBufferCache.KvBuffer buffer;
    private int position;
    private int forwarded;

    Sequence(LoadedModel model, KvBufferCache.KvBuffer buffer) {
        this.model = model;
        this.buffer = buffer;
    }

    /** Tokens fed so far. */
    int position() {
        return position;
    }

    @Override
    public int forwarded() {
        return forwarded;
    }

    @Override
    public void rewind(int to) {
        position = to;
    }

    @Override
    public boolean feed(int[] ids, int from, int to, Deadline deadline, float[] logits) {
        for (int next = from; next < to;) {
            if (deadline.passed()) {
                return false;
            }
            int count = Batches.next(to - next);
            model.turn().lock();
            try (var hidden = forward(ids, next, count)) {
                if (next + count == to) {
                    head(hidden, count - 1, logits);
                }
            } finally {
                model.turn().unlock();
            }
            next += count;
        }
        return true;
    }

    @Override
    public boolean feedAll(int[] ids, int from, int to, Deadline deadline, Rows rows) {
        for (int next = from; next < to;) {
            if (deadline.passed()) {
                return false;
            }
            int count = Batches.next(to - next);
            int first = next - from;
            model.turn().lock();
            try (var hidden = forward(ids, next, count)) {
                for (int row = 0; row < count;) {
                    int group = Batches.next(count - row, HEAD_BATCH);
                    head(hidden, row, group, (index, logits) -> rows.row(first + index, logits));
                    row += group;
                }
            } finally {
                model.turn().unlock();
            }
            next += count;
        }
        return true;
    }

    @Override
    public void step(int id, float[] logits) {
        model.turn().lock();
        try (var hidden = forward(new int[]{id}, 0, 1)) {
            head(hidden, 0, logits);
        } finally {
            model.turn().unlock();
        }
    }

    @SuppressWarnings("rawtypes")
    private AbstractTensor forward(int[] ids, int from, int count) {
        int start = position;
        position += count;
        forwarded += count;
        return model.model().batchForward(java.util.Arrays.copyOfRange(ids, from, from + count), start, buffer);
    }

    /** Final norm, output matrix, scale and soft cap of one row; the decoding loop's, so without copies. */
    private void head(@SuppressWarnings("rawtypes") AbstractTensor hidden, int index, float[] row) {
        SampleOutput output = model.network().output();
        try (var normed = output.getOutputLayerNorm()
                .forward(hidden.shape().first() == 1 ? hidden : hidden.slice(index));
                var logits = model.model().makeDenseTensor(1, row.length)) {
            VectorMath.pchunk(0, row.length, (start, length) -> TensorOperationsProvider.get().dotProductChunk(logits,
                    normed, output.getOutputLogitsWeights(), 0, model.config().hidden(), start, length));
            MemorySegment.copy(logits.getMemorySegment(), ValueLayout.JAVA_FLOAT, 0, row, 0, row.length);
        }
        finish(row, model.config());
    }

    /** Final norm, output matrix, scale and soft cap of {@code count} rows. */
    private void head(@SuppressWarnings("rawtypes") AbstractTensor hidden, int first, int count, Rows rows) {
        ModelConfig config = model.config();
        SampleOutput output = model.network().output();
        int width = config.hidden();
        try (var some = model.model().makeDenseTensor(count, width);
                var logits = model.model().makeDenseTensor(count, config.vocabulary())) {
            some.copyFrom(hidden, first * width, 0, count * width);
            try (var normed = output.getOutputLayerNorm().forward(some)) {
                VectorMath.pchunk(0, config.vocabulary(), (start, length) -> TensorOperationsProvider.get()
                        .dotProductChunk(logits, normed, output.getOutputLogitsWeights(), 0, width, start, length));
            }
            float[] row = new float[config.vocabulary()];
            for (int i = 0; i < count; i++) {
                MemorySegment.copy(logits.getMemorySegment(), ValueLayout.JAVA_FLOAT,
                        (long) i * row.length * Float.BYTES, row, 0, row.length);
                finish(row, config);
                rows.row(first + i, row);
            }
        }
    }

    private static void finish(float[] logits, ModelConfig config) {
        if (config.logitScale() != 1) {
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (logits[i] / config.logitScale());
            }
        }
        OptionalDouble cap = config.finalSoftCap();
        if (cap.isPresent()) {
            double limit = cap.getAsDouble();
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (limit * Math.tanh(logits[i] / limit));
            }
        }
    }

    @Override
    public void close() {
        model.release(buffer);
    }
}
