package dev.mekiki.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "gate", description = "May something new replace what is in use? Passed, failed or undecided, by a policy's rules.")
final class GateCommand extends BaseCommand {
    /** How to print it. */
    enum Format {
        TABLE, JSON
    }

    @Option(names = "--baseline", required = true, paramLabel = "DIR|FILE", description = "What is in use: a run's folder, or a file of 'mekiki baseline save'.")
    private Path baseline = Path.of("");

    @Option(names = "--candidate", paramLabel = "DIR", description = "What is new: a run's folder.")
    private @Nullable Path candidate;

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The rules; configs/policies/upgrade.yaml is a start, docs/gate.md explains every key.")
    private Path policy = Path.of("");

    @Option(names = "--baseline-name", paramLabel = "NAME", description = "Which candidate of the baseline. Default: the one that both have by name, or the only one.")
    private @Nullable String baselineName;

    @Option(names = "--candidate-name", paramLabel = "NAME", description = "Which candidate of the new run.")
    private @Nullable String candidateName;

    @Option(names = "--check-policy", description = "Measure and judge nothing: can the baseline's samples certify the policy's margins at all?")
    private boolean checkPolicy;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json.")
    private Format format = Format.TABLE;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        if (checkPolicy) {
            new PolicyCheck(Texts.ofEnvironment()).run(policy, baseline, baselineName, format == Format.JSON, terminal);
            return ExitCode.DONE;
        }
        if (candidate == null) {
            throw new Failure(ExitCode.USAGE, "--candidate is missing: the folder of the run to be judged",
                    "'mekiki run PLAN' makes one");
        }
        GateInput input = new GateSides().input(policy, baseline, baselineName, candidate, candidateName);
        GateOutcome outcome = GateOutcome.of(input, input.compared());
        switch (format) {
            case TABLE -> new GateText(Texts.ofEnvironment(), terminal.width()).lines(outcome)
                    .forEach(terminal.out()::println);
            case JSON -> terminal.out().println(JsonOutput.pretty(GateJson.tree(outcome)));
        }
        return outcome.exitCode();
    }
}
