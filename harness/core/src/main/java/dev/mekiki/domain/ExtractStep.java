package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** One named step that takes the answer out of a response, such as {@code first-line} or {@code after: "回答："}. */
public record ExtractStep(String name, Optional<String> argument) {
    public ExtractStep {
        requireNonNull(name, "name");
        requireNonNull(argument, "argument");
    }
}
