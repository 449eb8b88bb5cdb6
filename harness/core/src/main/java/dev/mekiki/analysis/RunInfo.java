package dev.mekiki.analysis;

import dev.mekiki.domain.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When, where and by which version the journal was written.
 *
 * @param version of Mekiki that started the run
 * @param resumedAt later starts of the same plan
 * @param finishedAt absent if the run has not come to its end
 * @param machine that started the run
 * @param otherMachines machines of later starts, where they differ from the first; timings then are of several machines
 */
public record RunInfo(String plan, String planHash, String version, Instant startedAt, List<Instant> resumedAt,
        Optional<Instant> finishedAt, Machine machine, List<Machine> otherMachines) {
    public RunInfo {
        resumedAt = List.copyOf(resumedAt);
        otherMachines = List.copyOf(otherMachines);
    }
}
