package dev.mekiki.cli;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.load.mock.MockScript;
import dev.mekiki.load.mock.MockScriptFile;
import dev.mekiki.load.mock.MockServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "mock", description = "A server with OpenAI's interface that answers as a script says, for trying clients; loopback only.")
final class MockCommand extends BaseCommand {
    @Option(names = "--script", paramLabel = "FILE", description = "What it answers, and when (docs/load.md). Default: every token at once.")
    private @Nullable Path script;

    @Option(names = "--port", paramLabel = "N", description = "Default: 8000; 0 for any that is free.")
    private int port = 8000;

    @Option(names = "--until-input-ends", hidden = true, description = "End with the process that started it.")
    private boolean untilInputEnds;

    @Override
    ExitCode run(Terminal terminal) throws InvalidInput, Failure, IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new Failure(ExitCode.USAGE, "--port is a number from 0 to 65535", "");
        }
        MockScript played = script == null
                ? MockScript.of(MockScript.Answer.PLAIN)
                : MockScriptFile.read(script);
        try (MockServer server = listening(played)) {
            terminal.out().println(server.url());
            terminal.out().flush();
            if (untilInputEnds) {
                InputStream in = System.in;
                while (in.read() >= 0) {
                    // whoever started this writes nothing; the end of its process is the end of the stream
                }
            } else {
                terminal.note("answering as " + (script == null ? "usual" : script) + "; Ctrl+C ends it");
                server.await();
            }
        }
        return ExitCode.DONE;
    }

    private MockServer listening(MockScript played) throws Failure {
        try {
            return MockServer.start(played, port);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()),
                    "another port: --port N, or 0 for any that is free");
        }
    }
}
