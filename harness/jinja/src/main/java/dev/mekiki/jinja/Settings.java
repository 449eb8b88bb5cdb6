package dev.mekiki.jinja;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * How a template is read and rendered.
 *
 * @param trimBlocks          removes the newline directly after a block tag
 * @param lstripBlocks        removes blanks between the start of a line and a block tag
 * @param keepTrailingNewline keeps one newline at the end of the template
 * @param strictUndefined     refuses to print, test or iterate undefined values
 * @param limits              what a template may use
 * @param clock               what {@code strftime_now} reads
 * @param dialect             which extensions exist
 */
public record Settings(boolean trimBlocks, boolean lstripBlocks, boolean keepTrailingNewline, boolean strictUndefined,
        Limits limits, Clock clock, Dialect dialect) {

    /** Which names and tags exist beside Jinja2's own. */
    public enum Dialect {
        /**
         * As Hugging Face transformers: {@code break}, {@code continue}, {@code generation}, {@code raise_exception},
         * {@code strftime_now}, and a {@code tojson} that neither escapes HTML nor sorts keys.
         */
        CHAT,
        /** As lm-evaluation-harness: Jinja2's own {@code tojson}, and {@code regex_replace}. */
        PLAIN
    }

    /** As transformers renders chat templates. */
    public static final Settings CHAT = new Settings(true, true, false, false, Limits.DEFAULT,
            Clock.system(ZoneId.systemDefault()), Dialect.CHAT);

    /** As lm-evaluation-harness renders prompts over a row of data. */
    public static final Settings PROMPT = new Settings(false, false, true, true, Limits.DEFAULT,
            Clock.system(ZoneId.systemDefault()), Dialect.PLAIN);

    public Settings {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(dialect, "dialect");
    }

    /** The same settings with other limits. */
    public Settings withLimits(Limits other) {
        return new Settings(trimBlocks, lstripBlocks, keepTrailingNewline, strictUndefined, other, clock, dialect);
    }

    /** The same settings where it is always this local time. */
    public Settings at(LocalDateTime now) {
        return new Settings(trimBlocks, lstripBlocks, keepTrailingNewline, strictUndefined, limits,
                Clock.fixed(now.toInstant(ZoneOffset.UTC), ZoneOffset.UTC), dialect);
    }
}
