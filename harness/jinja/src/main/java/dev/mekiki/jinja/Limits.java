package dev.mekiki.jinja;

import java.time.Duration;
import java.util.Objects;

/**
 * What one template may use. Exceeding any of them ends parsing or rendering with a {@link TemplateException}.
 *
 * @param sourceChars  length of a template, in UTF-16 units
 * @param outputChars  length of a rendering, in UTF-16 units
 * @param stringChars  length of any single string a template builds
 * @param workChars    characters of all strings a template builds, added up
 * @param items        elements of any single list, tuple or dictionary a template builds
 * @param steps        evaluation steps: about one for each node evaluated, more for work on long values
 * @param nesting      depth of parentheses and blocks, of macro calls and of values
 * @param time         wall time of one rendering
 */
public record Limits(int sourceChars, int outputChars, int stringChars, long workChars, int items, long steps,
        int nesting, Duration time) {

    /** Far above what chat templates need, and small enough for a shared process. */
    public static final Limits DEFAULT = new Limits(1_000_000, 10_000_000, 10_000_000, 200_000_000L, 1_000_000,
            20_000_000L, 200, Duration.ofSeconds(20));

    public Limits {
        Objects.requireNonNull(time, "time");
        if (sourceChars < 1 || outputChars < 1 || stringChars < 1 || workChars < 1 || items < 1 || steps < 1
                || nesting < 1 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("every limit must be positive");
        }
    }
}
