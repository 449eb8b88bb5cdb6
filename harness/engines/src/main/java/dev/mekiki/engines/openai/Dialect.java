package dev.mekiki.engines.openai;

import java.util.Locale;
import java.util.Optional;

/**
 * What a server takes, found by what it refuses.
 *
 * @param maxTokens the field for the most tokens
 * @param mostStops how many stop strings it takes; all of them are looked for here as well
 * @param streamOptions whether it may be asked to tell token counts in a stream
 */
record Dialect(String maxTokens, int mostStops, boolean streamOptions) {
    /** Before anything was refused. */
    static final Dialect USUAL = new Dialect("max_tokens", 64, true);
    /** OpenAI's own interface takes no more. */
    private static final int FEW = 4;

    /**
     * What to try next.
     *
     * @param error what the server said when it refused a request
     * @param stops how many stop strings that had
     * @param streamed whether it was to be streamed
     * @return empty if something else is wrong
     */
    Optional<Dialect> after(String error, int stops, boolean streamed) {
        String said = error.toLowerCase(Locale.ROOT);
        if (said.contains("max_completion_tokens") && maxTokens.equals("max_tokens")) {
            return Optional.of(new Dialect("max_completion_tokens", mostStops, streamOptions));
        }
        if (streamed && streamOptions && said.contains("stream_options")) {
            return Optional.of(new Dialect(maxTokens, mostStops, false));
        }
        if (said.contains("stop") && Math.min(stops, mostStops) > 0) {
            return Optional.of(new Dialect(maxTokens, Math.min(stops, mostStops) > FEW ? FEW : 0, streamOptions));
        }
        return Optional.empty();
    }

    /** The same, stop strings being looked for here alone. */
    Dialect withoutStops() {
        return new Dialect(maxTokens, 0, streamOptions);
    }
}
