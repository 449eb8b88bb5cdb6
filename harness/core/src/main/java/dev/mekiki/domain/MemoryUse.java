package dev.mekiki.domain;

/**
 * What a model takes of memory, on all devices together.
 *
 * @param weightsBytes mapped from a file or not
 * @param cacheBytes keys, values and states of all sequences
 * @param computingBytes what is kept while tokens are computed
 * @param laidAnewBytes the part of the weights that the engine laid out in another way for its processor; the same weights in a mapped file are
 *            not counted
 */
public record MemoryUse(long weightsBytes, long cacheBytes, long computingBytes, long laidAnewBytes) {
    /** Weights as they are in the file. */
    public MemoryUse(long weightsBytes, long cacheBytes, long computingBytes) {
        this(weightsBytes, cacheBytes, computingBytes, 0);
    }

    public long totalBytes() {
        return weightsBytes + cacheBytes + computingBytes;
    }
}
