package dev.mekiki.run;

import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Rubric;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Task;
import dev.mekiki.port.Recording;
import dev.mekiki.port.Recording.Recorded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a changed plan makes of answers that are there: other metrics, extraction steps, floors and right answers need no model; anything that
 * would have asked something else does.
 *
 * @param events to append to the journal, so that the last way of scoring counts from there on
 * @param newTargets how many samples have other right answers now, by {@code candidate, suite/task}
 * @param notRun tasks of the plan that the journal has no answers to
 */
public record Rescoring(List<JournalEvent> events, Map<String, Integer> newTargets, List<String> notRun) {
    public Rescoring {
        events = List.copyOf(events);
        notRun = List.copyOf(notRun);
    }

    /** @throws InvalidInput if answers that are there would not be answers to what the plan asks */
    public static Rescoring of(Plan plan, Recording recording) throws InvalidInput {
        Reading reading = new Reading(plan);
        try (Stream<Recorded> events = recording.read()) {
            events.forEachOrdered(recorded -> reading.add(recorded.event()));
        }
        return reading.end();
    }

    /** One pass over the journal. */
    private static final class Reading {
        private final Map<String, TaskPlanned> before = new LinkedHashMap<>();
        private final Map<String, TaskPlanned> now = new LinkedHashMap<>();
        private final Map<String, Map<String, Item>> items = new HashMap<>();
        private final Map<SampleKey, Sampled> changed = new LinkedHashMap<>();
        private final Map<String, List<ChoiceWay>> ways = new HashMap<>();
        private final Map<String, Integer> otherwise = new LinkedHashMap<>();
        private final String source;

        Reading(Plan plan) {
            this.source = plan.source();
            PlanEvents.tasks(plan).forEach(task -> now.put(task.path(), task));
            for (Task task : plan.tasks()) {
                Map<String, Item> byId = new HashMap<>();
                task.items().forEach(item -> byId.put(item.id(), item));
                items.put(task.path(), byId);
                ways.put(task.path(), task.choosing().ways());
            }
        }

        void add(JournalEvent event) {
            if (event instanceof TaskPlanned task) {
                before.put(task.path(), task);
            } else if (event instanceof JournalEvent.SampleJudged told) {
                add(told);
            } else if (event instanceof JournalEvent.SampleDone(Sampled sampled)) {
                sampled.way().ifPresent(way -> otherWay(sampled, way));
                String path = sampled.suite() + "/" + sampled.task();
                Map<String, Item> known = items.get(path);
                if (known != null) {
                    add(path, sampled, Optional.ofNullable(known.get(sampled.sample())));
                }
            }
        }

        private void add(String path, Sampled sampled, Optional<Item> item) {
            if (item.isEmpty()) {
                count(path, "the plan has no sample " + sampled.sample());
            } else if (!item.get().choices().equals(sampled.choices())) {
                count(path, "the choices of the sample " + sampled.sample() + " changed");
            } else if (!sampled.prompt().contains(item.get().prompt().strip())) {
                count(path, "the prompt of the sample " + sampled.sample() + " changed");
            } else {
                Sampled judged = judgedBy(sampled, item.get());
                if (judged.equals(sampled)) {
                    changed.remove(SampleKey.of(sampled));
                } else {
                    changed.put(SampleKey.of(sampled), judged);
                }
            }
        }

        /** Only what stands before the answer and behind it can be told apart from the answer here. */
        private void add(JournalEvent.SampleJudged told) {
            Sampled judgement = told.judgement();
            String path = judgement.suite() + "/" + judgement.task();
            Optional<Rubric> rubric = Optional.ofNullable(items.get(path))
                    .flatMap(known -> Optional.ofNullable(known.get(judgement.sample())))
                    .flatMap(Item::rubric);
            if (told.candidate().isPresent() && rubric.isPresent() && !rubric.get().around().stream()
                    .allMatch(part -> judgement.prompt().contains(part.strip()))) {
                count(path, "what the judge is asked about the sample " + judgement.sample() + " changed");
            }
        }

        private void otherWay(Sampled sampled, ChoiceWay way) {
            String path = sampled.suite() + "/" + sampled.task();
            if (!ways.getOrDefault(path, List.of(way)).contains(way)) {
                count(path, "its choices were answered by " + way.id() + ", which the plan does not name");
            }
        }

        private void count(String path, String what) {
            otherwise.merge("the task " + path + ": " + what, 1, Integer::sum);
        }

        private static Sampled judgedBy(Sampled sampled, Item item) {
            return new Sampled(sampled.candidate(), sampled.suite(), sampled.task(), sampled.sample(), item.cluster(),
                    sampled.prompt(), sampled.choices(), item.right(), item.accepted(), item.instructions(),
                    item.labels(),
                    sampled.outcome(), sampled.latencyMs(), sampled.inputTokens(), sampled.outputTokens(),
                    sampled.attempts(), sampled.cached(), sampled.course());
        }

        Rescoring end() throws InvalidInput {
            List<String> problems = new ArrayList<>(otherwise.keySet().stream().limit(5).toList());
            if (otherwise.size() > problems.size()) {
                problems.add("and " + (otherwise.size() - problems.size()) + " more of this kind");
            }
            List<JournalEvent> events = new ArrayList<>();
            for (TaskPlanned was : before.values()) {
                TaskPlanned is = now.get(was.path());
                if (is != null) {
                    otherwise(was, is).ifPresent(problems::add);
                    TaskPlanned planned = withSamples(is, was);
                    if (!planned.equals(was)) {
                        events.add(planned);
                    }
                }
            }
            if (!problems.isEmpty()) {
                throw new InvalidInput(problems.stream().map(what -> Problem.in(source, what)
                        .withHint("that needs the model again: 'mekiki run' in another folder")).toList());
            }
            Map<String, Integer> targets = new LinkedHashMap<>();
            changed.forEach((key, sampled) -> {
                events.add(new JournalEvent.SampleDone(sampled));
                targets.merge(key.candidate() + ", " + key.task(), 1, Integer::sum);
            });
            return new Rescoring(events, targets,
                    now.keySet().stream().filter(path -> !before.containsKey(path)).toList());
        }

        private static Optional<String> otherwise(TaskPlanned was, TaskPlanned is) {
            if (was.answer() != is.answer()) {
                return Optional.of("the task " + was.path() + " was answered by " + word(was) + ", not by " + word(is));
            }
            return was.shots() == is.shots()
                    ? Optional.empty()
                    : Optional.of("the task " + was.path() + " was asked with " + was.shots() + " examples, not with "
                            + is.shots());
        }

        private static String word(TaskPlanned task) {
            return task.answer().name().toLowerCase(Locale.ROOT);
        }

        /** The way of scoring of one, of the samples that were planned for the other. */
        private static TaskPlanned withSamples(TaskPlanned is, TaskPlanned was) {
            return new TaskPlanned(is.suite(), is.suiteVersion(), is.language(), is.license(), is.digest(), is.task(),
                    is.answer(), is.extract(), is.metrics(), is.floor(), was.samples(), was.shots(), is.uses(),
                    is.scoring());
        }
    }
}
