package dev.mekiki.cli;

import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.EngineProvider.Availability;
import dev.mekiki.port.Registry;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "engines", description = "What runs candidates: list them, show one with its options, or install one.", subcommands = InstallCommand.class)
final class EnginesCommand extends CatalogueCommand {
    @Override
    ExitCode list(Terminal terminal, boolean json) {
        ArrayNode array = JsonOutput.object().putArray("engines");
        List<List<String>> rows = new ArrayList<>();
        for (EngineProvider engine : Registry.load(EngineProvider.class).all()) {
            Availability availability = engine.availability();
            describe(engine, availability, array.addObject());
            rows.add(List.of(engine.name(), availability.available() ? "yes" : "no", engine.summary()));
        }
        print(terminal, json, array, List.of("ENGINE", "WORKS HERE", "WHAT IT IS"), rows);
        return ExitCode.DONE;
    }

    @Override
    ExitCode show(Terminal terminal, boolean json, String name) throws Failure {
        Registry<EngineProvider> engines = Registry.load(EngineProvider.class);
        EngineProvider engine = engines.find(name).orElseThrow(() -> unknown("engine", name, engines.names()));
        Availability availability = engine.availability();
        if (json) {
            ObjectNode node = JsonOutput.object();
            describe(engine, availability, node);
            terminal.out().println(JsonOutput.pretty(node));
            return ExitCode.DONE;
        }
        terminal.out().println(engine.name() + ": " + engine.summary());
        terminal.out()
                .println("here: " + (availability.available() ? "works, " : "does not work: ") + availability.detail());
        if (!engine.options().isEmpty()) {
            terminal.out().println("options:");
            List<List<String>> rows = new ArrayList<>();
            engine.options().forEach((key, text) -> rows.add(List.of("  " + key, text)));
            new TextTable(List.of(), rows).lines(terminal.width()).forEach(terminal.out()::println);
        }
        return ExitCode.DONE;
    }

    private static void describe(EngineProvider engine, Availability availability, ObjectNode node) {
        node.put("name", engine.name()).put("summary", engine.summary()).put("available", availability.available())
                .put("detail", availability.detail());
        ObjectNode options = node.putObject("options");
        engine.options().forEach(options::put);
    }
}
