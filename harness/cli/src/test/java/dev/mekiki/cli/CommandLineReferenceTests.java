package dev.mekiki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/cli.md} is what {@code --help} says; run with {@code -Dmekiki.write-docs=true} to write it anew. */
class CommandLineReferenceTests {
    @Test
    void reference_says_what_help_says() throws IOException {
        Path file = Path.of(System.getProperty("mekiki.home"), "docs", "cli.md");
        String reference = reference();
        if (Boolean.getBoolean("mekiki.write-docs")) {
            Files.writeString(file, reference);
        }
        assertThat(file).content().isEqualTo(reference);
    }

    private static String reference() {
        StringBuilder text = new StringBuilder("# Command line\n\nWritten from `--help` by a test; do not edit.\n\n");
        CommandLine root = MekikiCommand.commandLine();
        append(text, root);
        root.getSubcommands().values().stream().distinct().forEach(command -> append(text, command));
        return text.toString();
    }

    private static void append(StringBuilder text, CommandLine command) {
        StringWriter help = new StringWriter();
        command.usage(new PrintWriter(help));
        text.append("## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n")
                .append(help.toString().stripTrailing().replaceAll("(?m) +$", ""))
                .append("\n```\n\n");
    }
}
