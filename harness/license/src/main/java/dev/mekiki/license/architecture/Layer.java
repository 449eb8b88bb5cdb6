package dev.mekiki.license.architecture;

import java.util.OptionalInt;

/**
 * What one layer keeps between tokens.
 *
 * @param cacheElements numbers kept for each token: keys and values of all KV heads, or the compressed latent of MLA; 0 for none
 * @param window tokens after which an entry is forgotten, for sliding or chunked attention
 * @param stateElements numbers kept for each sequence whatever its length: convolution and recurrent state; 0 for none
 */
public record Layer(Kind kind, long cacheElements, OptionalInt window, long stateElements) {
    /** How a layer mixes tokens. */
    public enum Kind {
        FULL, SLIDING, LATENT, RECURRENT, BOTH, SHARED, NONE;

        public String id() {
            return switch (this) {
                case FULL -> "full attention";
                case SLIDING -> "sliding window";
                case LATENT -> "latent attention (MLA)";
                case RECURRENT -> "recurrent";
                case BOTH -> "attention and recurrent";
                case SHARED -> "another layer's cache";
                case NONE -> "no mixing";
            };
        }
    }

    static Layer none() {
        return new Layer(Kind.NONE, 0, OptionalInt.empty(), 0);
    }
}
