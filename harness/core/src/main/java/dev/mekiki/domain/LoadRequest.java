package dev.mekiki.domain;

import java.util.List;
import java.util.Optional;

/**
 * One request of a load profile. Times are milliseconds from the profile's start, on one monotonic clock.
 *
 * @param intendedSendMs when it should have been sent; in a closed loop equal to {@code sentMs}
 * @param firstTokenMs end of the first token; absent when none came
 * @param chunkMs when each chunk of output came
 * @param chunkTokens tokens of each chunk
 * @param characters code points of the output
 * @param error why it failed, where it did
 */
public record LoadRequest(int index, double intendedSendMs, double sentMs, Optional<Double> firstTokenMs, double endMs,
        int inputTokens, int outputTokens, int characters, List<Double> chunkMs, List<Integer> chunkTokens,
        String finish, Optional<String> error) {
    public LoadRequest {
        chunkMs = List.copyOf(chunkMs);
        chunkTokens = List.copyOf(chunkTokens);
    }
}
