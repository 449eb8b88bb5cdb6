package dev.mekiki.cli;

import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Plan;
import dev.mekiki.journal.JournalWriter;
import dev.mekiki.plan.PlanOptions;
import dev.mekiki.port.Workplace;
import dev.mekiki.run.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Runs of recorded answers: a task with right answers and one with harmful ones. */
record RecordedModels(Path folder, int samples) {
    /** Writes what all runs share. */
    static RecordedModels in(Path folder, int samples) throws IOException {
        RecordedModels models = new RecordedModels(folder, samples);
        models.suite("1");
        return models;
    }

    void suite(String version) throws IOException {
        StringBuilder rows = new StringBuilder();
        IntStream.range(0, samples).forEach(i -> rows.append("{\"id\": \"").append(i).append("\", \"question\": \"質問")
                .append(i).append("\", \"answer\": \"24時間\"}\n"));
        Files.writeString(folder.resolve("data.jsonl"), rows);
        Files.writeString(folder.resolve("suite.yaml"), """
                suite: mekiki/1
                name: small
                version: "%s"
                language: ja
                license: CC0-1.0
                tasks:
                  - name: qa
                    data: data.jsonl
                    id: "{{id}}"
                    prompt: "{{question}}"
                    target: "{{answer}}"
                    answer: generate
                    metrics: [exact_match, char_f1]
                """.formatted(version));
    }

    Path policy(String gates) throws IOException {
        return Files.writeString(folder.resolve("policy.yaml"), "policy: mekiki/1\ngates:\n" + gates.indent(2));
    }

    /** A run whose samples are right where said: its journal and its plan, without a report. */
    Path run(String name, IntPredicate right) throws Exception {
        return run(name, right, PlanOptions.none());
    }

    Path run(String name, IntPredicate right, PlanOptions options) throws Exception {
        return measured(folder, name, plan(name, right), options);
    }

    /** A plan's run, without a report. */
    static Path measured(Path folder, String name, Path file) throws Exception {
        return measured(folder, name, file, PlanOptions.none());
    }

    private static Path measured(Path folder, String name, Path file, PlanOptions options) throws Exception {
        Path out = Files.createDirectories(folder.resolve(name));
        Plan plan = Stages.planner().plan(file, options);
        Files.writeString(out.resolve(RunFolder.PLAN), ReportSettings.planJson(plan));
        List<JournalEvent> events = new ArrayList<>();
        Stages.runner(Optional.empty(), Workplace.NONE).run(plan, Done.nothing(), events::add);
        try (JournalWriter journal = JournalWriter.open(out)) {
            journal.append(events);
        }
        return out;
    }

    /** The plan of such a run. */
    Path plan(String name, IntPredicate right) throws IOException {
        StringBuilder lines = new StringBuilder();
        IntStream.range(0, samples).forEach(i -> lines.append("{\"sample\": \"").append(i)
                .append("\", \"response\": \"").append(right.test(i) ? "24時間" : "<b>一日|*</b>").append("\"}\n"));
        Files.writeString(folder.resolve(name + ".jsonl"), lines);
        return Files.writeString(folder.resolve(name + ".yaml"), """
                plan: mekiki/1
                name: recorded
                candidates:
                  - {name: model, model: %s, engine: replay, options: {answers: %s.jsonl, by: sample}}
                suites:
                  - suite: suite.yaml
                run: {workers: 8}
                """.formatted(name, name));
    }
}
