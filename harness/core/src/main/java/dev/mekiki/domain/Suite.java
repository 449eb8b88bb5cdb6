package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A named, versioned list of tasks.
 *
 * @param language BCP 47
 * @param license SPDX id of the data
 * @param source the file it was read from
 * @param digest {@code sha256:…} over the suite's file and its data files
 */
public record Suite(String name, String version, String language, String license, String source, String digest,
        List<Task> tasks) {
    public Suite {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(language, "language");
        requireNonNull(license, "license");
        requireNonNull(source, "source");
        requireNonNull(digest, "digest");
        tasks = List.copyOf(tasks);
    }

    public Suite withTasks(List<Task> others) {
        return new Suite(name, version, language, license, source, digest, others);
    }
}
