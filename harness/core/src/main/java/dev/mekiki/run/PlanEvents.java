package dev.mekiki.run;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.JournalEvent.CandidateInspected;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Scoring;
import dev.mekiki.domain.Shots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A plan's tasks as the journal names them, and what differs between two plans. */
final class PlanEvents {
    private PlanEvents() {}

    static List<TaskPlanned> tasks(Plan plan) {
        return plan.suites().stream()
                .flatMap(suite -> suite.tasks().stream()
                        .map(task -> new TaskPlanned(suite.name(), suite.version(), suite.language(), suite.license(),
                                suite.digest(), task.name(), task.answer(), task.extract(), task.metrics(),
                                task.floor(), task.items().size(), task.shots().map(Shots::count).orElse(0),
                                task.uses(),
                                Optional.of(task.scoring()).filter(scoring -> !scoring.equals(Scoring.USUAL)))))
                .toList();
    }

    static void compare(TaskPlanned before, TaskPlanned now, List<String> changes) {
        String task = "the task " + now.path();
        if (!before.digest().equals(now.digest())) {
            changes.add("the files of the suite " + now.suite() + " changed (" + before.digest() + " → " + now.digest()
                    + ")");
        }
        if (before.samples() != now.samples()) {
            changes.add(task + " has " + now.samples() + " samples instead of " + before.samples());
        }
        if (before.shots() != now.shots()) {
            changes.add(task + " shows " + now.shots() + " examples instead of " + before.shots());
        }
    }

    static void compare(Map<String, CandidateInspected> before, Optional<Candidate> judge, Plan plan,
            List<String> changes) {
        Set<String> names = new TreeSet<>(before.keySet());
        judge.ifPresent(was -> {
            names.remove(was.name());
            plan.judge().ifPresentOrElse(now -> {
                if (!was.name().equals(now.name())) {
                    changes.add("the judge " + was.name() + " → " + now.name());
                }
                compare("judge ", was, now, changes);
            }, () -> changes.add("the judge " + was.name() + " is gone"));
        });
        for (Candidate now : plan.candidates()) {
            names.remove(now.name());
            CandidateInspected was = before.get(now.name());
            if (was == null) {
                changes.add("the candidate " + now.name() + " is new");
            } else {
                compare("candidate ", was.candidate(), now, changes);
            }
        }
        names.forEach(name -> changes.add("the candidate " + name + " is gone"));
    }

    private static void compare(String what, Candidate before, Candidate now, List<String> changes) {
        String candidate = what + now.name() + ": ";
        if (!before.model().equals(now.model())) {
            changes.add(candidate + "model " + before.model() + " → " + now.model());
        }
        if (!before.engine().equals(now.engine())) {
            changes.add(candidate + "engine " + before.engine() + " → " + now.engine());
        }
        compare(candidate + "option ", before.options(), now.options(), changes);
        compare(candidate + "chat template ", before.chatTemplate(), now.chatTemplate(), changes);
    }

    private static void compare(String what, Map<String, String> before, Map<String, String> now,
            List<String> changes) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            String was = before.getOrDefault(key, "(absent)");
            String is = now.getOrDefault(key, "(absent)");
            if (!was.equals(is)) {
                changes.add(what + key + " " + was + " → " + is);
            }
        }
    }
}
