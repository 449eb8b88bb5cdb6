package dev.mekiki.cli;

import dev.mekiki.analysis.Analysis;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Plan.ReportSettings;
import dev.mekiki.domain.Plan.RunSettings;
import dev.mekiki.plan.LoadPromptFile;
import dev.mekiki.port.Workplace;
import dev.mekiki.run.Done;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Load on an engine of Mekiki's own: a run of one candidate and one load profile, without a folder. */
final class EngineLoad implements LoadBench {
    private final Terminal terminal;
    private final LoadOptions options;
    private final Candidate candidate;

    EngineLoad(Terminal terminal, LoadOptions options, String model, Optional<String> engine,
            Map<String, String> engineOptions) {
        Path path = Path.of(model);
        this.terminal = terminal;
        this.options = options;
        this.candidate = new Candidate(
                Optional.ofNullable(path.toAbsolutePath().normalize().getFileName()).map(Path::toString).orElse(model),
                Files.exists(path) ? path.toAbsolutePath().normalize().toString() : model,
                engine.orElse(model.toLowerCase(Locale.ROOT).endsWith(".gguf") ? "llama.cpp" : "jlama"),
                new TreeMap<>(engineOptions));
    }

    @Override
    public LoadMeasured measure(LoadProfile given) throws Failure, InvalidInput {
        LoadProfile profile = options.prompts == null
                ? given
                : given.asking(new Input.Prompts(options.prompts.toString(), LoadPromptFile.read(options.prompts)));
        Plan plan = new Plan("load", "", "command line", List.of(candidate), List.of(), List.of(profile),
                Optional.empty(), Optional.empty(), Optional.empty(),
                new RunSettings(options.seed, LoadLevels.duration("--deadline", options.deadline), 0, 1),
                new ReportSettings(List.of("en"), Optional.empty()));
        terminal.note(candidate.name() + " with " + candidate.engine() + ": " + profile.name() + " …");
        List<JournalEvent> events = new ArrayList<>();
        Stages.runner(Optional.empty(), Workplace.NONE).run(plan, Done.nothing(), events::add);
        Analysis analysis = Stages.analyst().analyse(events.stream());
        CandidateFindings found = analysis.findings().candidates().getFirst();
        if (found.load().isEmpty()) {
            String why = found.refused().orElseGet(() -> events.stream()
                    .flatMap(event -> event instanceof JournalEvent.PartFailed failed
                            ? java.util.stream.Stream.of(failed.reason())
                            : java.util.stream.Stream.empty())
                    .findFirst().orElse("nothing was measured"));
            throw new Failure(ExitCode.USAGE, why, "");
        }
        return new LoadMeasured(profile, found.load().getFirst(),
                analysis.load().getOrDefault(candidate.name() + "/" + profile.name(), List.of()));
    }

    @Override
    public void close() {
        // nothing is held between levels
    }
}
