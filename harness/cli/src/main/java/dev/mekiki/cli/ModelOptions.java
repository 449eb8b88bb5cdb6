package dev.mekiki.cli;

import dev.mekiki.domain.Candidate;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** MODEL, --engine and --option: the same for every command that opens one model. */
final class ModelOptions {
    @Parameters(paramLabel = "MODEL", description = "A folder in Hugging Face layout, or a GGUF file.")
    private String model = "";

    @Option(names = "--engine", paramLabel = "NAME", description = "Default: jlama for a folder, llama.cpp for a GGUF file.")
    private @Nullable String engine;

    @Option(names = "--option", paramLabel = "KEY=VALUE", description = "An option of the engine; see 'mekiki engines show NAME'.")
    private Map<String, String> options = new LinkedHashMap<>();

    String model() {
        return model;
    }

    Candidate candidate() {
        Path path = Path.of(model);
        String name = Optional.ofNullable(path.toAbsolutePath().normalize().getFileName()).map(Path::toString)
                .orElse(model);
        return new Candidate(name, Files.exists(path) ? path.toAbsolutePath().normalize().toString() : model,
                engine == null ? usual() : engine, new TreeMap<>(options));
    }

    private String usual() {
        return model.toLowerCase(Locale.ROOT).endsWith(".gguf") ? "llama.cpp" : "jlama";
    }

    /** Tokenizer and chat template alone. */
    ModelText text() throws Failure, EngineException {
        return named(Registry.load(EngineProvider.class), candidate()).text(candidate());
    }

    /** The provider, once it is known that it can run this candidate. */
    EngineProvider provider(Registry<EngineProvider> engines) throws Failure {
        Candidate candidate = candidate();
        EngineProvider provider = named(engines, candidate);
        Optional<String> refusal = provider.refusal(candidate);
        if (refusal.isPresent()) {
            throw new Failure(ExitCode.USAGE, model + ": " + refusal.get(), "");
        }
        return provider;
    }

    private static EngineProvider named(Registry<EngineProvider> engines, Candidate candidate) throws Failure {
        EngineProvider provider = engines.find(candidate.engine())
                .orElseThrow(() -> new Failure(ExitCode.USAGE, "no engine named " + candidate.engine(),
                        "engines are: " + String.join(", ", engines.names())));
        for (String key : candidate.options().keySet()) {
            if (!provider.options().containsKey(key)) {
                throw new Failure(ExitCode.USAGE, provider.name() + " has no option " + key,
                        "its options are: " + String.join(", ", provider.options().keySet()));
            }
        }
        return provider;
    }

    Engine open(Registry<EngineProvider> engines) throws Failure, EngineException {
        return provider(engines).open(candidate());
    }
}
