package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How requests arrive, and how long they are. Closed loop: {@code concurrency} users, each sending its next request
 * when the last one ended.
 *
 * @param requests requests measured, after warm-up
 * @param warmup requests before, not measured
 * @param output tokens to generate
 */
public record LoadProfile(String name, int concurrency, int requests, int warmup, Input input, int output) {
    /** Where prompts come from. */
    public sealed interface Input {
        /** Prompts of this many tokens, varying by ± {@code spread} (uniform, seeded). */
        record Tokens(int mean, int spread) implements Input {}

        /** Given prompts, in turn. */
        record Prompts(String source, List<String> prompts) implements Input {
            public Prompts {
                prompts = List.copyOf(prompts);
            }
        }
    }

    public LoadProfile {
        requireNonNull(name, "name");
        requireNonNull(input, "input");
    }
}
