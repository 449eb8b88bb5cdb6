package dev.mekiki.reports;

import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.Findings.CandidateFindings;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.Machine;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where every number comes from: plan, machine, data, models, each with its hash. */
public record Provenance(List<Fact> run, List<TaskFacts> tasks, List<ModelFacts> models) {
    /** A name and a value. */
    public record Fact(String label, String value) {}

    /** The data of a task. */
    public record TaskFacts(String path, String version, String license, String samples, String answer,
            String digest) {}

    /** A model as it was measured. */
    public record ModelFacts(Who who, List<Fact> facts) {}

    static Provenance of(Edition edition) {
        List<Fact> run = new ArrayList<>();
        Machine machine = edition.model().machine();
        fact(edition, run, "plan", edition.model().findings().plan().name());
        fact(edition, run, "plan-hash", edition.model().findings().plan().hash());
        fact(edition, run, "policy", edition.model().policy().source());
        fact(edition, run, "version", "Mekiki " + edition.model().version());
        fact(edition, run, "started", at(edition.model().startedAt()));
        fact(edition, run, "finished", edition.model().finishedAt().map(Provenance::at).orElse("–"));
        fact(edition, run, "os", machine.os() + " (" + machine.architecture() + ")");
        fact(edition, run, "processor", edition.say("provenance.cores", machine.processor(), machine.cores()));
        fact(edition, run, "memory", edition.figures().bytes(machine.memoryBytes()));
        fact(edition, run, "gpus", machine.gpus().isEmpty()
                ? edition.say("provenance.no-gpu")
                : String.join(", ", machine.gpus()));
        fact(edition, run, "java", machine.java());
        fact(edition, run, "jvm", String.join(" ", machine.jvmArguments()));
        return new Provenance(run, edition.model().tasks().stream().map(task -> task(edition, task)).toList(),
                edition.candidates().stream().map(candidate -> new ModelFacts(edition.who(candidate.name()),
                        facts(edition, candidate))).toList());
    }

    private static void fact(Edition edition, List<Fact> facts, String key, String value) {
        if (!value.isBlank()) {
            facts.add(new Fact(edition.say("provenance." + key), value));
        }
    }

    /** UTC, as the journal has it. */
    static String at(Instant instant) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC)
                .format(instant);
    }

    private static TaskFacts task(Edition edition, TaskPlanned task) {
        String samples = edition.figures().count(task.samples())
                + (task.shots() > 0 ? edition.say("provenance.shots", task.shots()) : "");
        return new TaskFacts(task.path(), task.suiteVersion(), task.license(), samples,
                edition.say("answer." + task.answer()), task.digest());
    }

    private static List<Fact> facts(Edition edition, CandidateFindings candidate) {
        List<Fact> facts = new ArrayList<>();
        fact(edition, facts, "model", candidate.candidate().model());
        fact(edition, facts, "engine", candidate.runtime().map(runtime -> runtime.engine() + " " + runtime.version())
                .orElse(candidate.engine()));
        fact(edition, facts, "options", candidate.runtime().map(runtime -> runtime.resolved().entrySet().stream()
                .map(Map.Entry::toString).reduce((a, b) -> a + ", " + b).orElse("")).orElse(""));
        candidate.dossier().ifPresent(dossier -> dossier(edition, facts, dossier));
        candidate.runtime().flatMap(runtime -> runtime.chatTemplate())
                .ifPresent(digest -> fact(edition, facts, "template", digest));
        return facts;
    }

    private static void dossier(Edition edition, List<Fact> facts, Dossier dossier) {
        fact(edition, facts, "digest", dossier.digest());
        fact(edition, facts, "architecture", dossier.architecture().orElse(""));
        fact(edition, facts, "bases", String.join(", ", dossier.baseModels()));
        fact(edition, facts, "training", String.join(", ", dossier.trainingData()));
        fact(edition, facts, "warnings", dossier.warnings().stream().map(edition.texts()::translated)
                .reduce((a, b) -> a + "; " + b).orElse(""));
    }
}
