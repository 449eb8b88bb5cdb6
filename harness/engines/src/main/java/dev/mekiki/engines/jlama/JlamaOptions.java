package dev.mekiki.engines.jlama;

import dev.mekiki.engines.model.ModelConfig;
import dev.mekiki.engines.model.UnusableModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * A candidate's options for jlama.
 *
 * @param context tokens asked for
 * @param threads jlama's threads, the same for the whole process
 * @param widen whether all matrices are held as F32
 */
record JlamaOptions(OptionalInt context, OptionalInt threads, boolean widen) {
    static final int DEFAULT_CONTEXT = 4096;
    private static final String CONTEXT = "context";
    private static final String THREADS = "threads";
    private static final String WEIGHTS = "weights";

    static Map<String, String> described() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(CONTEXT, "most tokens of prompt and answer together; default: what the model was made for, at most "
                + DEFAULT_CONTEXT);
        options.put(THREADS,
                "jlama's threads, the same for all candidates of a process; default: a power of two, half of the"
                        + " processors");
        options.put(WEIGHTS, "stored or f32: f32 unpacks all weights, which takes more memory and reads prompts faster;"
                + " default: stored");
        return options;
    }

    static JlamaOptions of(SortedMap<String, String> options) throws UnusableModel {
        for (String name : options.keySet()) {
            if (!described().containsKey(name)) {
                throw new UnusableModel("jlama has no option " + name + "; it has " + String.join(", ",
                        described().keySet()));
            }
        }
        String weights = Optional.ofNullable(options.get(WEIGHTS)).orElse("stored");
        if (!weights.equals("stored") && !weights.equals("f32")) {
            throw new UnusableModel("option weights should be stored or f32, not " + weights);
        }
        return new JlamaOptions(number(options, CONTEXT, 1 << 24),
                number(options, THREADS, Runtime.getRuntime().availableProcessors()), weights.equals("f32"));
    }

    /** The context in force: never beyond what the model was made for, nor a sliding window, which jlama ignores. */
    int contextFor(ModelConfig config) throws UnusableModel {
        if (context.isEmpty()) {
            int most = Math.min(config.maxPositions(), config.slidingWindow().orElse(Integer.MAX_VALUE));
            return Math.min(most, DEFAULT_CONTEXT);
        }
        int asked = context.getAsInt();
        if (asked > config.maxPositions()) {
            throw new UnusableModel("a context of " + asked + " tokens is asked for; the model was made for "
                    + config.maxPositions());
        }
        if (config.slidingWindow().isPresent() && asked > config.slidingWindow().getAsInt()) {
            throw new UnusableModel("jlama ignores the sliding window of " + config.slidingWindow().getAsInt()
                    + " tokens, which is shorter than the context of " + asked + " asked for");
        }
        return asked;
    }

    SortedMap<String, String> resolved(int contextTokens, int runningThreads) {
        return new java.util.TreeMap<>(Map.of(CONTEXT, String.valueOf(contextTokens), THREADS,
                String.valueOf(runningThreads), WEIGHTS, widen ? "f32" : "stored"));
    }

    private static OptionalInt number(SortedMap<String, String> options, String name, int most) throws UnusableModel {
        String text = options.get(name);
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 1 && value <= most) {
                return OptionalInt.of(value);
            }
        } catch (NumberFormatException e) {
            throw new UnusableModel(wrong(name, most, text), e);
        }
        throw new UnusableModel(wrong(name, most, text));
    }

    private static String wrong(String name, int most, String text) {
        return "option " + name + " should be a whole number from 1 to " + most + ", not " + text;
    }
}
