package dev.mekiki.domain;

import java.util.List;

/** Microbenchmarks of prefill (tokens of prompt) and decode (tokens generated), in forked JVMs. */
public record BenchSettings(List<Integer> prompt, List<Integer> generate, int forks, int iterations) {
    public BenchSettings {
        prompt = List.copyOf(prompt);
        generate = List.copyOf(generate);
    }
}
