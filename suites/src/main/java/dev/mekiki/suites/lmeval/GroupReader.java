package dev.mekiki.suites.lmeval;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Scoring;
import dev.mekiki.domain.Task;
import dev.mekiki.port.DatasetSource;
import dev.mekiki.port.Registry;
import dev.mekiki.suites.yaml.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group's tasks: named ones are looked for in the group file's folder and below, tags stand for the tasks that carry them, groups within the
 * group for their tasks; settings given in the list, or to the whole group, win over the task's own.
 */
final class GroupReader {
    private static final int MOST_FILES = 5_000;
    private static final int DEPTH = 8;
    private static final Set<String> GROUP_KEYS = Set.of("group", "group_alias", "task", "aggregate_metric_list",
            "metadata", "tag", "include");

    private final TaskYaml yaml;
    private final Registry<DatasetSource> sources;
    private final Consumer<Problem> problems;
    private final Map<String, Path> tasks = new TreeMap<>();
    private final Map<String, Path> groups = new TreeMap<>();
    private final Map<String, Set<String>> tags = new TreeMap<>();
    private final List<Task> found = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private @Nullable String suite;

    GroupReader(TaskYaml yaml, Registry<DatasetSource> sources, Consumer<Problem> problems) {
        this.yaml = yaml;
        this.sources = sources;
        this.problems = problems;
    }

    record Found(List<Task> tasks, List<Path> files) {}

    Optional<Found> read(String name) {
        if (!LmEvalSuites.isName(name)) {
            problems.accept(Problem.in(yaml.path().toString(), LmEvalSuites.nameProblem(name)));
            return Optional.empty();
        }
        suite = name;
        index();
        members(yaml.settings(), Map.of(), new HashSet<>());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean bySize = weighedBySize();
        return Optional.of(new Found(found.stream()
                .map(task -> bySize ? task.withScoring(task.scoring().with(Scoring.Weighing.BY_SIZE)) : task).toList(),
                List.copyOf(files)));
    }

    /** As the group aggregates; where it doesn't say, its tasks count alike. */
    private boolean weighedBySize() {
        Setting list = yaml.settings().get("aggregate_metric_list");
        boolean bySize = false;
        boolean alike = false;
        for (Setting metric : list == null || list.isNothing() ? List.<Setting>of() : TaskYaml.list(list)) {
            Map<String, Setting> settings = metric.value() instanceof Node.Mapping mapping
                    ? TaskYaml.settings(mapping, metric.file(), metric.key() + ".")
                    : Map.of();
            Setting aggregation = settings.get("aggregation");
            if (aggregation != null && !aggregation.text().equals("mean")) {
                problems.accept(aggregation.problem("mean is expected: lm-evaluation-harness has no other for groups"));
            }
            Setting weighed = settings.get("weight_by_size");
            boolean told = weighed != null && weighed.text().equalsIgnoreCase("false");
            bySize |= !told;
            alike |= told;
        }
        if (list != null && bySize && alike) {
            problems.accept(list.problem("weighs some metrics by size and some not; one way for all is expected"));
        }
        return bySize;
    }

    private void index() {
        Path folder = yaml.path().toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder, DEPTH)) {
            for (Path path : all.filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .filter(Files::isRegularFile).limit(MOST_FILES).sorted().toList()) {
                try {
                    index(path, TaskYaml.read(path).settings());
                } catch (InvalidInput e) {
                    // not a task file, or a broken one that this group may not name
                }
            }
        } catch (IOException e) {
            problems.accept(Problem.in(folder.toString(), "can't be listed: " + e.getMessage()));
        }
    }

    private void index(Path path, Map<String, Setting> settings) {
        Setting task = settings.get("task");
        Setting group = settings.get("group");
        if (task != null && task.value() instanceof Node.Scalar && !task.isNothing()) {
            tasks.putIfAbsent(task.text(), path);
            for (String key : List.of("tag", "group")) {
                Setting tag = settings.get(key);
                if (tag != null) {
                    TaskYaml.list(tag)
                            .forEach(one -> tags.computeIfAbsent(one.text(), _ -> new LinkedHashSet<>())
                                    .add(task.text()));
                }
            }
        } else if (group != null) {
            groups.putIfAbsent(group.text(), path);
        }
    }

    private void members(Map<String, Setting> group, Map<String, Setting> over, Set<String> seen) {
        Setting list = group.get("task");
        Setting named = group.get("group");
        if (list == null || list.isNothing()) {
            problems.accept((named == null ? Problem.in(yaml.path().toString(), "") : named.problem("names no task")));
            return;
        }
        Map<String, Setting> overrides = new LinkedHashMap<>();
        group.forEach((key, setting) -> {
            if (!GROUP_KEYS.contains(key)) {
                overrides.put(key, setting);
            }
        });
        overrides.putAll(over);
        for (Setting member : TaskYaml.list(list)) {
            switch (member.value()) {
                case Node.Mapping mapping -> inline(member, TaskYaml.settings(mapping, member.file(),
                        member.key() + "."), overrides, seen);
                case Node.Scalar scalar -> named(member, scalar.text(), overrides, seen);
                case Node.Sequence sequence ->
                    problems.accept(member.problem("a task's name or settings are expected"));
            }
        }
    }

    private void inline(Setting member, Map<String, Setting> settings, Map<String, Setting> over, Set<String> seen) {
        Map<String, Setting> bare = new LinkedHashMap<>();
        settings.forEach((key, setting) -> bare.put(key, new Setting(key, setting.value(), setting.file(),
                setting.line())));
        Setting group = bare.get("group");
        Setting task = bare.get("task");
        if (group != null) {
            if (groups.containsKey(group.text()) && task == null) {
                Map<String, Setting> merged = new LinkedHashMap<>(over);
                bare.forEach((key, setting) -> {
                    if (!key.equals("group")) {
                        merged.put(key, setting);
                    }
                });
                named(member, group.text(), merged, seen);
            } else {
                members(bare, over, seen);
            }
        } else if (task == null || task.text().isBlank()) {
            problems.accept(member.problem("has neither task nor group"));
        } else {
            Map<String, Setting> merged = new LinkedHashMap<>(over);
            merged.putAll(bare);
            if (tasks.containsKey(task.text()) || tags.containsKey(task.text()) || groups.containsKey(task.text())) {
                merged.remove("task");
                named(member, task.text(), merged, seen);
            } else {
                task(task.text(), new TaskYaml(yaml.path(), merged, List.of()), member);
            }
        }
    }

    private void named(Setting member, String name, Map<String, Setting> over, Set<String> seen) {
        Path path = tasks.get(name);
        Path group = groups.get(name);
        try {
            if (path != null) {
                TaskYaml read = TaskYaml.read(path);
                Map<String, Setting> merged = new LinkedHashMap<>(read.settings());
                merged.putAll(over);
                files.addAll(read.files());
                task(name, new TaskYaml(path, merged, read.files()), member);
            } else if (group != null && seen.add(name)) {
                TaskYaml read = TaskYaml.read(group);
                files.addAll(read.files());
                members(read.settings(), over, seen);
            } else if (tags.containsKey(name)) {
                for (String tagged : tags.getOrDefault(name, Set.of()).stream().sorted().toList()) {
                    named(member, tagged, over, seen);
                }
            } else {
                problems.accept(member.problem("there is no task, group or tag “" + name
                        + "” in the files of this folder and below"));
            }
        } catch (InvalidInput e) {
            e.problems().forEach(problems);
        }
    }

    private void task(String name, TaskYaml task, Setting member) {
        if (!LmEvalSuites.isName(name)) {
            problems.accept(member.problem(LmEvalSuites.nameProblem(name)));
            return;
        }
        if (found.stream().anyMatch(other -> other.name().equals(name))) {
            return;
        }
        TaskReader reader = new TaskReader(task, suite == null ? name : suite, sources, problems);
        try {
            reader.read(name).ifPresent(found::add);
        } catch (TaskReader.Incomplete e) {
            // told already
        }
        files.addAll(reader.files());
    }
}
