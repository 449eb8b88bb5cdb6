package dev.mekiki.jinja;

import java.util.Optional;

/** A template that cannot be parsed, that fails while it is rendered, or that exceeds its limits. */
public final class TemplateException extends Exception {
    private final int line;
    private final Optional<String> raised;

    TemplateException(String message, int line, Optional<String> raised) {
        super(line > 0 ? "line " + line + ": " + message : message);
        this.line = line;
        this.raised = raised;
    }

    /** The line of the template, from 1; 0 where none can be named. */
    public int line() {
        return line;
    }

    /** The template's own words, where the template itself called {@code raise_exception}. */
    public Optional<String> raised() {
        return raised;
    }
}
