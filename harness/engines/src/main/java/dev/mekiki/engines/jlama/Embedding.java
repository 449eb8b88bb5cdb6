package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.model.functions.EmbedInput;
import com.github.tjake.jlama.safetensors.Config;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.TensorShape;
import dev.mekiki.engines.safetensors.TensorView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Looks up token embeddings. In place of jlama's own, which leaks a tensor a token for BF16 and rounds Gemma's scale to
 * bfloat16.
 *
 * @param positions learnt position embeddings, for GPT-2
 * @param scale what the sum is multiplied with
 */
record Embedding(Config config, TensorView tokens, Optional<TensorView> positions, float scale) implements EmbedInput {
    @Override
    @SuppressWarnings("rawtypes")
    public AbstractTensor inputTokenToEmbedding(int token, int position) {
        int width = tokens.columns();
        float[] values = new float[width];
        tokens.row(token, values);
        if (positions.isPresent()) {
            float[] place = new float[width];
            positions.get().row(position, place);
            for (int i = 0; i < width; i++) {
                values[i] += place[i];
            }
        }
        if (scale != 1) {
            for (int i = 0; i < width; i++) {
                values[i] *= scale;
            }
        }
        AbstractTensor row = config.tensorCache.get(DType.F32, TensorShape.of(1, width));
        MemorySegment.copy(values, 0, row.getMemorySegment(), ValueLayout.JAVA_FLOAT, 0, width);
        return row;
    }
}
