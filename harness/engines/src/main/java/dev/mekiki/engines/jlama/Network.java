package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.math.ActivationFunction;
import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.AbstractModel.InferenceType;
import com.github.tjake.jlama.model.CausalSelfAttention;
import com.github.tjake.jlama.model.LayerNorm;
import com.github.tjake.jlama.model.MLPBlock;
import com.github.tjake.jlama.model.TransformerBlock;
import com.github.tjake.jlama.model.functions.EmbedInput;
import com.github.tjake.jlama.model.functions.SampleOutput;
import com.github.tjake.jlama.model.gemma.GemmaModel;
import com.github.tjake.jlama.model.gemma2.Gemma2Model;
import com.github.tjake.jlama.model.gpt2.GPT2Model;
import com.github.tjake.jlama.model.granite.GraniteModel;
import com.github.tjake.jlama.model.llama.LlamaModel;
import com.github.tjake.jlama.model.qwen2.Qwen2Model;
import com.github.tjake.jlama.safetensors.Config;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.WeightLoader;
import dev.mekiki.engines.model.ModelConfig;
import java.util.Optional;

/** jlama's models with our embeddings, and with their output layer in reach. */
sealed interface Network {
    /** Final norm and output matrix. */
    SampleOutput output();

    /** The model itself. */
    default AbstractModel model() {
        return (AbstractModel) this;
    }

    /** Builds the model; its activations are F32 whatever the weights are. */
    static Network of(ModelConfig config, Config jlama, JlamaWeights weights) {
        return switch (config.architecture()) {
            case LLAMA, MISTRAL -> new Llama(jlama, weights);
            case QWEN2 -> new Qwen2(jlama, weights);
            case GRANITE -> new Granite(jlama, weights);
            case GEMMA -> new Gemma(jlama, weights);
            case GEMMA2 -> new Gemma2(jlama, weights);
            case GPT2 -> new Gpt2(jlama, weights);
        };
    }

    private static EmbedInput embedding(Config config, WeightLoader weights, double scale) {
        return new Embedding(config, ((JlamaWeights) weights).tensors().view("model.embed_tokens.weight"),
                Optional.empty(), (float) scale);
    }

    /** Llama and Mistral. */
    final class Llama extends LlamaModel implements Network {
        private Llama(Config config, JlamaWeights weights) {
            super(InferenceType.FULL_GENERATION, config, weights, null, DType.F32, DType.F32, Optional.of(DType.F32));
        }

        @Override
        protected EmbedInput loadInputWeights() {
            return embedding(c, weights, 1);
        }

        @Override
        public SampleOutput output() {
            return sampleOutput;
        }
    }

    /** With biases of queries, keys and values. */
    final class Qwen2 extends Qwen2Model implements Network {
        private Qwen2(Config config, JlamaWeights weights) {
            super(InferenceType.FULL_GENERATION, config, weights, null, DType.F32, DType.F32, Optional.of(DType.F32));
        }

        @Override
        protected EmbedInput loadInputWeights() {
            return embedding(c, weights, 1);
        }

        @Override
        public SampleOutput output() {
            return sampleOutput;
        }
    }

    /** With its four multipliers. */
    final class Granite extends GraniteModel implements Network {
        private Granite(Config config, JlamaWeights weights) {
            super(InferenceType.FULL_GENERATION, config, weights, null, DType.F32, DType.F32, Optional.of(DType.F32));
        }

        @Override
        protected EmbedInput loadInputWeights() {
            return embedding(c, weights, c.embeddingMultiplier);
        }

        @Override
        public SampleOutput output() {
            return sampleOutput;
        }
    }

    /** Embeddings times √hidden, unrounded. */
    final class Gemma extends GemmaModel implements Network {
        private Gemma(Config config, JlamaWeights weights) {
            super(InferenceType.FULL_GENERATION, config, weights, null, DType.F32, DType.F32, Optional.of(DType.F32));
        }

        @Override
        protected EmbedInput loadInputWeights() {
            return embedding(c, weights, Math.sqrt(c.embeddingLength));
        }

        @Override
        public SampleOutput output() {
            return sampleOutput;
        }
    }

    /** Embeddings times √hidden, unrounded. */
    final class Gemma2 extends Gemma2Model implements Network {
        private Gemma2(Config config, JlamaWeights weights) {
            super(InferenceType.FULL_GENERATION, config, weights, null, DType.F32, DType.F32, Optional.of(DType.F32));
        }

        @Override
        protected EmbedInput loadInputWeights() {
            return embedding(c, weights, Math.sqrt(c.embeddingLength));
        }

        @Override
        public SampleOutput output() {
            return sampleOutput;
        }
    }

    /** Blocks built here: jlama's own loader takes minutes to transpose and splits vectors of one dimension wrongly. */
    final class Gpt2 extends GPT2Model implements Network {
        private Gpt2(Config config, JlamaWeights weights) {
            super(InferenceType.FULL_GENERATION, config, weights, null, DType.F32, DType.F32, Optional.of(DType.F32));
        }

        @Override
        protected EmbedInput loadInputWeights() {
            var tensors = ((JlamaWeights) weights).tensors();
            return new Embedding(c, tensors.view("wte.weight"), Optional.of(tensors.view("wpe.weight")), 1);
        }

        @Override
        protected TransformerBlock[] loadTransformerBlockWeights() {
            TransformerBlock[] blocks = new TransformerBlock[c.numberOfLayers];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = block(i, "h." + i + ".", (JlamaWeights) weights);
            }
            return blocks;
        }

        private TransformerBlock block(int index, String name, JlamaWeights from) {
            int width = c.embeddingLength;
            String joined = name + "attn.c_attn";
            var attention = new CausalSelfAttention(this, index, from.part(joined + ".bias", 0, width),
                    from.part(joined + ".bias", width, 2 * width), from.part(joined + ".bias", 2 * width, 3 * width),
                    from.transposed(joined + ".weight", 0, width),
                    from.transposed(joined + ".weight", width, 2 * width),
                    from.transposed(joined + ".weight", 2 * width, 3 * width),
                    from.part(name + "attn.c_proj.bias", 0, width),
                    from.transposed(name + "attn.c_proj.weight", 0, width));
            var feedForward = new MLPBlock(this, ActivationFunction.Type.GELU,
                    from.part(name + "mlp.c_fc.bias", 0, c.hiddenLength),
                    from.transposed(name + "mlp.c_fc.weight", 0, c.hiddenLength),
                    from.part(name + "mlp.c_proj.bias", 0, width),
                    from.transposed(name + "mlp.c_proj.weight", 0, width));
            return new TransformerBlock(this, index, norm(name + "ln_1"), attention, norm(name + "ln_2"), feedForward);
        }

        private LayerNorm norm(String name) {
            return new LayerNorm(this, weights.load(name + ".bias"), weights.load(name + ".weight"));
        }

        @Override
        public SampleOutput output() {
            return sampleOutput;
        }
    }
}
