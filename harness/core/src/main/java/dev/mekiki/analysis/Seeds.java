package dev.mekiki.analysis;

import java.nio.charset.StandardCharsets;

/** Seeds of resampling, taken from what is resampled, so that equal journals give equal findings. */
final class Seeds {
    private Seeds() {}

    /** FNV-1a, 64 bits, over the name's UTF-8. */
    static long of(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
