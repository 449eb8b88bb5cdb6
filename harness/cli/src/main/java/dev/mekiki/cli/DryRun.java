package dev.mekiki.cli;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Task;
import dev.mekiki.port.CandidateInspector;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Registry;
import dev.mekiki.run.DiskNeed;
import dev.mekiki.run.Done;
import dev.mekiki.run.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints a plan, its sample counts and what it will take; opens no model. */
final class DryRun {
    private DryRun() {}

    static void print(Plan plan, Terminal terminal) {
        terminal.out().println("plan " + plan.name() + "  " + plan.hash());
        terminal.out().println();
        table(terminal, List.of("TASK", "ANSWER", "SAMPLES", "METRICS"),
                plan.tasks().stream().map(DryRun::row).toList());
        Map<String, Dossier> dossiers = new LinkedHashMap<>();
        List<String> refusals = new ArrayList<>();
        Registry<EngineProvider> engines = Registry.load(EngineProvider.class);
        for (Candidate candidate : plan.candidates()) {
            dossier(candidate).ifPresent(dossier -> dossiers.put(candidate.name(), dossier));
            engines.find(candidate.engine()).flatMap(engine -> engine.refusal(candidate, plan.tasks()))
                    .ifPresent(reason -> refusals.add(candidate.name() + ": will not be measured: " + reason));
        }
        plan.judge().ifPresent(judge -> {
            terminal.out().println();
            terminal.out().println("judged by " + judge.name() + " (" + judge.engine() + "): "
                    + String.join(", ", plan.judged().stream().map(Task::path).toList()));
            engines.find(judge.engine()).flatMap(engine -> engine.refusal(judge, plan.judged()))
                    .ifPresent(reason -> refusals.add(judge.name() + ": will not judge: " + reason));
        });
        Estimate estimate = Estimate.of(plan, dossiers, Done.nothing());
        List<List<String>> rows = new ArrayList<>();
        for (Estimate.Row row : estimate.rows()) {
            rows.add(List.of(row.candidate(), String.valueOf(row.samples()), String.valueOf(row.requests()),
                    String.valueOf(row.benches()),
                    row.time().map(ProgressDisplay::words).orElse("unknown"), row.basis()));
        }
        terminal.out().println();
        table(terminal, List.of("CANDIDATE", "SAMPLES", "REQUESTS", "BENCHMARKS", "TIME", "ESTIMATED FROM"), rows);
        terminal.out().println();
        terminal.out().println(estimate.samples() + " samples"
                + estimate.time().map(time -> ", about " + ProgressDisplay.words(time)).orElse(", time unknown")
                + String.format(Locale.ROOT, ", up to %.0f MB on disk", DiskNeed.bytes(plan) / 1e6));
        refusals.forEach(refusal -> terminal.note("warning: " + TextTable.plain(refusal)));
    }

    private static void table(Terminal terminal, List<String> header, List<List<String>> rows) {
        new TextTable(header, rows).lines(terminal.width()).forEach(terminal.out()::println);
    }

    private static List<String> row(Task task) {
        return List.of(task.path(), MetricsCommand.lower(task.answer()), String.valueOf(task.items().size()),
                String.join(", ", task.metrics()));
    }

    private static Optional<Dossier> dossier(Candidate candidate) {
        Optional<CandidateInspector> inspector = Stages.files();
        try {
            return inspector.isPresent() ? inspector.get().dossier(candidate) : Optional.empty();
        } catch (InvalidInput e) {
            return Optional.empty(); // the engine's refusal names the reason
        }
    }
}
