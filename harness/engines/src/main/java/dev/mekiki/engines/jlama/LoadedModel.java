package dev.mekiki.engines.jlama;

import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.safetensors.Config;
import com.github.tjake.jlama.tensor.KvBufferCache;
import dev.mekiki.engines.decoding.TokenModel;
import dev.mekiki.engines.model.ModelConfig;
import dev.mekiki.engines.safetensors.ModelTensors;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A model in memory. jlama keeps intermediate results of a forward pass in fields of its layers, so passes take turns: a
 * lock is held for one batch or one token, never for a whole answer. Every sequence has a KV cache of its own.
 */
final class LoadedModel implements TokenModel, AutoCloseable {
    /** Bytes of keys and values up to which jlama's pages of 1 MiB are used, and those of 8 MiB beyond. */
    private static final long MOST_SMALL = 64L << 20;
    private final ModelConfig config;
    private final Config jlama;
    private final JlamaWeights weights;
    private final Network network;
    private final int context;
    private final KvBufferCache buffers;
    private final ConcurrentLinkedQueue<KvBufferCache.KvBuffer> free = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock(true);

    private LoadedModel(ModelConfig config, Config jlama, JlamaWeights weights, Network network, int context) {
        this.config = config;
        this.jlama = jlama;
        this.weights = weights;
        this.network = network;
        this.context = context;
        this.buffers = new KvBufferCache(network.model());
    }

    static LoadedModel of(ModelConfig config, ModelTensors tensors, int context, boolean widen) {
        Config jlama = JlamaConfig.of(config, context);
        JlamaWeights weights = new JlamaWeights(tensors, widen);
        return new LoadedModel(config, jlama, weights, Network.of(config, jlama, weights), context);
    }

    ModelConfig config() {
        return config;
    }

    ModelTensors tensors() {
        return weights.tensors();
    }

    @Override
    public int vocabulary() {
        return config.vocabulary();
    }

    @Override
    public int context() {
        return context;
    }

    Network network() {
        return network;
    }

    AbstractModel model() {
        return network.model();
    }

    ReentrantLock turn() {
        return turn;
    }

    /** An empty sequence. What an earlier one left in its buffers is overwritten before it is read. */
    @Override
    public Sequence sequence() {
        KvBufferCache.KvBuffer buffer = free.poll();
        return new Sequence(this, buffer == null ? buffer() : buffer);
    }

    void release(KvBufferCache.KvBuffer buffer) {
        free.add(buffer);
    }

    /** Logits of the first layers alone, through final norm and output layer, after the last of the tokens. */
    float[] truncated(int layers, int[] ids) {
        var all = jlama.dctx();
        turn.lock();
        try {
            jlama.setDistributedContext(JlamaConfig.layers(config, layers));
            try (KvBufferCache.KvBuffer buffer = buffers.getEphemeralKvBuffer()) {
                Sequence sequence = new Sequence(this, buffer);
                float[] logits = new float[config.vocabulary()];
                sequence.feed(ids, 0, ids.length, dev.mekiki.port.Deadline.none(), logits);
                return logits;
            }
        } finally {
            jlama.setDistributedContext(all);
            turn.unlock();
        }
    }

    /** Mapped weights in use, copies of them, and what sequences hold. */
    long bytes() {
        return tensors().bytes() + weights.copiedBytes();
    }

    private KvBufferCache.KvBuffer buffer() {
        long whole = 2L * Float.BYTES * config.kvWidth() * config.layers() * context;
        // a long context in small pages would be thousands of pages, walked for every token
        return whole > MOST_SMALL ? buffers.getKvBuffer(UUID.randomUUID()) : buffers.getEphemeralKvBuffer();
    }

    @Override
    public void close() {
        free.forEach(KvBufferCache.KvBuffer::close);
        free.clear();
        buffers.close();
        network.model().close();
    }
}
