package dev.mekiki.cli;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.license.dossier.DossierReader;
import dev.mekiki.license.dossier.ModelFacts;
import dev.mekiki.license.memory.CacheType;
import dev.mekiki.license.memory.MemoryReport;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "inspect", description = "What a model's own files say: size, context, languages, lineage, license, memory. Nothing of it is run.")
final class InspectCommand extends BaseCommand {
    private static final int MOST_TOKENS = 1 << 30;
    private static final int MOST_SEQUENCES = 4096;
    private static final double MOST_GIB = 1_000_000;

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Folders in Hugging Face layout, .gguf files, or hub:owner/name[@revision] in the local Hugging Face cache.")
    private List<String> models = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json: an object for one MODEL, {\"models\": […]} for several.")
    private CatalogueCommand.Format format = CatalogueCommand.Format.TABLE;

    @Option(names = "--gpu-memory", paramLabel = "GIB", description = "Memory of one GPU: tells whether the first context and number of sequences fit, the largest that do, and otherwise the quantisation that would.")
    private @Nullable Double gpuMemory;

    @Option(names = "--context", paramLabel = "TOKENS", split = ",", description = "Lengths to tell the memory of, prompt and answer together. Default: 4096, 32768 and the model's own.")
    private List<Integer> contexts = List.of();

    @Option(names = "--sequences", paramLabel = "N", split = ",", description = "Sequences at the same time. Default: 1 and 8.")
    private List<Integer> sequences = List.of();

    @Option(names = "--kv-type", paramLabel = "TYPE", description = "What keys and values are kept in: f32, f16, bf16, fp8, q8_0, q5_1, q5_0, q4_1 or q4_0. Default: the engine's own.")
    private @Nullable String cacheType;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        MemoryReport.Question question = question();
        List<Inspected> inspected = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Registry<EngineProvider> engines = Registry.load(EngineProvider.class);
        for (String model : models) {
            try {
                inspected.add(inspect(model, engines, question));
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

    /** With what Japanese costs relative to the model that needs the fewest tokens for it. */
    private static ArrayNode array(List<Inspected> inspected) {
        ArrayNode array = JsonOutput.object().putArray("models");
        OptionalDouble best = inspected.stream().flatMap(one -> one.tokens().stream())
                .mapToDouble(TokenEfficiency::japanese).min();
        for (Inspected one : inspected) {
            ObjectNode node = InspectJson.of(one);
            one.tokens().ifPresent(tokens -> node.put("relative_tokens_ja",
                    Math.round(tokens.japanese() / best.orElse(tokens.japanese()) * 1000) / 1000.0));
            array.add(node);
        }
        return array;
    }

    private static Inspected inspect(String model, Registry<EngineProvider> engines,
            MemoryReport.Question question) throws InvalidInput {
        Path path = ModelPath.of(model);
        ModelFacts facts = DossierReader.facts(model, path);
        Candidate candidate = new Candidate(String.valueOf(path.getFileName()), path.toString(), "", new TreeMap<>());
        List<Inspected.Runs> runs = engines.all().stream().filter(EngineProvider::takesFiles)
                .map(engine -> runs(engine, candidate)).toList();
        boolean embedded = runs.stream().anyMatch(one -> one.engine().equals("jlama") && one.why().isEmpty());
        return new Inspected(facts, runs, MemoryReport.of(facts, question, embedded),
                TokenEfficiency.measure(candidate, engines));
    }

    private MemoryReport.Question question() throws Failure {
        Optional<CacheType> cache = Optional.empty();
        if (cacheType != null) {
            cache = CacheType.of(cacheType);
            if (cache.isEmpty()) {
                throw new Failure(ExitCode.USAGE, "--kv-type: no type is called " + cacheType, "types are: "
                        + String.join(", ", Arrays.stream(CacheType.values()).map(CacheType::id).toList()));
            }
        }
        for (int number : contexts) {
            inRange(number, MOST_TOKENS, "--context");
        }
        for (int number : sequences) {
            inRange(number, MOST_SEQUENCES, "--sequences");
        }
        if (gpuMemory != null && !(gpuMemory > 0 && gpuMemory <= MOST_GIB)) {
            throw new Failure(ExitCode.USAGE, "--gpu-memory: a size in GiB above 0 is expected, not " + gpuMemory, "");
        }
        return new MemoryReport.Question(contexts, sequences, cache, gpuMemory == null
                ? OptionalLong.empty()
                : OptionalLong.of((long) (gpuMemory * (1L << 30))));
    }

    private static void inRange(int number, int most, String option) throws Failure {
        if (number < 1 || number > most) {
            throw new Failure(ExitCode.USAGE, option + ": a number from 1 to " + most + " is expected, not " + number,
                    "");
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
