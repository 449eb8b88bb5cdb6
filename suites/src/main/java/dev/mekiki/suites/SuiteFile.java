package dev.mekiki.suites;

import java.util.List;

/** A suite as its file has it. */
record SuiteFile(String name, String version, String language, String license, List<TaskFile> tasks) {
    SuiteFile {
        tasks = List.copyOf(tasks);
    }
}
