package dev.mekiki.cli;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.license.Catalogue;
import dev.mekiki.license.Examination;
import dev.mekiki.license.FilesInspector;
import dev.mekiki.license.LicenseTexts;
import dev.mekiki.license.dossier.DossierReader;
import dev.mekiki.license.dossier.ModelFacts;
import dev.mekiki.license.export.Aibom;
import dev.mekiki.license.export.Examined;
import dev.mekiki.license.export.Sarif;
import dev.mekiki.plan.UsageReader;
import dev.mekiki.reports.LicensePage;
import dev.mekiki.reports.Licenses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "license", description = "May we use it? Licenses of models against a usage profile, from the files alone.")
final class LicenseCommand extends BaseCommand {
    /** What is written. */
    enum Format {
        TABLE, JSON, SARIF, HTML, CYCLONEDX
    }

    /** From which verdict on the exit code is that of a finding. */
    enum FailOn {
        CONDITIONAL, ACTION_NEEDED, REVIEW;

        ExitCode of(Verdict verdict) {
            return switch (verdict) {
                case ALLOWED -> ExitCode.DONE;
                case CONDITIONAL -> this == CONDITIONAL ? ExitCode.FINDING : ExitCode.DONE;
                case ACTION_NEEDED, DENIED -> ExitCode.FINDING;
                case REVIEW, UNKNOWN -> this == ACTION_NEEDED ? ExitCode.UNDECIDED : ExitCode.FINDING;
            };
        }
    }

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Folders in Hugging Face layout, .gguf files, hub:owner/name[@revision] in the local Hugging Face cache, or the name of a model that is had by contract alone, such as tsuzumi-2. Base models are looked for among them, beside them and in that cache.")
    private List<String> models = List.of();

    @Option(names = "--profile", paramLabel = "FILE", description = "Usage profile. Default: configs/usage/in-house.yaml.")
    private @Nullable Path profile;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default), json, sarif (2.1.0), html, or cyclonedx (1.6).")
    private Format format = Format.TABLE;

    @Option(names = "--fail-on", paramLabel = "VERDICT", description = "Verdict from which on the exit code is 1: conditional, action-needed (default) or review. With review, what somebody has to read and what is unknown ends with 1 instead of 4.")
    private String failOn = "action-needed";

    @Option(names = "--lang", paramLabel = "ja|en", split = ",", description = "Language of table, html and sarif; html takes both, the first one shown first. Default: the environment's; html: ja,en.")
    private List<String> languages = List.of();

    @Option(names = "--licenses", paramLabel = "DIR", description = "Your own licenses, one YAML file each, beside the shipped ones. Default: $MEKIKI_LICENSES or ~/.mekiki/licenses.")
    private @Nullable Path licenses;

    @Option(names = "--out", paramLabel = "FILE", description = "Write there instead of to the standard output.")
    private @Nullable Path out;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        FailOn from = failOn();
        Texts.check(languages);
        UsageProfile usage = UsageReader
                .read(profile != null ? profile : Home.path().resolve("configs/usage/in-house.yaml"));
        Catalogue catalogue = LicensesCommand.catalogue(licenses);
        List<Path> paths = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean unreadable = paths(terminal, catalogue, names, paths);
        FilesInspector inspector = new FilesInspector(Clock.system(ZoneId.systemDefault()), catalogue);
        List<Examined> examined = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            Examination examination = inspector.examine(
                    new Candidate(String.valueOf(path.getFileName()), path.toString(), "jlama", new TreeMap<>()),
                    usage, paths);
            examined.add(new Examined(names.get(i), examination,
                    format == Format.CYCLONEDX ? facts(names.get(i), path) : Optional.empty()));
        }
        write(terminal, text(terminal, usage, examined, new LicenseTexts(catalogue)));
        if (format == Format.TABLE && out == null && examined.stream()
                .anyMatch(model -> model.license().finding().verdict() == Verdict.UNKNOWN)) {
            terminal.hint(texts().get("license.unknown-hint"));
        }
        return unreadable ? ExitCode.USAGE : exitCode(from, examined);
    }

    private FailOn failOn() throws Failure {
        try {
            return FailOn.valueOf(failOn.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE,
                    "--fail-on: conditional, action-needed or review is expected, not " + failOn, "");
        }
    }

    /** @return whether some could not be found */
    private boolean paths(Terminal terminal, Catalogue catalogue, List<String> names, List<Path> paths) {
        boolean unreadable = false;
        for (String model : models) {
            try {
                if (!Files.exists(Path.of(model)) && catalogue.byContract(model).isPresent()) {
                    names.add(model);
                    paths.add(Path.of(model));
                    continue;
                }
                Path path = ModelPath.of(model);
                if (Files.isDirectory(path) || (Files.isRegularFile(path) && path.toString().endsWith(".gguf"))) {
                    names.add(model);
                    paths.add(path);
                } else {
                    terminal.note("mekiki: " + TextTable.plain(model) + ": no such folder or .gguf file");
                    unreadable = true;
                }
            } catch (InvalidInput invalid) {
                invalid.problems().forEach(problem -> terminal.note("mekiki: " + TextTable.plain(problem.toString())));
                unreadable = true;
            }
        }
        return unreadable;
    }

    private static Optional<ModelFacts> facts(String model, Path path) {
        try {
            return Optional.of(DossierReader.facts(model, path));
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    private Texts texts() {
        return languages.isEmpty() ? Texts.ofEnvironment() : Texts.of(Locale.forLanguageTag(languages.getFirst()));
    }

    private String text(Terminal terminal, UsageProfile usage, List<Examined> examined, LicenseTexts translator)
            throws IOException {
        Instant now = Instant.now();
        String version = MekikiCommand.Version.current();
        return switch (format) {
            case TABLE ->
                String.join("\n", new LicenseText(texts(), translator, terminal.width()).lines(usage, examined));
            case JSON -> JsonOutput.pretty(VerdictJson.of(usage, examined));
            case SARIF -> {
                Texts texts = texts();
                String tag = texts.locale().toLanguageTag();
                yield JsonOutput.pretty(Sarif.of(examined, version, tag,
                        text -> translator.translate(text, tag).orElse(text)));
            }
            case HTML -> new LicensePage().html(examined.stream().map(LicenseCommand::page).toList(), usage, version,
                    now, languages);
            case CYCLONEDX -> Aibom.json(examined, version, now);
        };
    }

    private static LicensePage.Model page(Examined model) {
        return new LicensePage.Model(model.model(), model.license().finding(), model.license().files().stream()
                .map(file -> new Licenses.Read(file.name(), file.role(), file.sha256().orElse(""))).toList());
    }

    private void write(Terminal terminal, String text) throws Failure {
        if (out == null) {
            terminal.out().println(text);
            return;
        }
        try {
            Files.writeString(out, text.endsWith("\n") ? text : text + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, out + " cannot be written: " + e.getMessage(), "");
        }
    }

    /** A finding weighs more than what is undecided. */
    private static ExitCode exitCode(FailOn from, List<Examined> examined) {
        ExitCode code = ExitCode.DONE;
        for (Examined model : examined) {
            ExitCode one = from.of(model.license().finding().verdict());
            code = code == ExitCode.FINDING || one == ExitCode.DONE ? code : one;
        }
        return code;
    }
}
