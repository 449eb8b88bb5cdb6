package dev.mekiki.cli;

import dev.mekiki.domain.Findings.LoadFinding;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadRequest;
import java.util.List;

/** A level's result. */
record LoadMeasured(LoadProfile profile, LoadFinding found, List<LoadRequest> requests) {
    LoadMeasured {
        requests = List.copyOf(requests);
    }
}
