package dev.mekiki.run;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a plan a journal does not hold, in words. */
final class Missing {
    private Missing() {}

    static List<String> of(Plan plan, Done done) {
        List<String> missing = new ArrayList<>();
        for (Candidate candidate : plan.candidates()) {
            Optional<String> refusal = done.refusal(candidate.name());
            if (refusal.isPresent()) {
                missing.add(candidate.name() + " was not measured: " + refusal.get());
            } else {
                plan.tasks().forEach(task -> task(candidate.name(), task, done).ifPresent(missing::add));
                for (LoadProfile profile : plan.load()) {
                    if (!done.hasLoad(candidate.name(), profile.name())) {
                        missing.add(part(candidate.name(), "load/" + profile.name(), done));
                    }
                }
                if (plan.bench().isPresent() && !Done.benchNames(plan.bench().get()).stream()
                        .allMatch(name -> done.hasBench(candidate.name(), name))) {
                    missing.add(part(candidate.name(), "bench", done));
                }
            }
        }
        plan.judge().ifPresent(judge -> judge(judge.name(), plan, done, missing));
        return missing;
    }

    private static void judge(String judge, Plan plan, Done done, List<String> missing) {
        for (Task task : plan.judged()) {
            long answers = plan.candidates().stream().flatMap(candidate -> task.items().stream()
                    .flatMap(item -> done.unjudged(candidate.name(), task.path(), item.id()).stream())).count();
            long labelled = task.judging().orElseThrow().labelled().stream()
                    .filter(text -> !done.hasLabelled(task.path(), text.id(), text.prompt())).count();
            if (answers + labelled > 0) {
                missing.add(task.path() + ": " + answers + " answers and " + labelled
                        + " labelled texts were not judged by " + judge
                        + done.refusal(judge).or(() -> done.partFailure(judge, task.path()))
                                .map(why -> " (" + why + ")")
                                .orElse(""));
            }
        }
    }

    private static String part(String candidate, String part, Done done) {
        return candidate + ", " + part + ": not measured"
                + done.partFailure(candidate, part).map(reason -> ": " + reason).orElse("");
    }

    private static Optional<String> task(String candidate, Task task, Done done) {
        int failed = 0;
        int absent = 0;
        String reason = "";
        for (Item item : task.items()) {
            if (!done.hasSample(candidate, task.path(), item.id())) {
                Optional<String> failure = done.sampleFailure(candidate, task.path(), item.id());
                if (failure.isPresent()) {
                    failed++;
                    reason = failure.get();
                } else {
                    absent++;
                }
            }
        }
        if (failed + absent == 0) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        if (failed > 0) {
            words.add(failed + " failed (the last: " + reason + ")");
        }
        if (absent > 0) {
            words.add(absent + " not run" + done.partFailure(candidate, task.path())
                    .or(() -> done.partFailure(candidate, SampleStage.ALL_SAMPLES)).map(why -> " (" + why + ")")
                    .orElse(""));
        }
        return Optional.of(candidate + ", " + task.path() + ": of " + task.items().size() + " samples "
                + String.join(", ", words));
    }
}
