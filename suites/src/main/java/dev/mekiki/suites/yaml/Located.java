package dev.mekiki.suites.yaml;

import dev.mekiki.domain.Problem;

/** A text and where it stands. */
public record Located(String value, String file, int line, String key) {
    public Problem problem(String message) {
        return Problem.at(file, line, key, message);
    }
}
