package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.model.DistributedContext;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.TensorInfo;
import com.github.tjake.jlama.safetensors.WeightLoader;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.BFloat16BufferTensor;
import com.github.tjake.jlama.tensor.FloatBufferTensor;
import com.github.tjake.jlama.tensor.Q4ByteBufferTensor;
import com.github.tjake.jlama.tensor.TensorShape;
import com.github.tjake.jlama.util.UnsafeDirectByteBuffer;
import dev.mekiki.engines.safetensors.ModelTensors;
import dev.mekiki.engines.safetensors.StoredType;
import dev.mekiki.engines.safetensors.TensorView;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives jlama its tensors. Matrices in F32, BF16 and Q4 are used where they are mapped; what jlama has no right kernel for
 * (F16, I8, embeddings and vectors in other types than F32) becomes F32, which loses nothing.
 */
final class JlamaWeights implements WeightLoader {
    private final ModelTensors tensors;
    private final boolean widen;
    private final AtomicLong copied = new AtomicLong();

    /** @param widen whether matrices become F32 too: twice or more the memory, faster prefill */
    JlamaWeights(ModelTensors tensors, boolean widen) {
        this.tensors = tensors;
        this.widen = widen;
    }

    ModelTensors tensors() {
        return tensors;
    }

    /** Bytes that were converted and lie beside the mapped files. */
    long copiedBytes() {
        return copied.get();
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public Map<String, TensorInfo> tensorInfoMap() {
        return Map.of();
    }

    @Override
    public boolean isWeightPresent(String name) {
        return tensors.has(name);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public AbstractTensor load(String name, DistributedContext ignored, boolean sparseRows, boolean sparseColumns) {
        TensorView view = tensors.view(name);
        boolean vector = view.rows() == 1;
        boolean embedding = name.equals("model.embed_tokens.weight");
        TensorShape shape = TensorShape.of(view.rows(), view.columns());
        return switch (view.type()) {
            case F32 -> new FloatBufferTensor(name, view.bytes().asFloatBuffer(), shape, true);
            case BF16 -> vector || widen
                    ? floats(name, view)
                    : new BFloat16BufferTensor(name, view.bytes().asShortBuffer(), shape, true);
            case Q4 -> vector || widen || embedding || !JlamaRuntime.multipliesNibbles()
                    ? floats(name, view)
                    : new Q4ByteBufferTensor(name, view.bytes(), scales(name, view), shape, true);
            case F16, I8 -> floats(name, view);
        };
    }

    /** Rows {@code from} to {@code to} of the transposed matrix, as GPT-2 stores its projections the other way round. */
    FloatBufferTensor transposed(String name, int from, int to) {
        TensorView view = tensors.view(name);
        FloatBuffer values = allocate((long) (to - from) * view.rows());
        float[] row = new float[view.columns()];
        for (int r = 0; r < view.rows(); r++) {
            view.row(r, row);
            for (int c = from; c < to; c++) {
                values.put((c - from) * view.rows() + r, row[c]);
            }
        }
        return new FloatBufferTensor(name, values, TensorShape.of(to - from, view.rows()), true);
    }

    /** Part of a vector. */
    FloatBufferTensor part(String name, int from, int to) {
        float[] row = new float[tensors.view(name).columns()];
        tensors.view(name).row(0, row);
        FloatBuffer values = allocate(to - from);
        values.put(0, row, from, to - from);
        return new FloatBufferTensor(name, values, TensorShape.of(1, to - from), true);
    }

    private FloatBufferTensor floats(String name, TensorView view) {
        FloatBuffer values = allocate((long) view.rows() * view.columns());
        float[] row = new float[view.columns()];
        for (int r = 0; r < view.rows(); r++) {
            view.row(r, row);
            values.put(r * view.columns(), row);
        }
        return new FloatBufferTensor(name, values, TensorShape.of(view.rows(), view.columns()), true);
    }

    private static FloatBufferTensor scales(String name, TensorView view) {
        return new FloatBufferTensor(name + ".qb", view.scales().orElseThrow(),
                TensorShape.of(view.rows(), view.columns() / StoredType.BLOCK), true);
    }

    private FloatBuffer allocate(long count) {
        int bytes = Math.toIntExact(Math.multiplyExact(count, 4L));
        copied.addAndGet(bytes);
        return UnsafeDirectByteBuffer.allocateAlignedByteBuffer(bytes, UnsafeDirectByteBuffer.CACHE_LINE_SIZE)
                .order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** Never BF16, even where the file is: jlama would then round activations. */
    @Override
    public DType getModelDType() {
        return DType.F32;
    }

    @Override
    public void close() {}
}
