package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.SampleJudged;
import dev.mekiki.domain.Judging;
import dev.mekiki.domain.Judging.Labelled;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Has the plan's judge judge the answers that are there: first the texts that people have judged, then the candidates' answers, those to one
 * sample next to each other. The judge is not told whose answer it reads.
 */
final class JudgeStage {
    private final Plan plan;
    private final Done done;
    private final Stop stop;
    private final EventSink events;
    private final List<Questions> pending;

    JudgeStage(Plan plan, Done done, Stop stop, EventSink events) {
        this.plan = plan;
        this.done = done;
        this.stop = stop;
        this.events = events;
        this.pending = plan.judged().stream().map(this::questions).filter(asked -> !asked.about().isEmpty()).toList();
    }

    /** What is judged. */
    private record Judged(Optional<String> candidate, String sample, String answer, OptionalDouble value) {}

    /** A task's questions to the judge, and what each is about. */
    private record Questions(Task task, Map<String, Judged> about) {}

    /** Whether anything waits for a judgement. */
    boolean pending() {
        return !pending.isEmpty();
    }

    void run(OpenCandidate judge) {
        for (Questions questions : pending) {
            if (stop.asked() || judge.givenUp().isPresent()) {
                return;
            }
            Optional<String> blocked = judge.blocked(AnswerMode.GENERATE);
            SampleRun run = new SampleRun(judge.name(), judge.engine(), questions.task(), plan.run(), judge.cache(),
                    Optional.empty());
            Optional<String> obstacle = blocked.or(run::obstacle);
            if (obstacle.isPresent()) {
                events.accept(
                        new JournalEvent.PartFailed(judge.name(), questions.task().path(), obstacle.get()));
            } else {
                judge.beginTask();
                ask(judge, run, questions);
            }
        }
    }

    private void ask(OpenCandidate judge, SampleRun run, Questions questions) {
        Batch batch = new Batch(plan.run(), stop, Batch.GRACE);
        List<Item> items = questions.task().items();
        int size = plan.run().workers() == 1 ? 1 : plan.run().workers() * 4;
        boolean[] over = new boolean[1];
        for (int from = 0; from < items.size() && !over[0] && !stop.asked(); from += size) {
            batch.ask(judge, run, items.subList(from, Math.min(from + size, items.size())), run::run, results -> {
                events.acceptAll(results.stream().map(result -> judged(result, questions)).toList());
                over[0] |= judge.count(results);
            });
            over[0] |= judge.givenUp().isPresent();
        }
        if (over[0]) {
            events.accept(new JournalEvent.PartFailed(judge.name(), questions.task().path(),
                    judge.givenUp().orElseGet(judge::taskGivenUp)));
        }
    }

    private static JournalEvent judged(SampleRun.Result result, Questions questions) {
        Judged about = java.util.Objects.requireNonNull(questions.about().get(result.sampled().sample()));
        return new SampleJudged(about.candidate(), about.answer(), about.value(),
                result.sampled().withSample(about.sample()));
    }

    private Questions questions(Task task) {
        Judging judging = task.judging().orElseThrow();
        List<Item> items = new ArrayList<>();
        Map<String, Judged> about = new LinkedHashMap<>();
        for (Labelled text : judging.labelled()) {
            if (!done.hasLabelled(task.path(), text.id(), text.prompt())) {
                String id = "labelled/" + text.id();
                about.put(id, new Judged(Optional.empty(), text.id(), SampleJudged.digest(text.prompt()),
                        OptionalDouble.of(text.value())));
                items.add(item(id, judging, text.prompt()));
            }
        }
        for (Item item : task.items()) {
            for (Candidate candidate : plan.candidates()) {
                Optional<String> answer = done.unjudged(candidate.name(), task.path(), item.id());
                if (answer.isPresent() && item.rubric().isPresent()) {
                    String id = candidate.name() + "/" + item.id();
                    about.put(id, new Judged(Optional.of(candidate.name()), item.id(),
                            SampleJudged.digest(answer.get()), OptionalDouble.empty()));
                    items.add(item(id, judging, item.rubric().get().about(answer.get())));
                }
            }
        }
        return new Questions(new Task(task.suite(), task.name(), AnswerMode.GENERATE, ChatMode.AUTO, "",
                judging.generation(), List.of(), List.of(), 0, Optional.empty(), items), about);
    }

    private static Item item(String id, Judging judging, String prompt) {
        return new Item(id, Optional.empty(), judging.system(), prompt, List.of(), List.of(), List.of(), Map.of());
    }
}
