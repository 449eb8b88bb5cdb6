package dev.mekiki.cli;

import dev.mekiki.domain.Plan;
import dev.mekiki.plan.PlanOptions;
import java.awt.Desktop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "demo", description = "Everything, on the models that ship with Mekiki: about two minutes to a report.")
final class DemoCommand extends BaseCommand {
    @Option(names = "--out", paramLabel = "DIR", description = "The run's folder. Default: runs/demo.")
    private @Nullable Path out;

    @Option(names = "--open", description = "Open the report in the browser.")
    private boolean open;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        Plan plan = Stages.planner().plan(Home.path().resolve("configs/plans/demo.yaml"),
                new PlanOptions(OptionalInt.empty()));
        Pipeline.Ended ended = new Pipeline(terminal, Texts.ofEnvironment()).run(plan,
                out != null ? out : Path.of("runs", "demo"));
        if (open && ended.report().isPresent()) {
            open(ended.report().get(), terminal);
        }
        return ended.exitCode();
    }

    private static void open(Path report, Terminal terminal) {
        try {
            String opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
            new ProcessBuilder(opener, report.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            if (Desktop.isDesktopSupported()) {
                try {
                    Desktop.getDesktop().browse(report.toUri());
                    return;
                } catch (IOException ignored) {
                    // said below
                }
            }
            terminal.hint("no browser could be started; open " + report + " yourself");
        }
    }
}
