package dev.mekiki.port;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Suite;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads suites of one kind: shipped ones by name, users' own from files. */
public interface SuiteProvider extends Named {
    /** Names of the suites that ship with it. */
    List<String> shipped();

    /**
     * @param reference a shipped suite's name, or a path
     * @param base the folder that a relative path starts from
     * @return empty if this provider does not know such a reference
     * @throws InvalidInput with every problem of the suite's files
     */
    Optional<Suite> read(String reference, Path base) throws InvalidInput;
}
