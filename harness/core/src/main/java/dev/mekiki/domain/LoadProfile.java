package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How requests arrive, and how long they are. Closed loop: {@code concurrency} users, each sending its next request
 * when the last one ended. In an open loop {@code concurrency} only bounds how many run at once.
 *
 * @param requests requests measured, after warm-up
 * @param warmup requests before, not measured
 * @param output tokens to generate
 * @param shape absent for a closed loop of single requests
 * @param repeat where the same is measured several times: which time this is
 */
public record LoadProfile(String name, int concurrency, int requests, int warmup, Input input, int output,
        Optional<LoadShape> shape, Optional<Repeat> repeat) {
    /** Measured once. */
    public LoadProfile(String name, int concurrency, int requests, int warmup, Input input, int output,
            Optional<LoadShape> shape) {
        this(name, concurrency, requests, warmup, input, output, shape, Optional.empty());
    }

    /** A closed loop of single requests. */
    public LoadProfile(String name, int concurrency, int requests, int warmup, Input input, int output) {
        this(name, concurrency, requests, warmup, input, output, Optional.empty());
    }

    /**
     * One of several measurements of the same.
     *
     * @param of the profile's name in the plan
     * @param number from 1
     * @param count planned
     */
    public record Repeat(String of, int number, int count) {
        /** Of the profile that is this repeat. No name in a plan has an {@code @}. */
        public static String name(String of, int number) {
            return of + "@" + number;
        }
    }

    /** Each of so many repeats of all these, round by round: what drifts (heat, other users) then touches all of them alike. */
    public static List<LoadProfile> repeated(List<LoadProfile> profiles, int count) {
        return count == 1
                ? profiles
                : IntStream.rangeClosed(1, count).boxed()
                        .flatMap(number -> profiles.stream().map(profile -> profile.repeated(number, count))).toList();
    }

    private LoadProfile repeated(int number, int count) {
        return new LoadProfile(Repeat.name(name, number), concurrency, requests, warmup, input, output, shape,
                Optional.of(new Repeat(name, number, count)));
    }

    /** The same with other prompts. */
    public LoadProfile asking(Input others) {
        return new LoadProfile(name, concurrency, requests, warmup, others, output, shape, repeat);
    }

    /** The name in the plan; repeats share it. */
    public String planned() {
        return repeat.map(Repeat::of).orElse(name);
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
        requireNonNull(repeat, "repeat");
    }
}
