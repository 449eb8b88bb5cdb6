package dev.mekiki.license;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.MemoryUse;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.dossier.DossierReader;
import dev.mekiki.license.memory.Opened;
import dev.mekiki.port.CandidateInspector;
import dev.mekiki.port.ModelFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads a candidate's dossier and license from its folder in Hugging Face layout. */
public final class FilesInspector implements CandidateInspector {
    /** Its model may be a name that only the recording knows. */
    private static final String RECORDING = "replay";
    /** Its model is a name that only the server knows. */
    private static final String ENDPOINT = "openai";
    /** The option of an endpoint that names a folder with the model's own files. */
    private static final String FILES = "files";
    /** Where the catalogue is from. */
    private interface CatalogueSource {
        Catalogue get() throws InvalidInput;
    }

    private final Clock clock;
    private final CatalogueSource catalogue;
    private final ModelFiles cache;

    /** With the shipped catalogue and the user's own licenses, which are read when a license is first asked for. */
    public FilesInspector() {
        this(Clock.system(ZoneId.systemDefault()), Catalogue::installed, ModelFiles.local());
    }

    /** @param clock tells which contracts are in force */
    public FilesInspector(Clock clock, Catalogue catalogue) {
        this(clock, () -> catalogue, ModelFiles.local());
    }

    /** @param cache where base models are looked for */
    public FilesInspector(Clock clock, Catalogue catalogue, ModelFiles cache) {
        this(clock, () -> catalogue, cache);
    }

    private FilesInspector(Clock clock, CatalogueSource catalogue, ModelFiles cache) {
        this.clock = clock;
        this.catalogue = catalogue;
        this.cache = cache;
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String summary() {
        return "reads config.json, safetensors headers, the model card and license texts of a model folder";
    }

    @Override
    public Optional<Dossier> dossier(Candidate candidate) throws InvalidInput {
        Optional<Path> path = path(candidate);
        return path.isEmpty() ? Optional.empty() : Optional.of(DossierReader.read(candidate.model(), path.get()));
    }

    @Override
    public Optional<MemoryUse> predicted(Candidate candidate, EngineDescription engine) {
        Optional<Path> path = path(candidate);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Opened.predicted(DossierReader.facts(candidate.model(), path.get()), engine);
        } catch (InvalidInput e) {
            return Optional.empty(); // said where the dossier is read
        }
    }

    @Override
    public LicenseFinding license(Candidate candidate, UsageProfile usage) {
        return examine(candidate, usage, List.of()).finding();
    }

    /**
     * The verdict with all that was read for it.
     *
     * @param beside folders of other models, in which a base may be found
     */
    public Examination examine(Candidate candidate, UsageProfile usage, List<Path> beside) {
        Statements statements = statements(candidate, beside);
        return new Examination(Verdicts.of(candidate.model(), statements, usage, LocalDate.now(clock)),
                statements.files(), statements.lines(), statements.detected());
    }

    Statements statements(Candidate candidate, List<Path> beside) {
        Catalogue known;
        try {
            known = catalogue.get();
        } catch (InvalidInput e) {
            return Statements.none(Message.OWN_LICENSES.with(String.valueOf(e.getMessage())));
        }
        Optional<Path> path = path(candidate);
        if (path.filter(Files::exists).isEmpty()) {
            Optional<LicenseEntry> byContract = known.byContract(candidate.model());
            if (byContract.isPresent()) {
                return Statements.named(byContract.get(), candidate.model());
            }
        }
        if (path.isEmpty()) {
            return Statements.none(Message.NO_FILES.with(candidate.model()));
        }
        if (!Files.isDirectory(path.get()) && !Files.isRegularFile(path.get())) {
            return Statements.none(Message.UNREADABLE.with(candidate.model(), "no such folder or file"));
        }
        return new StatementReader(known, new ModelsAtHand(cache, beside)).read(path.get());
    }

    /** @return empty if the model is a name, not a path, and no option names its files */
    private Optional<Path> path(Candidate candidate) {
        if (candidate.engine().equals(ENDPOINT)) {
            return Optional.ofNullable(candidate.options().get(FILES)).map(Path::of);
        }
        try {
            if (candidate.model().startsWith("hub:")) {
                return Optional.of(cache.find(candidate.model(), Path.of("")));
            }
            Path path = Path.of(candidate.model());
            return candidate.engine().equals(RECORDING) && !Files.exists(path) ? Optional.empty() : Optional.of(path);
        } catch (InvalidPathException | InvalidInput e) {
            return Optional.empty();
        }
    }
}
