package dev.mekiki.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: groups, help, version and exit codes. */
@Command(name = "mekiki", description = "Tells which open language model to run on your own hardware, and how sure that is.", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, versionProvider = MekikiCommand.Version.class, synopsisSubcommandLabel = "COMMAND", subcommands = {
        DemoCommand.class, RunCommand.class, ReportCommand.class, RescoreCommand.class, SamplesCommand.class,
        CompareCommand.class, GateCommand.class, BaselineCommand.class, ImportCommand.class, LicenseCommand.class,
        InspectCommand.class, PromptCommand.class,
        TokenizeCommand.class,
        LogprobsCommand.class, BenchCommand.class, DoctorCommand.class,
        EnginesCommand.class, SuitesCommand.class, TasksCommand.class, MetricsCommand.class, DatasetsCommand.class,
        LicensesCommand.class,
        GenerateCompletion.class})
final class MekikiCommand implements Runnable {
    private static final Map<String, List<String>> GROUPS = groups();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Choose a model",
                List.of("demo", "run", "report", "rescore", "samples", "compare", "gate", "baseline",
                        "import"));
        groups.put("Look at one model", List.of("license", "inspect", "prompt", "tokenize", "logprobs", "bench"));
        groups.put("This machine and what is there",
                List.of("doctor", "engines", "suites", "tasks", "metrics", "datasets", "licenses",
                        "generate-completion"));
        return groups;
    }

    /** Runs a command line; nothing is written anywhere but to the two writers and the files that the command names. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new MekikiCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(80);
        line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, MekikiCommand::commandList);
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values()).forEach(code -> codes.put(" " + code.code(), code.meaning()));
        line.getCommandSpec().usageMessage().exitCodeList(codes);
        line.setParameterExceptionHandler(Complaints::usage);
        line.setExecutionExceptionHandler(Complaints::failure);
        return line;
    }

    private static String commandList(Help help) {
        if (help.commandSpec().parent() != null || help.subcommands().isEmpty()) {
            return help.commandList();
        }
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((heading, names) -> {
            text.append('\n').append(heading).append(":\n");
            for (String name : names) {
                Help command = help.subcommands().get(name);
                if (command != null) {
                    String[] description = command.commandSpec().usageMessage().description();
                    TextTable line = new TextTable(List.of(),
                            List.of(List.of(String.format("  %-20s", name),
                                    description.length > 0 ? description[0] : "")));
                    line.lines(80).forEach(each -> text.append(each).append('\n'));
                }
            }
        });
        return text.toString();
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"mekiki " + current(), "JDK " + Runtime.version()};
        }

        static String current() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
