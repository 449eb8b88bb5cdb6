package dev.mekiki.license;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.dossier.DossierReader;
import dev.mekiki.port.CandidateInspector;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a candidate's dossier and license from its folder in Hugging Face layout. */
public final class FilesInspector implements CandidateInspector {
    /** Its model may be a name that only the recording knows. */
    private static final String RECORDING = "replay";
    /** Its model is a name that only the server knows. */
    private static final String ENDPOINT = "openai";
    /** The option of an endpoint that names a folder with the model's own files. */
    private static final String FILES = "files";
    private final Clock clock;
    private final Supplier<Catalogue> catalogue;

    /** With the shipped catalogue, which is read when a license is first asked for. */
    public FilesInspector() {
        this(Clock.system(ZoneId.systemDefault()), Catalogue::load);
    }

    /** @param clock tells which contracts are in force */
    public FilesInspector(Clock clock, Catalogue catalogue) {
        this(clock, () -> catalogue);
    }

    private FilesInspector(Clock clock, Supplier<Catalogue> catalogue) {
        this.clock = clock;
        this.catalogue = catalogue;
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
    public LicenseFinding license(Candidate candidate, UsageProfile usage) {
        LocalDate today = LocalDate.now(clock);
        Optional<Path> path = path(candidate);
        if (path.isEmpty()) {
            return Verdicts.of(candidate.model(), Statements.none(Message.NO_FILES.with(candidate.model())), usage,
                    today);
        }
        Path folder = Files.isRegularFile(path.get())
                ? path.get().toAbsolutePath().getParent()
                : path.get();
        if (folder == null || !Files.isDirectory(folder)) {
            return Verdicts.of(candidate.model(),
                    Statements.none(Message.UNREADABLE.with(candidate.model(), "no such folder or file")), usage,
                    today);
        }
        return Verdicts.of(candidate.model(), new StatementReader(catalogue.get()).read(folder), usage, today);
    }

    /** @return empty if the model is a name, not a path, and no option names its files */
    private static Optional<Path> path(Candidate candidate) {
        if (candidate.engine().equals(ENDPOINT)) {
            return Optional.ofNullable(candidate.options().get(FILES)).map(Path::of);
        }
        if (candidate.model().startsWith("hub:")) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(candidate.model());
            return candidate.engine().equals(RECORDING) && !Files.exists(path) ? Optional.empty() : Optional.of(path);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
