package dev.mekiki.cli;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.license.dossier.DossierReader;
import dev.mekiki.license.dossier.ModelFacts;
import dev.mekiki.plan.ModelFiles;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Registry;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

@Command(name = "inspect", description = "What a model's own files say: size, context, languages, lineage, license, memory. Nothing of it is run.")
final class InspectCommand extends BaseCommand {
    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Folders in Hugging Face layout, or hub:owner/name[@revision] in the local cache.")
    private List<String> models = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json: an object for one MODEL, {\"models\": […]} for several.")
    private CatalogueCommand.Format format = CatalogueCommand.Format.TABLE;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        List<Inspected> inspected = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Registry<EngineProvider> engines = Registry.load(EngineProvider.class);
        for (String model : models) {
            try {
                inspected.add(inspect(model, engines));
            } catch (InvalidInput invalid) {
                problems.addAll(invalid.problems());
            }
        }
        if (inspected.isEmpty()) {
            throw new InvalidInput(problems);
        }
        if (format == CatalogueCommand.Format.JSON) {
            terminal.out().println(JsonOutput.pretty(inspected.size() == 1 && models.size() == 1
                    ? InspectJson.of(inspected.getFirst())
                    : JsonOutput.object().set("models", array(inspected))));
        } else {
            InspectText text = new InspectText(Texts.ofEnvironment(), terminal.width());
            text.lines(inspected).forEach(terminal.out()::println);
        }
        problems.forEach(problem -> terminal.note("mekiki: " + TextTable.plain(problem.toString())));
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.USAGE;
    }

    private static ArrayNode array(List<Inspected> inspected) {
        ArrayNode array = JsonOutput.object().putArray("models");
        inspected.forEach(one -> array.add(InspectJson.of(one)));
        return array;
    }

    private static Inspected inspect(String model, Registry<EngineProvider> engines) throws InvalidInput {
        Path path = path(model);
        ModelFacts facts = DossierReader.facts(model, path);
        Candidate candidate = new Candidate(String.valueOf(path.getFileName()), path.toString(), "", new TreeMap<>());
        return new Inspected(facts, engines.all().stream().filter(EngineProvider::takesFiles)
                .map(engine -> runs(engine, candidate)).toList());
    }

    private static Path path(String model) throws InvalidInput {
        try {
            return model.startsWith("hub:")
                    ? ModelFiles.local().find(model, Path.of(""))
                    : Path.of(model).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new InvalidInput(Problem.of(model + " is not a path"));
        }
    }

    private static Inspected.Runs runs(EngineProvider engine, Candidate model) {
        Candidate candidate = new Candidate(model.name(), model.model(), engine.name(), new TreeMap<>());
        try {
            return new Inspected.Runs(engine.name(), engine.refusal(candidate));
        } catch (RuntimeException e) {
            return new Inspected.Runs(engine.name(), Optional.of("the engine failed to look at it: " + e));
        }
    }
}
