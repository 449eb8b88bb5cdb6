package dev.mekiki.cli;

import dev.mekiki.analysis.BaselineFile;
import dev.mekiki.analysis.ComparedRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "save", description = "Keeps a run's scores, fingerprints of its prompts and its provenance, for 'mekiki gate' and 'mekiki compare'.")
final class BaselineSaveCommand extends BaseCommand {
    @Parameters(paramLabel = "DIR", description = "A run's folder.")
    private Path folder = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file to write; an old one is replaced.")
    private Path to = Path.of("");

    @Option(names = "--candidate", split = ",", paramLabel = "NAME", description = "Only these candidates. Default: all.")
    private List<String> candidates = List.of();

    @Option(names = "--texts", description = "Keep prompts and answers too, so that flips can be shown with both answers. Look at the data's license first.")
    private boolean texts;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        RunFolder.journal(folder);
        ComparisonSide side = ComparisonSide.of(folder);
        ComparedRun run = side.run().orElseThrow();
        for (String name : candidates) {
            if (!run.candidates().contains(name)) {
                throw CatalogueCommand.unknown("candidate in " + folder, name, run.candidates());
            }
        }
        List<String> chosen = candidates.isEmpty() ? run.candidates() : candidates.stream().distinct().toList();
        Path parent = to.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        String text = BaselineFile.write(run, chosen, texts);
        RunFolder.write(to, text);
        long samples = text.lines().filter(line -> line.startsWith("{\"sample\"")).count();
        terminal.out().println(Texts.ofEnvironment().get("baseline.saved", to, chosen.size(), samples,
                Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, 1024)));
        List<String> missing = chosen.stream().flatMap(name -> run.missing(name).stream()).distinct().toList();
        missing.forEach(each -> terminal.note(Texts.ofEnvironment().get("gate.missing", TextTable.plain(each))));
        return missing.isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }
}
