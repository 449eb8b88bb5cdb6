package dev.mekiki.cli;

import dev.mekiki.domain.Item;
import dev.mekiki.domain.Task;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "tasks", description = "The tasks of the shipped suites: list them, or show SUITE/TASK with its first sample.")
final class TasksCommand extends CatalogueCommand {
    @Override
    ExitCode list(Terminal terminal, boolean json) throws Exception {
        ArrayNode array = JsonOutput.object().putArray("tasks");
        List<List<String>> rows = new ArrayList<>();
        for (Task task : all()) {
            describe(task, array.addObject());
            rows.add(List.of(task.path(), MetricsCommand.lower(task.answer()), String.valueOf(task.items().size()),
                    String.join(", ", task.metrics())));
        }
        print(terminal, json, array, List.of("TASK", "ANSWER", "SAMPLES", "METRICS"), rows);
        return ExitCode.DONE;
    }

    @Override
    ExitCode show(Terminal terminal, boolean json, String name) throws Exception {
        List<Task> tasks = all();
        Task task = tasks.stream().filter(each -> each.path().equals(name)).findFirst()
                .orElseThrow(() -> unknown("task", name, tasks.stream().map(Task::path).toList()));
        Item first = task.items().getFirst();
        if (json) {
            ObjectNode node = JsonOutput.object();
            describe(task, node);
            ObjectNode sample = node.putObject("first_sample").put("id", first.id()).put("prompt", first.prompt());
            first.choices().forEach(sample.withArray("choices")::add);
            first.right().forEach(sample.withArray("right")::add);
            first.accepted().forEach(sample.withArray("accepted")::add);
            terminal.out().println(JsonOutput.pretty(node));
            return ExitCode.DONE;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("task", task.path()));
        rows.add(List.of("answer", MetricsCommand.lower(task.answer())));
        rows.add(List.of("samples", String.valueOf(task.items().size())));
        rows.add(List.of("metrics", String.join(", ", task.metrics())));
        rows.add(List.of("floor", String.valueOf(task.floor())));
        rows.add(List.of("first sample", first.id()));
        rows.add(List.of("prompt", first.prompt()));
        if (!first.choices().isEmpty()) {
            rows.add(List.of("choices", String.join(" / ", first.choices())));
            rows.add(List.of("right", String.join(" / ", first.right().stream().map(first.choices()::get).toList())));
        } else {
            rows.add(List.of("accepted", String.join(" / ", first.accepted())));
        }
        new TextTable(List.of(), rows).lines(terminal.width()).forEach(terminal.out()::println);
        return ExitCode.DONE;
    }

    private static List<Task> all() throws Exception {
        List<Task> tasks = new ArrayList<>();
        for (String suite : Stages.shippedSuites()) {
            tasks.addAll(Stages.suite(suite).tasks());
        }
        return tasks;
    }

    static void describe(Task task, ObjectNode node) {
        node.put("task", task.path()).put("answer", MetricsCommand.lower(task.answer()))
                .put("chat", MetricsCommand.lower(task.chat())).put("samples", task.items().size())
                .put("floor", task.floor());
        ArrayNode metrics = node.putArray("metrics");
        task.metrics().forEach(metrics::add);
        task.shots().ifPresent(shots -> node.put("shots", shots.count()));
    }
}
