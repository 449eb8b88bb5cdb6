package dev.mekiki.cli;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LoadProfile;

/** Measures load profiles on one target. */
interface LoadBench extends AutoCloseable {
    LoadMeasured measure(LoadProfile profile) throws Failure, InvalidInput;

    @Override
    void close();
}
