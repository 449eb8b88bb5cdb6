package dev.mekiki.port;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.MemoryUse;
import dev.mekiki.domain.UsageProfile;
import java.util.Optional;

/** Reads what a candidate's own files say about it, never running anything of it. */
public interface CandidateInspector extends Named {
    /**
     * @return empty if the candidate has no files here (an endpoint)
     * @throws InvalidInput if the files can't be read as a model
     */
    Optional<Dossier> dossier(Candidate candidate) throws InvalidInput;

    /** What its sizes let expect it to take of memory as this engine opened it, where they are told. */
    default Optional<MemoryUse> predicted(Candidate candidate, EngineDescription engine) {
        return Optional.empty();
    }

    /** The verdict for this usage; {@code UNKNOWN} where nothing is found. */
    LicenseFinding license(Candidate candidate, UsageProfile usage);
}
