package dev.mekiki.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that holds what ships with Mekiki: suites, demo models, configurations. */
final class Home {
    private Home() {}

    static Path path() throws Failure {
        String home = System.getProperty("mekiki.home");
        if (home == null || !Files.isDirectory(Path.of(home, "suites"))) {
            throw new Failure(ExitCode.USAGE, "the folder with Mekiki's suites and models is not known",
                    "start Mekiki with its launcher (./mekiki in a checkout, bin/mekiki in a distribution)");
        }
        return Path.of(home);
    }
}
