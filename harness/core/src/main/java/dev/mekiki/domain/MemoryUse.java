package dev.mekiki.domain;

/**
 * What a model takes of memory, on all devices together.
 *
 * @param weightsBytes mapped from a file or not
 * @param cacheBytes keys, values and states of all sequences
 * @param computingBytes what is kept while tokens are computed
 */
public record MemoryUse(long weightsBytes, long cacheBytes, long computingBytes) {
    public long totalBytes() {
        return weightsBytes + cacheBytes + computingBytes;
    }
}
