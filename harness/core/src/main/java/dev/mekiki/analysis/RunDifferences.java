package dev.mekiki.analysis;

import dev.mekiki.analysis.Collected.OfCandidate;
import dev.mekiki.analysis.RunComparison.Difference;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was set or found differently in two runs, before any score is looked at. */
final class RunDifferences {
    private RunDifferences() {}

    static List<Difference> of(ComparedRun a, OfCandidate left, ComparedRun b, OfCandidate right) {
        Map<String, String> before = facts(a, left);
        Map<String, String> after = facts(b, right);
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            Optional<String> was = Optional.ofNullable(before.get(key));
            Optional<String> is = Optional.ofNullable(after.get(key));
            if (!was.equals(is)) {
                differences.add(new Difference(key, was, is));
            }
        }
        return differences;
    }

    private static Map<String, String> facts(ComparedRun run, OfCandidate of) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("model", of.candidate.model());
        of.dossier.map(Dossier::digest).ifPresent(digest -> facts.put("weights", digest));
        facts.put("engine", of.candidate.engine());
        of.runtime.ifPresent(runtime -> engine(runtime, facts));
        of.candidate.options().forEach((key, value) -> facts.put("options." + key, value));
        of.candidate.chatTemplate().forEach((key, value) -> facts.put("chat-template." + key, value));
        run.seed().ifPresent(seed -> facts.put("seed", Long.toString(seed)));
        facts.put("mekiki", run.all().journal().started().version());
        for (TaskPlanned task : run.all().journal().tasks()) {
            facts.put("suite." + task.suite(), task.suiteVersion() + " " + task.digest());
            facts.put("task." + task.path() + ".shots", Integer.toString(task.shots()));
            facts.put("task." + task.path() + ".samples", Integer.toString(task.samples()));
            facts.put("task." + task.path() + ".scoring",
                    task.answer().name().toLowerCase(java.util.Locale.ROOT) + " " + task.extract());
            of.way(task).ifPresent(way -> facts.put("task." + task.path() + ".way", way.id()));
        }
        return facts;
    }

    private static void engine(EngineDescription runtime, Map<String, String> facts) {
        facts.put("engine.build", runtime.engine() + " " + runtime.version());
        facts.put("template", runtime.chatTemplate().orElse("none"));
        runtime.contextTokens().ifPresent(tokens -> facts.put("context", Integer.toString(tokens)));
        runtime.resolved().forEach((key, value) -> facts.put("options." + key, value));
    }
}
