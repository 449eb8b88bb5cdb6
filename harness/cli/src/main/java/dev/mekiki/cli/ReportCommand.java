package dev.mekiki.cli;

import dev.mekiki.analysis.Analysis;
import dev.mekiki.domain.Selection;
import dev.mekiki.plan.CostReader;
import dev.mekiki.plan.PolicyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "Analyse, select and report again from a run's journal; measures nothing.")
final class ReportCommand extends BaseCommand {
    @Parameters(paramLabel = "DIR", description = "A run's folder.")
    private Path folder = Path.of("");

    @Option(names = "--lang", split = ",", paramLabel = "ja|en", description = "Languages, the first one shown first. Default: the plan's.")
    private @Nullable List<String> languages;

    @Option(names = "--format", split = ",", paramLabel = "FORMAT", description = "html, md, json, csv, lm-eval. Default: the first four.")
    private List<String> formats = List.of("html", "md", "json", "csv");

    @Option(names = "--policy", paramLabel = "FILE", description = "Select by this policy instead of the plan's.")
    private @Nullable Path policy;

    @Option(names = "--cost", paramLabel = "FILE", description = "Reckon with these costs instead of the plan's.")
    private @Nullable Path cost;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        Analysis analysis = RunFolder.analyse(folder);
        ReportSettings settings = settings();
        Publication publication = new Publication(settings);
        Selection selection = publication.write(analysis, folder);
        Path report = publication.report(analysis, selection, folder, formats);
        new Summary(terminal, Texts.ofEnvironment()).print(analysis, selection, report);
        return analysis.findings().missing().isEmpty() ? Pipeline.exitCode(selection) : ExitCode.INCOMPLETE;
    }

    private ReportSettings settings() throws Exception {
        ReportSettings plan = ReportSettings.read(folder.resolve(RunFolder.PLAN));
        Texts.check(languages == null ? List.of() : languages);
        return new ReportSettings(plan.title(), languages != null ? languages : plan.languages(),
                policy != null ? Optional.of(PolicyReader.read(policy)) : plan.policy(), plan.usage(),
                cost != null ? Optional.of(CostReader.read(cost)) : plan.cost());
    }
}
