package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something wrong with what the user gave.
 *
 * @param file as the user would name it
 * @param line from 1
 * @param key where in the file, such as {@code candidates[0].engine}
 * @param message the cause, and what was expected
 * @param hint what to do about it
 */
public record Problem(Optional<String> file, OptionalInt line, Optional<String> key, String message,
        Optional<String> hint) {
    public Problem {
        requireNonNull(file, "file");
        requireNonNull(line, "line");
        requireNonNull(key, "key");
        requireNonNull(message, "message");
        requireNonNull(hint, "hint");
    }

    public static Problem of(String message) {
        return new Problem(Optional.empty(), OptionalInt.empty(), Optional.empty(), message, Optional.empty());
    }

    public static Problem in(String file, String message) {
        return new Problem(Optional.of(file), OptionalInt.empty(), Optional.empty(), message, Optional.empty());
    }

    public static Problem at(String file, int line, String key, String message) {
        return new Problem(Optional.of(file), OptionalInt.of(line), Optional.of(key), message, Optional.empty());
    }

    public Problem withHint(String text) {
        return new Problem(file, line, key, message, Optional.of(text));
    }

    /** {@code file:line: key: message}, in one line. */
    @Override
    public String toString() {
        return file.orElse("") + (line.isPresent() ? ":" + line.getAsInt() : "") + (file.isPresent() ? ": " : "")
                + key.map(name -> name + ": ").orElse("") + message;
    }
}
