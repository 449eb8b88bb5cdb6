package dev.mekiki.cli;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.MemoryUse;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.port.CandidateInspector;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Registry;
import java.util.Optional;

/** An inspector whose dossiers also tell how many tokens Japanese takes, which needs an engine's tokenizer. */
record TokenizedInspector(CandidateInspector files, Registry<EngineProvider> engines) implements CandidateInspector {
    @Override
    public String name() {
        return files.name();
    }

    @Override
    public String summary() {
        return files.summary();
    }

    @Override
    public Optional<Dossier> dossier(Candidate candidate) throws InvalidInput {
        return files.dossier(candidate).map(dossier -> dossier.traits()
                .flatMap(traits -> TokenEfficiency.measure(candidate, engines)
                        .map(tokens -> dossier.with(traits.withTokensPerCharacter(tokens.japanese()))))
                .orElse(dossier));
    }

    @Override
    public Optional<MemoryUse> predicted(Candidate candidate, EngineDescription engine) {
        return files.predicted(candidate, engine);
    }

    @Override
    public LicenseFinding license(Candidate candidate, UsageProfile usage) {
        return files.license(candidate, usage);
    }
}
