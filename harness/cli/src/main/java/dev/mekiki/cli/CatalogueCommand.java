package dev.mekiki.cli;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

/** {@code list} and {@code show NAME} for things that have names. */
@Command
abstract class CatalogueCommand extends BaseCommand {
    /** What to do. */
    enum Action {
        LIST, SHOW
    }

    /** How to print it. */
    enum Format {
        TABLE, JSON
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "list|show", description = "Default: list.")
    private Action action = Action.LIST;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "With show: which one.")
    private @Nullable String name;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json.")
    private Format format = Format.TABLE;

    abstract ExitCode list(Terminal terminal, boolean json) throws Exception;

    abstract ExitCode show(Terminal terminal, boolean json, String name) throws Exception;

    @Override
    final ExitCode run(Terminal terminal) throws Exception {
        return switch (action) {
            case LIST -> list(terminal, format == Format.JSON);
            case SHOW -> {
                if (name == null) {
                    throw new Failure(ExitCode.USAGE, "show needs a NAME", spec.qualifiedName() + " list");
                }
                yield show(terminal, format == Format.JSON, name);
            }
        };
    }

    static void print(Terminal terminal, boolean json, ArrayNode array, List<String> header, List<List<String>> rows) {
        if (json) {
            terminal.out().println(JsonOutput.pretty(array));
        } else {
            new TextTable(header, rows).lines(terminal.width()).forEach(terminal.out()::println);
        }
    }

    static Failure unknown(String kind, String name, Collection<String> known) {
        return new Failure(ExitCode.USAGE, "no " + kind + " named " + name, "known are: " + String.join(", ", known));
    }
}
