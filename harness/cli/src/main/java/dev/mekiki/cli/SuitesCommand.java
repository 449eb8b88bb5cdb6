package dev.mekiki.cli;

import dev.mekiki.domain.Suite;
import dev.mekiki.domain.Task;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "suites", description = "What candidates are asked: list the shipped suites, or show one (a name or a file).")
final class SuitesCommand extends CatalogueCommand {
    @Override
    ExitCode list(Terminal terminal, boolean json) throws Exception {
        ArrayNode array = JsonOutput.object().putArray("suites");
        List<List<String>> rows = new ArrayList<>();
        for (String name : Stages.shippedSuites()) {
            Suite suite = Stages.suite(name);
            describe(suite, array.addObject());
            rows.add(List.of(suite.name(), suite.version(), suite.language(), String.valueOf(samples(suite)),
                    suite.license(),
                    String.join(", ", suite.tasks().stream().map(Task::name).toList())));
        }
        print(terminal, json, array, List.of("SUITE", "VERSION", "LANGUAGE", "SAMPLES", "LICENSE", "TASKS"), rows);
        return ExitCode.DONE;
    }

    @Override
    ExitCode show(Terminal terminal, boolean json, String name) throws Exception {
        Suite suite = Stages.suite(name);
        if (json) {
            ObjectNode node = JsonOutput.object();
            describe(suite, node);
            terminal.out().println(JsonOutput.pretty(node));
            return ExitCode.DONE;
        }
        terminal.out()
                .println(suite.name() + " " + suite.version() + " (" + suite.language() + ", " + suite.license() + ")");
        terminal.out().println(suite.source());
        terminal.out().println(suite.digest());
        List<List<String>> rows = new ArrayList<>();
        for (Task task : suite.tasks()) {
            rows.add(List.of(task.name(), MetricsCommand.lower(task.answer()), String.valueOf(task.items().size()),
                    String.join(", ", task.metrics())));
        }
        new TextTable(List.of("TASK", "ANSWER", "SAMPLES", "METRICS"), rows).lines(terminal.width())
                .forEach(terminal.out()::println);
        return ExitCode.DONE;
    }

    private static int samples(Suite suite) {
        return suite.tasks().stream().mapToInt(task -> task.items().size()).sum();
    }

    private static void describe(Suite suite, ObjectNode node) {
        node.put("name", suite.name()).put("version", suite.version()).put("language", suite.language())
                .put("license", suite.license()).put("source", suite.source()).put("digest", suite.digest())
                .put("samples", samples(suite));
        ArrayNode tasks = node.putArray("tasks");
        suite.tasks().forEach(task -> TasksCommand.describe(task, tasks.addObject()));
    }
}
