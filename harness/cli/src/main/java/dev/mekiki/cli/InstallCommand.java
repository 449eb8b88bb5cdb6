package dev.mekiki.cli;

import dev.mekiki.engines.llamacpp.Installation;
import dev.mekiki.port.EngineException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "install", description = "Takes the libraries of an engine into your data folder; nothing is ever taken by another command.")
final class InstallCommand extends BaseCommand {
    private static final String OTHER_WAYS = "other ways: a release archive of llama.cpp, “brew install llama.cpp”,"
            + " “conda install -c conda-forge llama.cpp”; name the folder of its libraries in MEKIKI_LLAMA_LIB or the option lib";

    @Parameters(index = "0", paramLabel = "ENGINE", description = "llama.cpp.")
    private String engine = "";

    @Option(names = "--variant", paramLabel = "NAME", description = "What it computes on: cpu, vulkan, cuda (needs CUDA 13's runtime libraries) or metal. Default: cpu, or metal on a Mac.")
    private @Nullable String variant;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        if (!engine.equals("llama.cpp")) {
            throw new Failure(ExitCode.USAGE, engine + " needs no installation", "engines to install: llama.cpp");
        }
        terminal.note("taking llama.cpp's libraries with npm …");
        try {
            terminal.out().println(Installation.install(Optional.ofNullable(variant)));
        } catch (EngineException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), OTHER_WAYS);
        }
        terminal.note(OTHER_WAYS);
        return ExitCode.DONE;
    }
}
