package dev.mekiki.port;

import java.util.Locale;
import java.util.Optional;

/**
 * What a server with OpenAI's interface takes, found by what it refuses.
 *
 * @param maxTokens the field for the most tokens
 * @param mostStops how many stop strings it takes; all of them are looked for here as well
 * @param streamOptions whether it may be asked to tell token counts in a stream
 * @param ignoreEnd whether it may be asked to go on behind the model's own end ({@code ignore_eos})
 * @param timings whether it may be asked for llama-server's counts in each event ({@code timings_per_token})
 */
public record Dialect(String maxTokens, int mostStops, boolean streamOptions, boolean ignoreEnd, boolean timings) {
    /** Before anything was refused. */
    public static final Dialect USUAL = new Dialect("max_tokens", 64, true, true, true);
    /** OpenAI's own interface takes no more. */
    private static final int FEW = 4;

    /**
     * What to try next. Servers that take no fields but those they know name them when they refuse.
     *
     * @param error what the server said when it refused a request
     * @param stops how many stop strings that had
     * @param streamed whether it was to be streamed
     * @return empty if something else is wrong
     */
    public Optional<Dialect> after(String error, int stops, boolean streamed) {
        String said = error.toLowerCase(Locale.ROOT);
        boolean ends = ignoreEnd && !said.contains("ignore_eos");
        boolean times = timings && !said.contains("timings_per_token");
        if (ends != ignoreEnd || times != timings) {
            return Optional.of(new Dialect(maxTokens, mostStops, streamOptions, ends, times));
        }
        if (said.contains("max_completion_tokens") && maxTokens.equals("max_tokens")) {
            return Optional.of(new Dialect("max_completion_tokens", mostStops, streamOptions, ignoreEnd, timings));
        }
        if (streamed && streamOptions
                && (said.contains("stream_options") || said.contains("continuous_usage_stats"))) {
            return Optional.of(new Dialect(maxTokens, mostStops, false, ignoreEnd, timings));
        }
        if (said.contains("stop") && Math.min(stops, mostStops) > 0) {
            return Optional.of(new Dialect(maxTokens, Math.min(stops, mostStops) > FEW ? FEW : 0, streamOptions,
                    ignoreEnd, timings));
        }
        return Optional.empty();
    }

    /** The same, stop strings being looked for here alone. */
    public Dialect withoutStops() {
        return new Dialect(maxTokens, 0, streamOptions, ignoreEnd, timings);
    }
}
