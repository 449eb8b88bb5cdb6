package dev.mekiki.engines.llamacpp;

import dev.mekiki.domain.AnswerFormat;
import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.llamacpp.grammar.SchemaGrammar;
import dev.mekiki.engines.llamacpp.grammar.UnusableSchema;
import dev.mekiki.engines.llamacpp.lib.LibraryFolder;
import dev.mekiki.engines.llamacpp.local.Devices;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.worker.Request;
import dev.mekiki.engines.llamacpp.worker.Worker;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.ModelText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** GGUF files, run by llama.cpp's own library in a process beside this one. */
public final class LlamaCppProvider implements EngineProvider {
    private static final Duration LOOKING = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "llama.cpp";
    }

    @Override
    public String summary() {
        return "runs GGUF files with llama.cpp's library, on CPU or GPU, with exact log-probabilities";
    }

    @Override
    public Map<String, String> options() {
        return LlamaCppOptions.described();
    }

    @Override
    public boolean setsTemplate() {
        return true;
    }

    @Override
    public boolean installedApart() {
        return true;
    }

    @Override
    public Set<String> fileOptions() {
        return Set.of(LlamaCppOptions.LIB);
    }

    @Override
    public Optional<String> refusal(Candidate candidate) {
        try {
            GgufFile.of(candidate.model());
            LibraryPlaces.here().library(LlamaCppOptions.of(candidate.options()).lib());
            return Optional.empty();
        } catch (UnusableModel e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A schema becomes a grammar here; a grammar is for llama.cpp to read. */
    @Override
    public Optional<String> refusal(AnswerFormat format) {
        return switch (format.kind()) {
            case GRAMMAR -> Optional.empty();
            case JSON_SCHEMA -> {
                try {
                    SchemaGrammar.of(format.text());
                    yield Optional.empty();
                } catch (UnusableSchema e) {
                    yield Optional.of(String.valueOf(e.getMessage()));
                }
            }
        };
    }

    @Override
    public Engine open(Candidate candidate) throws EngineException {
        try {
            GgufFile file = GgufFile.of(candidate.model());
            LlamaCppOptions options = LlamaCppOptions.of(candidate.options());
            LibraryFolder library = LibraryPlaces.here().library(options.lib());
            return LlamaCppEngine.open(options,
                    options.settings(library.folder(), file.path(), candidate.chatTemplate()));
        } catch (UnusableModel e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public ModelText text(Candidate candidate) throws EngineException {
        try {
            GgufFile file = GgufFile.of(candidate.model());
            LibraryFolder library = LibraryPlaces.here().library(LlamaCppOptions.of(candidate.options()).lib());
            return GgufText.open(LoadSettings.text(library.folder().toString(), file.path().toString(),
                    candidate.chatTemplate()));
        } catch (UnusableModel e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Each library that is found is opened, in a process of its own. */
    @Override
    public Availability availability() {
        Map<String, LibraryFolder> found = LibraryPlaces.here().found();
        if (found.isEmpty()) {
            return new Availability(false, "no libllama was found; " + LibraryPlaces.HOW_TO_GET);
        }
        List<String> told = new ArrayList<>();
        boolean first = true;
        boolean works = false;
        for (Map.Entry<String, LibraryFolder> place : found.entrySet()) {
            try (Worker worker = Worker.start()) {
                Request.Build build = worker.ask(new Request.Library(place.getValue().folder().toString()),
                        Deadline.after(LOOKING), GenerationListener.NONE);
                works |= first;
                told.add(build.version() + " (" + place.getKey() + "): "
                        + Devices.listed(build.devices(), build.silent()));
            } catch (EngineException | Worker.Gone e) {
                told.add(place.getKey() + " does not work: " + e.getMessage());
            }
            first = false;
        }
        return new Availability(works, String.join(" | ", told));
    }
}
