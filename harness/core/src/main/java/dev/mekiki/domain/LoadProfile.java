package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How requests arrive, and how long they are. Closed loop: {@code concurrency} users, each sending its next request
 * when the last one ended. In an open loop {@code concurrency} only bounds how many run at once.
 *
 * @param requests requests measured, after warm-up
 * @param warmup requests before, not measured
 * @param output tokens to generate
 * @param shape absent for a closed loop of single requests
 */
public record LoadProfile(String name, int concurrency, int requests, int warmup, Input input, int output,
        Optional<LoadShape> shape) {
    /** A closed loop of single requests. */
    public LoadProfile(String name, int concurrency, int requests, int warmup, Input input, int output) {
        this(name, concurrency, requests, warmup, input, output, Optional.empty());
    }

    /** What it asks, where nothing is said as usual. */
    public LoadShape shaped() {
        return shape.orElse(LoadShape.PLAIN);
    }

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
        requireNonNull(shape, "shape");
    }
}
