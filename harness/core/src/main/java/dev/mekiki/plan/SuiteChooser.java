package dev.mekiki.plan;

import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Layout.ShotsAs;
import dev.mekiki.domain.Suite;
import dev.mekiki.domain.Task;
import dev.mekiki.port.Extractor;
import dev.mekiki.port.Metric;
import dev.mekiki.port.Registry;
import dev.mekiki.port.SuiteProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Finds a plan's suites and chooses their tasks, samples and examples. */
final class SuiteChooser {
    /** First parts of metric names that are not suites. */
    private static final Set<String> RESERVED = Set.of("load", "bench", "dossier", "license");
    private static final int MOST_SHOTS = 100;
    private static final int MOST_THINKING = 1_000_000;
    private static final Map<String, ChatMode> CHAT = Map.of("auto", ChatMode.AUTO, "always", ChatMode.ALWAYS, "never",
            ChatMode.NEVER);
    private static final Map<String, ShotsAs> SHOTS_AS = Map.of("turns", ShotsAs.TURNS, "text", ShotsAs.TEXT);

    private final List<SuiteProvider> providers;
    private final Registry<Metric> metrics;
    private final Extractor extractor;
    private final Problems problems;

    SuiteChooser(List<SuiteProvider> providers, Registry<Metric> metrics, Extractor extractor, Problems problems) {
        this.providers = providers;
        this.metrics = metrics;
        this.extractor = extractor;
        this.problems = problems;
    }

    List<Suite> read(Section plan, Path base, OptionalInt mostSamples) {
        List<Suite> suites = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : plan.sections("suites")) {
            String reference = section.requiredText("suite", "a shipped suite's name or a file");
            Optional<List<String>> chosen = section.has("tasks")
                    ? Optional.of(section.texts("tasks"))
                    : Optional.empty();
            OptionalInt limit = least(section.integer("limit", 1, Integer.MAX_VALUE), mostSamples);
            OptionalInt shots = section.integer("shots", 0, MOST_SHOTS);
            Optional<ChatMode> chat = section.oneOf("chat", CHAT);
            Optional<ShotsAs> shotsAs = section.oneOf("shots-as", SHOTS_AS);
            OptionalInt thinking = section.integer("thinking-tokens", 0, MOST_THINKING);
            Optional<List<ChoiceWay>> ways = ways(section);
            section.finish();
            if (!reference.isBlank()) {
                find(section, reference, base).ifPresent(suite -> {
                    if (!names.add(suite.name())) {
                        section.problem("suite", "the suite “" + suite.name() + "” is in the plan already");
                    }
                    suites.add(choosing(thinking(
                            prompted(choose(section, suite, chosen, limit, shots), chat, shotsAs), thinking), ways));
                });
            }
        }
        return suites;
    }

    private static OptionalInt least(OptionalInt a, OptionalInt b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : OptionalInt.of(Math.min(a.getAsInt(), b.getAsInt()));
    }

    private Optional<Suite> find(Section section, String reference, Path base) {
        for (SuiteProvider provider : providers) {
            try {
                Optional<Suite> suite = provider.read(reference, base);
                if (suite.isPresent()) {
                    return suite;
                }
            } catch (InvalidInput invalid) {
                problems.add(invalid);
                return Optional.empty();
            }
        }
        List<String> shipped = providers.stream().flatMap(provider -> provider.shipped().stream()).toList();
        section.problem("suite", "“" + reference + "” is neither a shipped suite nor a file that exists",
                Suggestion.hint(reference, shipped));
        return Optional.empty();
    }

    private Suite choose(Section section, Suite suite, Optional<List<String>> chosen, OptionalInt limit,
            OptionalInt shots) {
        if (RESERVED.contains(suite.name()) || suite.name().contains("/")) {
            section.problem("suite", "a suite cannot be called “" + suite.name() + "”: metrics' names begin with it");
        }
        List<String> known = suite.tasks().stream().map(Task::name).toList();
        for (String name : chosen.orElse(List.of())) {
            if (!known.contains(name)) {
                section.problem("tasks", "the suite " + suite.name() + " has no task “" + name + "”",
                        Suggestion.hint(name, known));
            }
        }
        if (chosen.isPresent() && chosen.get().isEmpty()) {
            section.problem("tasks", "names no task; leave the key out for all tasks");
        }
        List<Task> tasks = suite.tasks().stream()
                .filter(task -> chosen.map(names -> names.contains(task.name())).orElse(true))
                .map(task -> limited(withShots(section, task, shots), limit)).toList();
        tasks.forEach(task -> check(section, task));
        return suite.withTasks(tasks);
    }

    private static Suite prompted(Suite suite, Optional<ChatMode> chat, Optional<ShotsAs> shotsAs) {
        return suite.withTasks(suite.tasks().stream()
                .map(task -> chat.map(task::withChat).orElse(task))
                .map(task -> shotsAs.map(as -> task.withLayout(task.layout().with(as))).orElse(task)).toList());
    }

    private static Optional<List<ChoiceWay>> ways(Section section) {
        if (!section.has("choose")) {
            return Optional.empty();
        }
        List<ChoiceWay> ways = new ArrayList<>();
        for (String text : section.texts("choose")) {
            Optional<ChoiceWay> way = ChoiceWay.of(text);
            if (way.isEmpty() || ways.contains(way.get())) {
                section.problem("choose",
                        "“" + text + "” " + (way.isEmpty() ? "is no way of choosing" : "is there twice"),
                        "loglikelihood, constrained, generated; a list is tried in its order");
            } else {
                ways.add(way.get());
            }
        }
        return ways.isEmpty() ? Optional.empty() : Optional.of(ways);
    }

    private static Suite choosing(Suite suite, Optional<List<ChoiceWay>> ways) {
        return ways.isEmpty()
                ? suite
                : suite.withTasks(suite.tasks().stream()
                        .map(task -> task.withChoosing(task.choosing().with(ways.get()))).toList());
    }

    private static Suite thinking(Suite suite, OptionalInt most) {
        return most.isEmpty()
                ? suite
                : suite.withTasks(suite.tasks().stream()
                        .map(task -> task.withGeneration(task.generation().withThinkingTokens(most.getAsInt())))
                        .toList());
    }

    private static Task limited(Task task, OptionalInt limit) {
        return limit.isEmpty() || limit.getAsInt() >= task.items().size()
                ? task
                : task.withItems(task.items().subList(0, limit.getAsInt()));
    }

    private static Task withShots(Section section, Task task, OptionalInt count) {
        if (count.isEmpty()) {
            return task;
        }
        if (count.getAsInt() == 0) {
            return task.withShots(Optional.empty());
        }
        if (task.shots().isEmpty()) {
            section.problem("shots", "the task " + task.path() + " names no data to draw examples from");
            return task;
        }
        return task.withShots(task.shots().map(shots -> shots.with(count.getAsInt())));
    }

    private void check(Section section, Task task) {
        if (task.items().isEmpty()) {
            section.problem("suite", "the task " + task.path() + " has no samples");
        }
        task.shots().ifPresent(shots -> {
            long usable = shots.pool().stream()
                    .filter(item -> !(item.right().isEmpty() && item.accepted().isEmpty())).count();
            if (shots.count() > usable) {
                section.problem("shots", "the task " + task.path() + " asks for " + shots.count()
                        + " examples, but its examples' data has " + usable + " with an answer");
            }
        });
        for (String name : task.metrics()) {
            Optional<Metric> metric = Metric.of(name, task.uses(), metrics);
            if (metric.isEmpty()) {
                section.problem("suite", "the task " + task.path() + " names the metric “" + name
                        + "”, which is not known", Suggestion.hint(name, metrics.names()));
            } else if (!metric.get().answers().contains(task.answer())) {
                section.problem("suite", "the task " + task.path() + " names the metric " + name
                        + ", which does not score answers of this kind (answer: " + word(task) + ")",
                        "metrics that do: " + String.join(", ", metrics.all().stream()
                                .filter(other -> other.answers().contains(task.answer())).map(Metric::name).toList()));
            }
        }
        if (task.metrics().contains(JournalEvent.JUDGE) && task.judging().isEmpty()) {
            section.problem("suite", "the task " + task.path() + " names the metric " + JournalEvent.JUDGE
                    + " and does not say what the judge is asked");
        }
        for (ExtractStep step : task.extract()) {
            extractor.problem(step).ifPresent(what -> section.problem("suite",
                    "the task " + task.path() + ", extraction step " + step.name() + ": " + what));
        }
    }

    private static String word(Task task) {
        return switch (task.answer()) {
            case CHOICE -> "choice";
            case GENERATE -> "generate";
            case LIKELIHOOD -> "likelihood";
            case ROLLING -> "rolling";
        };
    }

    /** Names of all metrics of the tasks. */
    static Stream<String> paths(List<Suite> suites) {
        return suites.stream().flatMap(suite -> suite.tasks().stream().flatMap(task -> task.metrics().stream()
                .flatMap(metric -> Stream.of(task.path() + "/" + metric, suite.name() + "/" + metric))))
                .filter(Objects::nonNull).distinct();
    }
}
