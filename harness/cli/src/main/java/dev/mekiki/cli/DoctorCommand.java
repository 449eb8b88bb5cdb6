package dev.mekiki.cli;

import dev.mekiki.domain.Machine;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.EngineProvider.Availability;
import dev.mekiki.port.Registry;
import dev.mekiki.run.ThisMachine;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "doctor", description = "What will work on this machine, what won't, and why.")
final class DoctorCommand extends BaseCommand {
    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json.")
    private CatalogueCommand.Format format = CatalogueCommand.Format.TABLE;

    /**
     * @param works whether what depends on it works; a warning also works
     * @param optional whether nothing is wrong without it
     */
    private record Check(String name, boolean works, boolean optional, String detail) {
        Check(String name, boolean works, String detail) {
            this(name, works, false, detail);
        }

        String mark() {
            return works ? "ok" : optional ? "–" : "NO";
        }
    }

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        List<Check> checks = checks();
        boolean works = checks.stream().allMatch(check -> check.works() || check.optional());
        if (format == CatalogueCommand.Format.JSON) {
            ObjectNode node = JsonOutput.object().put("works", works);
            ArrayNode array = node.putArray("checks");
            checks.forEach(check -> array.addObject().put("check", check.name()).put("works", check.works())
                    .put("detail", check.detail()));
            terminal.out().println(JsonOutput.pretty(node));
        } else {
            List<List<String>> rows = new ArrayList<>();
            checks.forEach(check -> rows.add(List.of(check.mark(), check.name(), check.detail())));
            new TextTable(List.of(), rows).lines(terminal.width()).forEach(terminal.out()::println);
        }
        return works ? ExitCode.DONE : ExitCode.FINDING;
    }

    private static List<Check> checks() throws Failure, IOException {
        List<Check> checks = new ArrayList<>();
        Machine machine = ThisMachine.describe();
        checks.add(new Check("JDK", Runtime.version().feature() >= 25, machine.java()));
        checks.add(new Check("processor", true,
                machine.cores() + " cores, " + machine.processor() + ", " + machine.architecture()));
        double gib = 1024.0 * 1024 * 1024;
        checks.add(new Check("memory", machine.memoryBytes() > 2 * gib,
                String.format(Locale.ROOT,
                        "%.1f GiB; a model takes about the size of its weight files, or twice that for BF16",
                        machine.memoryBytes() / gib)));
        FileStore store = Files.getFileStore(Path.of("").toAbsolutePath());
        checks.add(new Check("disk here", store.getUsableSpace() > gib,
                String.format(Locale.ROOT, "%.1f GiB free", store.getUsableSpace() / gib)));
        checks.add(new Check("GPU", true,
                machine.gpus().isEmpty()
                        ? "none found; the embedded engine runs on the CPU"
                        : String.join(", ", machine.gpus())));
        Path home = Home.path();
        checks.add(new Check("shipped files", Files.isDirectory(home.resolve("datasets/models")), home.toString()));
        for (EngineProvider engine : Registry.load(EngineProvider.class).all()) {
            Availability availability = engine.availability();
            checks.add(new Check("engine " + engine.name(), availability.available(), engine.installedApart(),
                    availability.detail()));
        }
        return checks;
    }
}
